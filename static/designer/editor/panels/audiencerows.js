// Somebody of an audience as a test record: choose the audience, find the person, and keep their values.

import { showDialog } from "../ui/dialog.js";
import { h, icon } from "../ui/render.js";

const WAIT = 250;

/** @param {any} context @param {(label: string, values: Record<string, string>) => Promise<any>} keep */
export function fromAudience(context, keep) {
  const view = { audiences: null, chosen: "", query: "", rows: null, more: false, problem: "" };
  let timer = 0, turn = 0;
  const attempt = async (act) => {
    const mine = ++turn;
    try {
      await act(() => mine === turn);
    } catch (error) {
      view.problem = error.message;
    }
    if (dialog.element.isConnected) dialog.redraw();
  };
  const look = () => attempt(async (current) => {
    const answer = await context.net.get(`audiences/${view.chosen}?q=${encodeURIComponent(view.query)}`);
    if (current()) Object.assign(view, answer);
  });
  const start = () => attempt(async () => {
    Object.assign(view, await context.net.get("audiences"));
    view.chosen = view.audiences[0]?.key ?? "";
    if (view.chosen) await look();
  });
  const pick = (row) => attempt(async () => {
    await keep(nameOf(row, context.store.state.doc.fields), row.values);
    dialog.close();
  });
  const typed = (query) => {
    view.query = query;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  };
  const dialog = showDialog({
    title: "Add a record from an audience", size: "wide", testid: "audience-dialog", onclose: () => (clearTimeout(timer), turn++),
    body: () => [
      view.problem && h("p", { class: "alert bad", role: "alert", key: "problem" }, icon("circle-x"), h("div", {}, view.problem)),
      view.audiences?.length === 0 ? h("p", { class: "fine", key: "none" }, "This workspace has no audience yet.") : chooser(view, (key) => ((view.chosen = key), look()), typed),
      view.audiences?.length !== 0 && people(view, context.store.state.doc.fields, pick),
      h("p", { class: "fine", key: "note" }, "The person’s values are kept with this template, where everybody sees them who sees its test records."),
    ],
  });
  start();
}

function chooser(view, choose, typed) {
  const options = (view.audiences ?? []).map(({ key, name, size }) => h("option", { key, value: key }, `${name} (${size.toLocaleString("en")})`));
  return h("div", { class: "ed-pair", key: "choose" },
    h("label", { class: "ed-field", key: "audience" }, h("span", {}, "Audience"), h("select", { value: view.chosen, "data-testid": "audience", onchange: (event) => choose(event.target.value) }, options)),
    h("label", { class: "ed-field", key: "find" }, h("span", {}, "Find"), h("input", { type: "search", "data-testid": "find-person", placeholder: "A name, a city…", autofocus: true, oninput: (event) => typed(event.target.value) })));
}

function people(view, fields, pick) {
  if (!view.rows) return h("span", { class: "skeleton", key: "wait" });
  if (!view.rows.length) return h("p", { class: "fine", key: "nobody" }, view.query ? `Nobody has “${view.query}” among these values.` : "Nobody is in this audience.");
  const shown = fields.filter((field) => view.rows.some((row) => row.values[field.key]));
  return h("div", { class: "table-wrap ed-people-rows", key: "rows", tabindex: "0", role: "region", "aria-label": "People" },
    h("table", { class: "table" },
      h("thead", {}, h("tr", {}, shown.map((field) => h("th", { key: field.key, scope: "col" }, field.label || field.key)), h("th", { key: "@use" }, h("span", { class: "visually-hidden" }, "Use")))),
      h("tbody", {}, view.rows.map((row) => h("tr", { key: row.id },
        shown.map((field) => h("td", { key: field.key }, h("span", { class: "ed-truncate" }, row.values[field.key] ?? ""))),
        h("td", { key: "@use" }, h("button", { type: "button", class: "button small", "aria-label": `Use ${nameOf(row, fields)}`, onclick: () => pick(row) }, "Use")))))),
    view.more && h("p", { class: "fine" }, "There are more. Type to find somebody."));
}

const nameOf = (row, fields) => fields.map((field) => row.values[field.key]?.trim()).find(Boolean)?.slice(0, 60) ?? "Nobody’s values";
