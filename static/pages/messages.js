// Toasts: say(text) for scripts; messages from the server that can be undone are shown as a toast too.
import { element, icon } from "./elements.js";

const SHORT = 5000;
const LONG = 8000;
const ICONS = { ok: "circle-check", warn: "triangle-alert", bad: "circle-x", info: "info" };

/** @param {Document} root */
export function startMessages(root) {
  for (const message of root.querySelectorAll("[data-message]:has([data-undo])")) {
    const form = message.querySelector("[data-undo]").cloneNode(true);
    say(message.querySelector("div").textContent, { tone: "ok", action: form });
  }
}

/**
 * Show a short sentence at the lower right. It stays while the pointer or the focus is on it.
 * @param {string} text
 * @param {{tone?: "ok"|"warn"|"bad"|"info", undo?: () => void, action?: HTMLElement}} [options]
 */
export function say(text, { tone = "info", undo, action } = {}) {
  const button = action ?? (undo && undoButton(undo));
  const toast = element("div", { class: `toast ${tone}` }, icon(ICONS[tone]), element("span", {}, text));
  if (button) toast.append(button);
  const close = element("button", { type: "button", class: "button icon-only small", "aria-label": "Dismiss" }, icon("x"));
  close.addEventListener("click", () => drop(toast));
  toast.append(close);
  toast.addEventListener("click", (event) => event.target.closest("[data-done]") && drop(toast));
  shelf().append(toast);
  dropLater(toast, button ? LONG : SHORT);
  return toast;
}

function undoButton(undo) {
  const button = element("button", { type: "button", class: "button small", "data-done": true }, "Undo");
  button.addEventListener("click", undo);
  return button;
}

function shelf() {
  const toasts = document.getElementById("toasts");
  if (toasts.matches(":popover-open")) toasts.hidePopover();
  toasts.showPopover(); // shown anew, so that it lies above a dialog opened since
  return toasts;
}

function dropLater(toast, delay) {
  let timer = setTimeout(() => drop(toast), delay);
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, () => clearTimeout(timer));
  for (const kind of ["pointerleave", "focusout"]) {
    toast.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(() => drop(toast), delay);
    });
  }
}

function drop(toast) {
  const toasts = toast.parentElement;
  toast.remove();
  if (toasts && !toasts.childElementCount) toasts.hidePopover();
}
