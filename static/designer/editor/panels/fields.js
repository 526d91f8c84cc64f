// The menu of merge fields: opened at a caret by "{" or the button, filtered by typing; new fields are made here too.

import { showDialog, decide } from "../ui/dialog.js";
import { h, icon, render } from "../ui/render.js";

const KINDS = [["text", "Text"], ["number", "Number"], ["money", "Money"], ["date", "Date"], ["choice", "Choice"], ["bool", "Yes or no"], ["image", "Image address"], ["url", "Link"]];
const BAD_KEY = /[^a-z0-9]+/g;

/**
 * Opens when the state has `fieldMenu: {x, y, layer, insert(source), back()}`: `insert` puts the tag in, `back` takes the
 * focus again. @param {HTMLElement} root @returns {() => void}
 */
export function mountFields(root, context) {
  const box = document.createElement("div");
  box.className = "popover ed-popover ed-field-menu";
  box.popover = "auto";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", "Insert a field");
  box.dataset.testid = "field-menu";
  root.append(box);
  const view = { query: "", at: 0, request: null, step: null };
  const draw = () => box.matches(":popover-open") && render(box, view.step ? fallbackStep(context, view, close) : menuOf(context, view, draw, pick));
  const close = () => box.hidePopover();
  const pick = (field) => choose(context, view, field, draw, close);
  box.addEventListener("toggle", (event) => event.newState === "closed" && closed(context, view, box));
  const off = context.store.subscribe(["fieldMenu"], ({ fieldMenu }) => fieldMenu && open(box, view, fieldMenu, draw));
  return () => (off(), box.remove());
}

function open(box, view, request, draw) {
  Object.assign(view, { query: "", at: 0, request, step: null });
  box.showPopover();
  draw();
  place(box, request);
  box.querySelector("input")?.focus();
}

