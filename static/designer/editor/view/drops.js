// Pictures dropped on the artboard, and the clipboard.

export function mountDrops(root, stage, { store, actions }) {
  root.addEventListener("dragover", (event) => event.preventDefault());
  root.addEventListener("drop", (event) => {
    const file = [...event.dataTransfer.files].find((one) => one.type.startsWith("image/"));
    if (!file) return;
    event.preventDefault();
    actions.dropped(file, stage.at(event));
  });
  const typing = (event) => event.target.closest?.("input, textarea, select");
  document.addEventListener("copy", (event) => take(event, false));
  document.addEventListener("cut", (event) => take(event, true));
  document.addEventListener("paste", (event) => {
    if (typing(event)) return;
    event.preventDefault();
    actions.paste(event.clipboardData);
  });

  function take(event, cut) {
    if (typing(event) || !store.state.sel.length || String(getSelection())) return;
    const text = actions.copy();
    if (!text) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", text);
    if (cut) actions.remove();
  }
}
