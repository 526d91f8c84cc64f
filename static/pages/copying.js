// Copy buttons: data-copies names the element whose text or value goes to the clipboard.
import { say } from "./messages.js";

const SHOWN = 2000;

/** @param {Document} root */
export function startCopying(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copies]");
    if (button) copy(button, document.getElementById(button.dataset.copies));
  });
}

async function copy(button, source) {
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    answer(button);
  } catch {
    select(source);
    say("Copying was refused by the browser. The text is selected: press Ctrl+C.", { tone: "warn" });
  }
}

function answer(button) {
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  label.textContent = "Copied";
  say("Copied", { tone: "ok" });
  setTimeout(() => { label.textContent = before; }, SHOWN);
}

function select(source) {
  if (source.select) return source.select();
  getSelection().selectAllChildren(source);
}