function place(box, { x, y }) {
  const size = box.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(x, innerWidth - size.width - 8))}px`;
  box.style.top = `${y + 6 + size.height > innerHeight ? Math.max(8, y - size.height - 30) : y + 6}px`;
}

function closed({ store }, view, box) {
  render(box, []);
  const { request } = view;
  view.request = null;
  store.update({ fieldMenu: null });
  request?.back?.();
}

function menuOf({ store }, view, draw, pick) {
  const { doc, records, record } = store.state;
  const values = records.find((one) => one.id === record)?.values ?? {};
  const wanted = view.query.toLowerCase();
  const found = doc.fields.filter((field) => `${field.label} ${field.key}`.toLowerCase().includes(wanted));
  const rows = [...found, null];
  view.at = Math.min(view.at, rows.length - 1);
  return [
    h("input", {
      key: "search", type: "text", class: "ed-field-search", role: "combobox", "aria-label": "Find a field", "aria-expanded": "true", "aria-controls": "field-options", "aria-activedescendant": `field-option-${view.at}`,
      placeholder: "Find a field", autocomplete: "off", value: view.query,
      oninput: (event) => (Object.assign(view, { query: event.target.value, at: 0 }), draw()), onkeydown: (event) => onKey(event, view, rows, draw, pick),
    }),
    h("ul", { key: "list", id: "field-options", class: "ed-field-rows", role: "listbox", "aria-label": "Fields" }, rows.map((field, at) => option(field, at, view, values, pick))),
  ];
}

function option(field, at, view, values, pick) {
  const selected = String(at === view.at);
  const props = { key: field?.key ?? "@new", id: `field-option-${at}`, role: "option", "aria-selected": selected, "data-field": field?.key, onpointerdown: (event) => event.preventDefault(), onclick: () => pick(field) };
  if (!field) return h("li", { ...props, class: "ed-field-row is-new", "data-testid": "new-field" }, icon("plus"), "New field…");
  const value = values[field.key]?.trim();
  return h("li", { ...props, class: "ed-field-row" }, h("span", { class: "chip" }, field.label || field.key), h("code", {}, field.key), h("span", { class: "fine ed-truncate" }, value || (field.fallback ? `“${field.fallback}”` : "empty")));
}

function onKey(event, view, rows, draw, pick) {
  event.stopPropagation();
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) view.at = (view.at + by + rows.length) % rows.length;
  else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) {
    event.preventDefault();
    return pick(rows[view.at]);
  } else return;
  event.preventDefault();
  draw();
  document.getElementById(`field-option-${view.at}`)?.scrollIntoView({ block: "nearest" });
}

/** Insert it; a field that has nothing to fall back to asks in two lines what happens when it is empty. */
function choose(context, view, field, draw, close) {
  if (!field) return newField(context, view, close);
  view.request.insert(`{{${field.key}}}`);
  if (field.fallback || field.mode !== "fallback") return close();
  view.step = field;
  draw();
  document.querySelector(".ed-field-menu input")?.select();
}

function fallbackStep({ store }, view, close) {
  const field = view.step;
  const set = (change, label) => {
    const { fields } = store.state.doc;
    store.dispatch(label, [{ op: "set", id: "@doc", set: { fields: fields.map((one) => (one.key === field.key ? { ...one, ...change } : one)) } }]);
    close();
  };
  let typed = "friend";
  const keep = () => typed.trim() && set({ fallback: typed.trim(), mode: "fallback", empty: "text" }, `Fallback of ${field.label || field.key}`);
  return h("div", { class: "stack tight", key: "fallback", "data-testid": "fallback-popover" },
    h("label", { class: "ed-field" }, h("span", {}, `If ${field.label || field.key} is empty`),
      h("input", { type: "text", "data-testid": "fallback", value: typed, maxlength: 500, oninput: (event) => (typed = event.target.value), onkeydown: (event) => (event.key !== "Escape" && event.stopPropagation(), event.key === "Enter" && (event.preventDefault(), keep())) })),
    h("div", { class: "ed-row" },
      h("button", { type: "button", class: "button small primary", "data-testid": "use-fallback", onclick: keep }, "Use this text"),
      h("button", { type: "button", class: "button small", onclick: () => set({ mode: "ignore", empty: "hide_layer" }, `${field.label || field.key} may be empty`) }, "Hide layer")));
}

function newField(context, view, close) {
  const { request, query } = view;
  view.request = null;
  close();
  const form = { label: query, kind: "text", fallback: "", choices: "", problem: "" };
  const add = (dialog) => {
    const made = fieldFrom(form, context.store.state.doc.fields);
    if (made.problem) return (form.problem = made.problem), dialog.redraw();
    const { fields } = context.store.state.doc;
    context.store.dispatch(`New field ${made.field.label}`, [{ op: "set", id: "@doc", set: { fields: [...fields, made.field] } }]);
    dialog.close();
    request.insert(`{{${made.field.key}}}`);
    request.back?.();
  };
  showDialog({ title: "New field", size: "small", testid: "new-field-dialog", body: (dialog) => newFieldForm(form, dialog), foot: (dialog) => decide(dialog, "Add and insert", () => add(dialog)) });
}

function newFieldForm(form, dialog) {
  const text = (name, label, placeholder) => h("label", { class: "ed-field", key: name }, h("span", {}, label), h("input", { type: "text", value: form[name], placeholder, "data-testid": `new-${name}`, oninput: (event) => ((form[name] = event.target.value), (form.problem = ""), dialog.redraw()) }));
  return [
    text("label", "Name", "First name"),
    h("p", { class: "fine", key: "key" }, "In your mailing tool: ", h("code", {}, keyOf(form.label) || "…")),
    h("label", { class: "ed-field", key: "kind" }, h("span", {}, "Type"), h("select", { value: form.kind, onchange: (event) => ((form.kind = event.target.value), dialog.redraw()) }, KINDS.map(([kind, words]) => h("option", { key: kind, value: kind }, words)))),
    form.kind === "choice" && text("choices", "Choices, parted by commas", "VIP, Gold, Guest"),
    text("fallback", "If empty, show", "friend"),
    form.problem && h("p", { class: "alert bad", role: "alert", key: "problem" }, form.problem),
  ];
}

const keyOf = (label) => label.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(BAD_KEY, "_").replaceAll(/^[_0-9]+|_+$/g, "").slice(0, 40);

function fieldFrom(form, fields) {
  const key = keyOf(form.label);
  if (!key) return { problem: "Give the field a name with at least one letter, such as “First name”." };
  if (fields.some((one) => one.key === key)) return { problem: `There is a field “${key}” already.` };
  const choices = form.kind === "choice" ? form.choices.split(",").map((one) => one.trim()).filter(Boolean) : [];
  const fallback = form.fallback.trim();
  return { field: { key, label: form.label.trim(), kind: form.kind, mode: fallback ? "fallback" : "ignore", empty: fallback ? "text" : "hide_layer", fallback, choices, samples: {} } };
}
