// The strip of test records: each a live thumbnail of production's picture; choose one, add more, see where issues are.

import { showDialog, decide } from "../ui/dialog.js";
import { menu } from "../ui/popover.js";
import { say } from "../../../pages/messages.js";
import { h, icon, onceDrawn, render, scheduled } from "../ui/render.js";
import { fromAudience } from "./audiencerows.js";
import { issuePill } from "./issuelist.js";
import { createThumbnails } from "./thumbnails.js";

const TOPICS = ["record", "records", "size", "issues", "thumbnails", "doc", "perms", "fixes", "perf"];

/** @param {HTMLElement} root @returns {() => void} */
export function mountRecords(root, context) {
  const thumbnails = createThumbnails(context);
  const draw = scheduled(() => render(root, strip(context, thumbnails)));
  const off = context.store.subscribe(TOPICS, draw);
  context.bitmaps.shown.then(() => thumbnails.refresh(0));
  draw();
  return () => (off(), thumbnails.stop(), render(root, []));
}

function strip(context, thumbnails) {
  const { state } = context.store;
  return [
    h("div", { class: "ed-records", key: "records", role: "radiogroup", "aria-label": "Test record", onkeydown: (event) => roam(event, context) }, state.records.map((record, at) => card(context, record, at, thumbnails.of(record.id)))),
    h("div", { class: "ed-records-add", key: "add" }, adding(context)),
    h("div", { class: "ed-records-end", key: "end" }, issuePill(context), state.perf?.last && h("span", { class: "fine ed-perf" }, `last edit ${Math.round(state.perf.last)} ms`)),
  ];
}

function card({ store, actions }, record, at, thumbnail) {
  const { state } = store;
  const chosen = state.record === record.id;
  const blocked = (state.issues[record.id] ?? []).some((issue) => issue.level === "block");
  const size = state.doc.sizes.find((one) => one.id === state.size) ?? state.doc.sizes[0];
  return h("button", {
    key: record.id, type: "button", class: "ed-record", role: "radio", "aria-checked": String(chosen), tabindex: chosen ? "0" : "-1", "data-record": record.id, "data-testid": "record",
    "aria-label": `${record.label}${blocked ? ", has a blocking issue" : ""}`, onclick: () => actions.setRecord(record.id),
  },
  h("span", { class: "ed-record-picture", style: { "aspect-ratio": `${size.w} / ${size.h}` } }, thumbnail?.url ? h("img", { src: thumbnail.url, alt: "", draggable: "false" }) : h("span", { class: "skeleton" })),
  h("span", { class: "ed-record-words" }, h("strong", { class: "ed-truncate" }, record.label), h("span", { class: "fine" }, at < 9 ? `Alt+${at + 1}` : "")),
  blocked && h("span", { class: "dot bad", "aria-hidden": "true" }));
}

function roam(event, { store, actions }) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!by || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const { records, record } = store.state;
  const next = records[(records.findIndex((one) => one.id === record) + by + records.length) % records.length];
  actions.setRecord(next.id);
  onceDrawn(() => document.querySelector(`[data-record="${next.id}"]`)?.focus());
}

function adding(context) {
  const { state } = context.store, off = state.perms.edit === false;
  const own = state.records.find((one) => one.id === state.record && one.kind === "custom");
  return menu({
    id: "record-menu", label: "Add or change a record", end: true, button: icon("plus"), props: { class: "ed-tool", "data-testid": "add-record", disabled: off },
    items: [
      { label: "By hand…", icon: "pencil", run: () => byHand(context) }, { label: "From JSON or a row…", icon: "braces", run: () => fromText(context) },
      state.perms.audiences && { label: "From an audience…", icon: "users", run: () => fromAudience(context, (label, values) => keep(context, label, values)) },
      own && "-", own && { label: `Change ${own.label}…`, icon: "settings-2", run: () => byHand(context, own) }, own && { label: `Delete ${own.label}`, icon: "trash-2", danger: true, run: () => remove(context, own) },
    ],
  });
}

