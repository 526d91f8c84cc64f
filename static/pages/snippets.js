// The snippet dialog: a[data-snippet] opens a link's code in #snippet-dialog; its form brings the panel anew in place.
import { say } from "./messages.js";
import { openDialog } from "./dialogs.js";

/** @param {Document} root */
export function startSnippets(root) {
  root.addEventListener("click", onClick);
  root.addEventListener("submit", onSubmit);
  root.addEventListener("change", onChange);
  catchUp(root.querySelector("[data-snippet-tool]"));
}

/** Somebody was quicker than this script, or the browser put back what was chosen before. */
function catchUp(tool) {
  if (tool && tool.value !== tool.form.elements.shown_tool.value) tool.form.requestSubmit();
}

function dialog() {
  return document.getElementById("snippet-dialog");
}

async function onClick(event) {
  const opener = event.target.closest?.("a[data-snippet]");
  if (!opener || !dialog() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog().querySelector("h2").textContent = opener.dataset.name;
  if (await show(fetch(opener.dataset.snippet))) openDialog(dialog());
  else location.assign(opener.href);
}

function onSubmit(event) {
  const form = event.target;
  if (!form.matches?.("#snippet-dialog [data-snippet-form]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  send(form);
}

/** Another tool has other names for the fields, so its panel is shown at once. */
function onChange(event) {
  if (!event.target.matches?.("[data-snippet-tool]")) return;
  event.target.form.requestSubmit();
}

async function send(form) {
  const fields = new FormData(form);
  fields.set("only", "panel");
  const isPost = form.method === "post";
  const where = isPost ? form.action : `${form.dataset.panel}?${new URLSearchParams(fields)}`;
  const focused = document.activeElement?.id;
  if (await show(fetch(where, isPost ? { method: "POST", body: fields } : {}))) {
    document.getElementById(focused)?.focus();
  } else say("The code could not be brought. Try again.", { tone: "bad" });
}

/** Put the panel that is asked for into the dialog; false if there is none. */
async function show(asked) {
  try {
    const answer = await asked;
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog().querySelector(".dialog-body").replaceChildren(page.querySelector("[data-snippet-panel]"));
    dialog().removeAttribute("data-changed");
    return true;
  } catch {
    return false;
  }
}
