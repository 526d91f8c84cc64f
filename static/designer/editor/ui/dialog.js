// <dialog> made by a script: opened over the page, closed by Escape, gone afterwards, the focus back where it was.

import { openDialog } from "../../../pages/dialogs.js";
import { h, icon, render } from "./render.js";

let count = 0;

/**
 * @param {{title: string, body: (dialog: Opened) => any, foot?: (dialog: Opened) => any, size?: "small"|"wide"|"", fixed?: boolean, onclose?: () => void}} options
 *   `fixed` dialogs cannot be dismissed; `body` and `foot` give nodes and are called again by `redraw`
 * @returns {Opened}
 * @typedef {{close: () => void, redraw: () => void, element: HTMLDialogElement}} Opened
 */
export function showDialog({ title, body, foot, size = "", fixed = false, onclose, testid }) {
  const id = `ed-dialog-${++count}`;
  const element = document.createElement("dialog");
  element.className = `dialog dense ${size}`.trim();
  element.setAttribute("aria-labelledby", id);
  if (testid) element.dataset.testid = testid;
  const back = document.activeElement;
  const opened = { element, close: () => element.close(), redraw };
  function redraw() {
    render(element, [
      h("div", { class: "dialog-head", key: "head" }, h("h2", { id }, title), !fixed && closer(opened)),
      h("div", { class: "dialog-body", key: "body" }, body(opened)),
      foot && h("div", { class: "dialog-foot", key: "foot" }, foot(opened)),
    ]);
  }
  if (fixed) element.addEventListener("cancel", (event) => event.preventDefault());
  element.addEventListener("keydown", (event) => event.stopPropagation());
  element.addEventListener("close", () => {
    element.remove();
    if (back?.isConnected) back.focus();
    onclose?.();
  });
  document.body.append(element);
  redraw();
  openDialog(element);
  return opened;
}

const closer = (opened) =>
  h("button", { type: "button", class: "button ghost icon-only small", "aria-label": "Close", onclick: opened.close }, icon("x"));

/** The foot most dialogs have: Cancel, and the one button that does it. */
export const decide = (opened, label, run, props = {}) => [
  h("button", { type: "button", class: "button", onclick: opened.close }, "Cancel"),
  h("button", { type: "button", class: "button primary", onclick: run, ...props }, label),
];
