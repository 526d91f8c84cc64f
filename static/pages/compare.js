// Compare two pictures under a slider: drag, click to jump, arrows 2 %, Home and End.

/** @param {Document} root */
export function startCompare(root) {
  for (const compare of root.querySelectorAll(".compare")) wire(compare);
}

/** @param {HTMLElement} compare */
export function wire(compare) {
  const handle = compare.querySelector("[role=slider]");
  compare.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    compare.setPointerCapture(event.pointerId);
    follow(compare, handle, event);
    handle.focus({ preventScroll: true });
    event.preventDefault();
  });
  compare.addEventListener("pointermove", (event) => {
    if (compare.hasPointerCapture(event.pointerId)) follow(compare, handle, event);
  });
  handle.addEventListener("keydown", (event) => onKey(compare, handle, event));
  set(compare, handle, 50);
}

function follow(compare, handle, event) {
  const box = compare.getBoundingClientRect();
  set(compare, handle, ((event.clientX - box.left) / box.width) * 100);
}

function onKey(compare, handle, event) {
  const now = Number(handle.getAttribute("aria-valuenow"));
  const to = { ArrowLeft: now - 2, ArrowDown: now - 2, ArrowRight: now + 2, ArrowUp: now + 2, Home: 0, End: 100 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  set(compare, handle, to);
}

function set(compare, handle, percent) {
  const at = Math.round(Math.min(100, Math.max(0, percent)) * 10) / 10;
  compare.style.setProperty("--at", `${at}%`);
  handle.setAttribute("aria-valuenow", String(Math.round(at)));
  handle.setAttribute("aria-valuetext", `${Math.round(at)} % of the picture shows the first version`);
}