async function keep({ store, net, actions }, label, values, own) {
  const row = own ? await net.put(`records/${own.id}`, { label, values }) : await net.post("records", { label, values });
  const others = store.state.records.filter((one) => one.id !== row.id);
  store.update({ records: own ? store.state.records.map((one) => (one.id === row.id ? row : one)) : [...others, row] });
  actions.setRecord(row.id);
}

async function remove({ store, net, actions }, own) {
  try {
    await net.del(`records/${own.id}`);
    actions.setRecord("complete");
    store.update({ records: store.state.records.filter((one) => one.id !== own.id) });
    say(`${own.label} is deleted.`, { tone: "ok", undo: () => keep({ store, net, actions }, own.label, own.values) });
  } catch (error) {
    say(error.message, { tone: "bad" });
  }
}

function byHand(context, own = null) {
  const { fields } = context.store.state.doc;
  const form = { label: own?.label ?? "", values: { ...own?.values }, problem: "" };
  const save = (dialog) => keep(context, form.label, form.values, own).then(dialog.close, (error) => ((form.problem = error.message), dialog.redraw()));
  showDialog({
    title: own ? `Change ${own.label}` : "Add a test record", testid: "record-dialog",
    body: () => [
      text("Name", own?.label ?? "", (value) => (form.label = value), "VIP without photo"),
      fields.map((field) => text(field.label || field.key, form.values[field.key] ?? "", (value) => (form.values[field.key] = value), field.samples?.complete ?? "", field.key)),
      form.problem && h("p", { class: "alert bad", role: "alert", key: "problem" }, form.problem),
    ],
    foot: (dialog) => decide(dialog, own ? "Save" : "Add record", () => save(dialog), { "data-testid": "save-record" }),
  });
}

const text = (label, value, onset, placeholder, key) => h("label", { class: "ed-field", key: key ?? label }, h("span", {}, label), h("input", { type: "text", value, placeholder, "data-testid": `value-${key ?? "label"}`, oninput: (event) => onset(event.target.value) }));

function fromText(context) {
  const form = { label: "", text: "", problem: "" };
  const save = (dialog) => {
    try {
      const values = read(form.text, context.store.state.doc.fields);
      keep(context, form.label || Object.values(values)[0] || "Pasted", values).then(dialog.close, (error) => ((form.problem = error.message), dialog.redraw()));
    } catch (error) {
      form.problem = error.message;
      dialog.redraw();
    }
  };
  showDialog({
    title: "Add a record from JSON or a row", testid: "paste-record",
    body: () => [
      text("Name", "", (value) => (form.label = value), "From the March list"),
      h("label", { class: "ed-field", key: "paste" }, h("span", {}, "JSON, or two lines of a table: column names, then values"), h("textarea", { rows: 6, "data-testid": "paste", placeholder: '{"first_name": "Amira", "city": "London"}', oninput: (event) => (form.text = event.target.value) })),
      form.problem && h("p", { class: "alert bad", role: "alert", key: "problem" }, form.problem),
    ],
    foot: (dialog) => decide(dialog, "Add record", () => save(dialog)),
  });
}

/** Values by field out of pasted text. Throws with a sentence. */
function read(pasted, fields) {
  const trimmed = pasted.trim();
  if (trimmed.startsWith("{")) {
    try {
      return Object.fromEntries(Object.entries(JSON.parse(trimmed)).map(([key, value]) => [key, String(value ?? "")]));
    } catch {
      throw new Error("This JSON cannot be read. Check quotes and commas.");
    }
  }
  const [head, row] = trimmed.split(/\r?\n/);
  if (!row) throw new Error("Paste two lines: column names first, then one row of values.");
  const by = head.includes("\t") ? "\t" : head.includes(";") ? ";" : ",";
  const cells = row.split(by).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const keys = head.split(by).map((name) => keyOf(name.trim().replace(/^"(.*)"$/, "$1"), fields));
  return Object.fromEntries(keys.map((key, at) => [key, cells[at] ?? ""]));
}

const keyOf = (name, fields) => fields.find((one) => one.label.toLowerCase() === name.toLowerCase())?.key ?? name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
