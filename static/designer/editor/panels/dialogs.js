// Dialogs of the whole editor: the list of shortcuts, the command palette, conflicts, and the end of a session.

import { showDialog } from "../ui/dialog.js";
import { h, icon } from "../ui/render.js";
import { openConflict } from "./conflict.js";

/**
 * Opens what the state's `dialog` names: {kind: "help" | "palette" | "session"} or {kind: "conflict", conflicts, by}.
 * @returns {() => void}
 */
export function mountDialogs(_root, context) {
  const kinds = { help, palette, session, conflict: openConflict };
  let open = null;
  return context.store.subscribe(["dialog"], ({ dialog }) => {
    if (!dialog || open) return;
    const done = () => ((open = null), context.store.update({ dialog: null }));
    open = kinds[dialog.kind](context, dialog, done);
  });
}

/** All shortcuts, from the same table that runs them. */
function help({ keys }, _dialog, onclose) {
  const groups = Map.groupBy(keys.filter((one) => one.label && one.keys), (one) => one.group ?? "Editor");
  return showDialog({
    title: "Keyboard shortcuts", size: "wide", testid: "help-dialog", onclose,
    body: () => h("div", { class: "ed-help" }, [...groups].map(([name, rows]) => h("section", { key: name }, h("h3", {}, name), h("dl", {}, rows.map((row) => h("div", { key: row.id }, h("dt", {}, row.label), h("dd", {}, combos(row.keys)))))))),
  });
}

const combos = (keys) => [keys].flat().map((combo, at) => h("span", { key: combo, class: "ed-combo" }, at > 0 && h("span", { class: "fine" }, "or"), h("kbd", {}, combo)));

/** Every command by name: type a part of it, Enter runs it. */
function palette({ keys }, _dialog, onclose) {
  const view = { query: "", at: 0, chosen: null };
  const commands = keys.filter((one) => one.label && one.run);
  const run = (command, dialog) => {
    view.chosen = command;
    dialog.close();
  };
  // The command runs when the focus is back where it was: it may want to move it on.
  const closed = () => (onclose(), view.chosen?.run());
  return showDialog({
    title: "Commands", size: "small", testid: "palette", onclose: closed,
    body: (dialog) => {
      const found = commands.filter((one) => matches(one.label, view.query)).slice(0, 40);
      view.at = Math.min(view.at, Math.max(found.length - 1, 0));
      return [paletteInput(view, found, dialog, run), paletteList(view, found, dialog, run)];
    },
  });
}

const matches = (label, query) => query.toLowerCase().split(/\s+/).every((word) => label.toLowerCase().includes(word));

function paletteInput(view, found, dialog, run) {
  return h("input", {
    key: "query", type: "text", role: "combobox", autofocus: true, "aria-label": "Find a command", "aria-expanded": "true", "aria-controls": "palette-list", "aria-activedescendant": found.length ? `command-${view.at}` : null, placeholder: "Align left, duplicate, zoom…",
    oninput: (event) => (Object.assign(view, { query: event.target.value, at: 0 }), dialog.redraw()),
    onkeydown: (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by && found.length) {
        event.preventDefault();
        view.at = (view.at + by + found.length) % found.length;
        dialog.redraw();
        document.getElementById(`command-${view.at}`)?.scrollIntoView({ block: "nearest" });
      }
      if (event.key === "Enter" && found[view.at]) run(found[view.at], dialog);
    },
  });
}

function paletteList(view, found, dialog, run) {
  if (!found.length) return h("p", { class: "fine", key: "none" }, "No command is called that.");
  return h("ul", { key: "list", id: "palette-list", role: "listbox", class: "ed-palette", "aria-label": "Commands" }, found.map((one, at) =>
    h("li", { key: one.id, id: `command-${at}`, role: "option", "aria-selected": String(at === view.at), onclick: () => run(one, dialog) }, h("span", {}, one.label), one.keys && h("kbd", {}, [one.keys].flat()[0]))));
}

/** The session ended: sign in in another tab, the document stays here as it is. */
function session({ actions, net }, _dialog, onclose) {
  const form = { problem: "", busy: false };
  const again = async (dialog) => {
    form.busy = true;
    dialog.redraw();
    const works = await actions.saveNow?.().then(() => true, () => false);
    if (works !== false) return dialog.close();
    Object.assign(form, { busy: false, problem: "You are not signed in yet." });
    dialog.redraw();
  };
  return showDialog({
    title: "Sign in again", size: "small", testid: "session-dialog", onclose,
    body: () => [
      h("p", { key: "words" }, "Your session ended. Your edits are kept here; nothing is lost. Sign in in a new tab, then come back and save."),
      form.problem && h("p", { class: "alert warn", role: "alert", key: "problem" }, icon("triangle-alert"), h("div", {}, form.problem)),
    ],
    foot: (dialog) => [
      h("button", { type: "button", class: "button", "aria-busy": String(form.busy), onclick: () => again(dialog) }, "Save now"),
      h("a", { class: "button primary", href: net.urls.signIn, target: "_blank", rel: "noopener", autofocus: true }, "Sign in"),
    ],
  });
}
