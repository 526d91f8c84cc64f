// Reorder the layers by dragging a row: an insertion line shows where it would land; Escape leaves everything as it was.

const THRESHOLD = 4;

/** @param {HTMLElement} root @returns {() => void} stops listening */
export function dragRows(root, { store, actions }) {
  const line = document.createElement("div");
  line.className = "ed-insertion";
  const abort = new AbortController();
  root.addEventListener("pointerdown", (event) => begin(event, root, line, store, actions), { signal: abort.signal });
  return () => abort.abort();
}

function begin(event, root, line, store, actions) {
  const row = event.target.closest("[data-layer]");
  const readOnly = store.state.perms.edit === false || store.state.save.state === "readonly";
  if (event.button || !row || readOnly || event.target.closest("input, .menu, .ed-icon-button")) return;
  const drag = { row, y: event.clientY, target: null, moving: false };
  const abort = new AbortController(), { signal } = abort;
  const stop = () => {
    abort.abort();
    line.remove();
    row.classList.remove("is-dragged");
  };
  window.addEventListener("pointermove", (move) => follow(move, drag, root, line), { signal });
  window.addEventListener("keydown", (key) => key.key === "Escape" && stop(), { signal, capture: true });
  window.addEventListener("pointerup", () => (stop(), drag.moving && drop(drag, store, actions)), { signal });
  window.addEventListener("pointercancel", stop, { signal });
}

function follow(event, drag, root, line) {
  if (!drag.moving && Math.abs(event.clientY - drag.y) < THRESHOLD) return;
  drag.moving = true;
  drag.row.classList.add("is-dragged");
  const rows = [...root.querySelectorAll("[data-layer]")];
  const below = rows.find((row) => event.clientY < row.getBoundingClientRect().top + row.offsetHeight / 2);
  drag.target = below ? { id: below.dataset.layer, after: false } : { id: rows.at(-1).dataset.layer, after: true };
  const at = (below ?? rows.at(-1)).getBoundingClientRect();
  document.body.append(line); // beside the panel, which may be drawn anew meanwhile
  Object.assign(line.style, { left: `${at.left + 4}px`, width: `${at.width - 8}px`, top: `${(below ? at.top : at.bottom) - 1}px` });
}

/** The list shows the front on top, the document keeps it last. */
function drop({ row, target }, store, actions) {
  const id = row.dataset.layer, { layers } = store.state.doc;
  if (!target || target.id === id) return;
  const at = layers.findIndex((layer) => layer.id === target.id);
  actions.moveTo(id, target.after ? at : at + 1);
}
