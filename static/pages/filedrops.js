// File drops: the whole area takes a file, and says which one it holds.

/** @param {Document} root */
export function startFileDrops(root) {
  for (const kind of ["dragenter", "dragover"]) root.addEventListener(kind, (event) => light(event, true));
  for (const kind of ["dragleave", "drop"]) root.addEventListener(kind, (event) => light(event, false));
  root.addEventListener("change", onChosen);
}

function light(event, isOver) {
  event.target.closest?.(".file-drop")?.classList.toggle("is-over", isOver);
}

function onChosen(event) {
  const drop = event.target.closest?.(".file-drop");
  const name = drop?.querySelector("[data-file-name]");
  if (!name || !event.target.files) return;
  name.dataset.empty ??= name.textContent;
  name.textContent = [...event.target.files].map(described).join(", ") || name.dataset.empty;
}

function described(file) {
  const size = file.size < 1e6 ? `${Math.max(1, Math.round(file.size / 1000))} kB` : `${(file.size / 1e6).toFixed(1)} MB`;
  return `${file.name} (${size})`;
}
