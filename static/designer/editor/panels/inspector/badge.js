// Badges: the field they look at, one look per case, and the look of everybody else.

import { chipsField } from "../../ui/chips.js";
import { checkField, segmented, selectField } from "../../ui/choices.js";
import { colourField } from "../../ui/colourfield.js";
import { fontField } from "../../ui/fontpicker.js";
import { h, icon } from "../../ui/render.js";
import { number } from "./everylayer.js";
import { builder } from "./conditions.js";
import { iconField } from "./icons.js";
import { addButton, section } from "./section.js";
import { askField } from "./text.js";

const MOST_CASES = 20;

export function cases(tools) {
  if (tools.layers.length > 1) return section("Cases", h("p", { class: "fine" }, "Select one badge to change its cases."));
  const { layer, state } = tools, off = tools.guarded("content");
  const fields = state.doc.fields.map((field) => [field.key, field.label || field.key]);
  const set = (next, label = "Badge case", key = "") => tools.set("cases", label, next, key);
  const add = () => set([...layer.cases, newCase(layer, state)], "Add case");
  return section("Cases", [
    selectField({ label: "Looks at", value: layer.field, options: fields.some(([key]) => key === layer.field) ? fields : [[layer.field, layer.field || "Choose a field"], ...fields], disabled: off, testid: "p-field", onset: (value) => tools.set("field", "Badge field", value) }),
    layer.cases.map((one, at) => oneCase(tools, one, at, set)),
    h("div", { class: "ed-card", key: "default" },
      checkField({ label: "Show something for everybody else", value: Boolean(layer.default), disabled: off, onset: (on) => tools.set("default", "Otherwise", on ? look("Guest") : null) }),
      layer.default && lookFields(tools, layer.default, "default", (change, key) => tools.set("default", "Otherwise", (old) => ({ ...old, ...change }), key))),
  ], { action: addButton("Add a case", add, off || layer.cases.length >= MOST_CASES) });
}

const look = (text) => ({ text, paint: { token: "primary" }, text_paint: { type: "solid", color: "#FFFFFF" }, icon: null });

function newCase(layer, state) {
  const field = state.doc.fields.find((one) => one.key === layer.field);
  const taken = new Set(layer.cases.map((one) => one.when.value));
  const value = field?.choices.find((choice) => !taken.has(choice)) ?? "";
  return { when: value ? { field: layer.field, op: "is", value } : { field: layer.field, op: "not_empty" }, ...look(value || `{{${layer.field}}}`) };
}

function oneCase(tools, one, at, set) {
  const list = tools.layer.cases, off = tools.guarded("content");
  const change = (changes, key = "") => set((old) => old.with(at, { ...old[at], ...changes }), "Badge case", key);
  const move = (by) => set(list.toSpliced(at, 1).toSpliced(at + by, 0, one), "Order of cases");
  const button = (name, label, run, disabled) => h("button", { type: "button", class: "ed-icon-button", "aria-label": `${label}: case ${at + 1}`, disabled: off || disabled, onclick: run }, icon(name));
  return h("fieldset", { class: "ed-card", key: `case${at}` },
    h("legend", { class: "visually-hidden" }, `Case ${at + 1}`),
    h("div", { class: "ed-card-head" }, h("span", {}, `${at + 1}. When`),
      button("arrow-up", "Earlier", () => move(-1), at === 0), button("arrow-down", "Later", () => move(1), at === list.length - 1),
      button("trash-2", "Delete", () => set(list.toSpliced(at, 1), "Delete case"))),
    builder({ id: `case${at}`, condition: one.when, fields: tools.state.doc.fields, disabled: off, onset: (when, key) => when && change({ when }, key) }),
    lookFields(tools, one, `case${at}`, change));
}

function lookFields(tools, value, id, change) {
  const off = tools.guarded("content");
  const colour = (name, label) => colourField({ id: `${id}-${name}`, label, value: value[name], palette: tools.palette, disabled: off, onset: (paint, key) => change({ [name]: paint }, key) });
  return h("div", { class: "stack tight", key: `look-${id}` },
    chipsField({ label: "Says", testid: `p-${id}-text`, rows: 1, value: value.text, disabled: off, named: tools.field, onset: (text) => change({ text }, "text"), onfield: (input, brace) => askField(tools, input, brace) }),
    h("div", { class: "ed-pair" }, colour("paint", "Pill"), colour("text_paint", "Letters")),
    iconField(tools, value.icon, id, (picked) => change({ icon: picked })));
}

export function pill(tools) {
  const off = tools.guarded("style"), { brand } = tools.state;
  const side = (at, label) => number(tools, "pad", `${label} padding`, { short: label, value: Array.isArray(tools.get("pad")) ? tools.get("pad")[at] : tools.get("pad"), min: 0, max: 400, testid: `p-pad-${at}`, onset: (change, key) => tools.set("pad", "Padding", (old) => old.with(at, change(old[at])), key) });
  return section("Pill", [
    fontField({ id: "font", value: tools.get("font"), styles: brand.text_styles ?? [], families: brand.families ?? [], allowed: brand.constraints?.fonts, preview: tools.net.fontPreview, onset: (font) => tools.set("font", "Font", font) }),
    h("div", { class: "ed-pair", key: "numbers" }, number(tools, "size", "Size", { disabled: off }), number(tools, "radius", "Corners", { disabled: off }), side(0, "Top"), side(1, "Right"), side(2, "Bottom"), side(3, "Left")),
    segmented({ label: "Width", value: tools.get("hug"), options: [["width", "Follows text"], ["none", "Fixed"]], disabled: off, onset: (value) => tools.set("hug", "Width", value) }),
    segmented({ label: "Icon", value: tools.get("icon_pos"), options: [["left", "Before"], ["right", "After"]], disabled: off, onset: (value) => tools.set("icon_pos", "Icon", value) }),
  ]);
}
