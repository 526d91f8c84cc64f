// Keys for pages: any element with data-shortcut ("g t", "n", "/") is pressed or focused by them; ? lists them.
import { element } from "./elements.js";
import { openDialog } from "./dialogs.js";

const PATIENCE = 1200;
let begun = "";
let timer = 0;

/** @param {Document} root */
export function startShortcuts(root) {
  root.addEventListener("keydown", onKey);
  root.addEventListener("click", (event) => event.target.closest?.("[data-shortcuts-help]") && help());
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
  if (document.querySelector("dialog[open], [data-own-shortcuts]")) return;
  const keys = begun ? `${begun} ${event.key}` : event.key;
  const wanted = [...document.querySelectorAll("[data-shortcut]")].find((item) => item.dataset.shortcut === keys);
  remember(!begun && event.key === "g" ? "g" : "");
  if (keys === "?") help();
  else if (wanted) follow(wanted);
  else return;
  event.preventDefault();
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], .menu");
}

function remember(key) {
  begun = key;
  clearTimeout(timer);
  if (key) timer = setTimeout(() => remember(""), PATIENCE);
}

function follow(item) {
  if (item.matches("input, textarea, select")) item.focus();
  else item.click();
}

function help() {
  const rows = [...document.querySelectorAll("[data-shortcut]")].map((item) => row(item.dataset.shortcut, nameOf(item)));
  const close = element("button", { type: "button", class: "button", "data-closes": true }, "Close");
  const dialog = element("dialog", { class: "dialog small", "aria-labelledby": "shortcuts-title" },
    element("div", { class: "dialog-head" }, element("h2", { id: "shortcuts-title" }, "Keyboard shortcuts")),
    element("div", { class: "dialog-body" }, element("dl", { class: "facts" }, ...rows.flat(), ...row("?", "This list"))),
    element("div", { class: "dialog-foot" }, close));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  openDialog(dialog);
  close.focus();
}

function row(keys, name) {
  const caps = keys.split(" ").flatMap((key, at) => [at ? " then " : "", element("kbd", {}, key)]);
  return [element("dt", {}, ...caps), element("dd", {}, name)];
}

function nameOf(item) {
  return item.dataset.shortcutName ?? item.getAttribute("aria-label") ?? item.dataset.tooltip ?? item.textContent.trim();
}
