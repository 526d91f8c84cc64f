// Fill, stroke and shadows of the selection.

import { colourField, plainColourField } from "../../ui/colourfield.js";
import { segmented, selectField } from "../../ui/choices.js";
import { numberField } from "../../ui/numberfield.js";
import { h } from "../../ui/render.js";
import { number } from "./everylayer.js";
import { reading } from "./contrast.js";
import { addButton, removeButton, section } from "./section.js";

const MOST_SHADOWS = 4;
const DASHES = [["", "Solid"], ["8 6", "Dashed"], ["2 4", "Dotted"]];

/** A paint of the selection. */
export function paint(tools, path, label, options = {}) {
  return colourField({
    id: `paint-${path.replace(".", "-")}`, testid: `p-${path.replace(".", "-")}`, label, value: tools.get(path), palette: tools.palette, disabled: tools.guarded("style"),
    gradients: true, onset: (value, key) => tools.set(path, label, value, key), ...options,
  });
}

export const fill = (tools, options = {}) => section("Fill", paint(tools, "paint", "Fill", options));

/** Fill of text: says how well it can be read on what lies below. */
export function textFill(tools) {
  const one = tools.layers.length === 1 ? tools.layer : null;
  return section("Fill", paint(tools, "paint", "Colour", { gradients: true, ...(one ? reading(tools, one) : {}) }));
}

export function stroke(tools) {
  const has = tools.layers.some((layer) => layer.stroke);
  const off = tools.guarded("style");
  const add = () => tools.set("stroke", "Add stroke", (old) => old ?? { w: 2, paint: tools.palette.colors[0] ? { token: tools.palette.colors[0].token } : { type: "solid", color: "#141B26" }, pos: "center", dash: [] });
  const action = has ? removeButton("Remove the stroke", () => tools.set("stroke", "Remove stroke", null), off) : addButton("Add a stroke", add, off);
  const dash = (tools.get("stroke.dash") || []).join?.(" ") ?? "";
  return section("Stroke", has && [
    paint(tools, "stroke.paint", "Colour"),
    h("div", { class: "ed-pair", key: "look" },
      number(tools, "stroke.w", "Width", { min: 0, max: 40, step: 0.5 }),
      selectField({ label: "Line", value: dash, options: DASHES.some(([name]) => name === dash) ? DASHES : [...DASHES, [dash, `Dashes ${dash}`]], disabled: off, onset: (value) => tools.set("stroke.dash", "Line", value ? value.split(" ").map(Number) : []) })),
    segmented({ label: "Place", value: tools.get("stroke.pos"), options: [["inside", "Inside"], ["center", "Centre"], ["outside", "Outside"]], disabled: off, onset: (value) => tools.set("stroke.pos", "Stroke", value) }),
  ], { action });
}

export function shadows(tools) {
  const list = tools.layer.shadows, off = tools.guarded("style");
  const same = tools.layers.every((layer) => layer.shadows.length === list.length);
  const add = () => tools.set("shadows", "Add shadow", (old) => [...old, { dx: 0, dy: 2, blur: 6, spread: 0, color: "#00000040" }].slice(0, MOST_SHADOWS));
  const content = same ? list.map((shadow, at) => oneShadow(tools, shadow, at, off)) : h("p", { class: "fine" }, "The selected layers have different shadows.");
  return section("Shadow", content, { action: addButton("Add a shadow", add, off || list.length >= MOST_SHADOWS) });
}

function oneShadow(tools, shadow, at, off) {
  const set = (change, key = "") => tools.set("shadows", "Shadow", (old) => old.map((one, index) => (index === at ? { ...one, ...change(one) } : one)), key);
  const part = (name, label, min, max) => numberField({ label: `${label} of shadow ${at + 1}`, short: label, value: shadow[name], min, max, disabled: off, onset: (change, key) => set((one) => ({ [name]: change(one[name]) }), key) });
  return h("div", { class: "ed-shadow", key: `shadow${at}` },
    h("div", { class: "ed-row" },
      plainColourField({ id: `shadow-${at}`, label: `Shadow ${at + 1}`, value: shadow.color, palette: tools.palette, disabled: off, onset: (color, key) => set(() => ({ color }), key) }),
      removeButton(`Remove shadow ${at + 1}`, () => tools.set("shadows", "Remove shadow", (old) => old.toSpliced(at, 1)), off)),
    h("div", { class: "ed-pair" }, part("dx", "X", -400, 400), part("dy", "Y", -400, 400), part("blur", "Blur", 0, 200), part("spread", "Spread", -100, 100)));
}
