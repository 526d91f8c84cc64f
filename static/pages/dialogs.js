// <dialog>: opened by data-opens, closed by data-closes, Escape or a click beside it; asks before it drops typed text.

/** @param {Document} root */
export function startDialogs(root) {
  root.addEventListener("click", onClick);
  root.addEventListener("cancel", onCancel, true);
  root.addEventListener("input", (event) => event.target.closest?.("dialog")?.setAttribute("data-changed", ""));
  root.addEventListener("close", (event) => event.target.removeAttribute?.("data-changed"), true);
  for (const dialog of root.querySelectorAll("dialog[data-open]")) openDialog(dialog);
}

/** Show it with the focus on its first field, or on what it marks with autofocus. @param {HTMLDialogElement} dialog */
export function openDialog(dialog) {
  dialog.showModal();
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".dialog-body :is(input, select, textarea):not([type=hidden], :disabled)");
  first?.focus();
}

function onClick(event) {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) return openDialog(document.getElementById(opener.dataset.opens));
  if (event.target.closest?.("[data-closes]")) return leave(event.target.closest("dialog"));
  if (event.target.matches?.("dialog") && isBeside(event)) leave(event.target);
}

function isBeside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function onCancel(event) {
  if (mayLeave(event.target)) return;
  event.preventDefault();
}

function leave(dialog) {
  if (mayLeave(dialog)) dialog.close();
}

function mayLeave(dialog) {
  const typed = dialog.hasAttribute("data-changed") && dialog.querySelector("textarea, input[type=text]");
  return !typed || confirm("Discard what you typed?");
}
