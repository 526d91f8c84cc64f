// Position, size, opacity and how a layer follows another size: what layers of every kind share.

import { checkField, selectField } from "../../ui/choices.js";
import { numberField } from "../../ui/numberfield.js";
import { h } from "../../ui/render.js";
import { section } from "./section.js";
import { MIXED } from "./tools.js";

const BLENDS = [["normal", "Normal"], ["multiply", "Multiply"], ["screen", "Screen"], ["overlay", "Overlay"], ["darken", "Darken"], ["lighten", "Lighten"]];
const PINS_H = [["left", "Left"], ["right", "Right"], ["center", "Centre"], ["both", "Left and right"], ["scale", "Scale"]];
const PINS_V = [["top", "Top"], ["bottom", "Bottom"], ["center", "Centre"], ["both", "Top and bottom"], ["scale", "Scale"]];
const PROTECT = [["content", "Content"], ["style", "Style"], ["delete", "Deleting"], ["order", "Order"]];

/** A number of the selection, with the table's limits. */
export function number(tools, path, label, options = {}) {
  const { min, max } = tools.limits(path);
  return numberField({
    label, value: tools.get(path), min, max, disabled: tools.readOnly, testid: `p-${path.replace(".", "-")}`,
    onset: (change, step) => tools.set(path, options.undo ?? label, change, step), ...options,
  });
}

/** One of the table's values of the selection. */
export function choice(tools, path, label, options, more = {}) {
  return selectField({ label, value: tools.get(path), options, disabled: tools.readOnly, testid: `p-${path.replace(".", "-")}`, onset: (value) => tools.set(path, label, value), ...more });
}

/** A share 0–1 shown as percent. */
export function percent(tools, path, label, options = {}) {
  const value = tools.get(path);
  return numberField({
    label, value: typeof value === "number" ? value * 100 : value, min: 0, max: 100, disabled: tools.readOnly, testid: `p-${path}`, ...options,
    onset: (change, step) => tools.set(path, label, (old) => Math.round(change((old ?? 0) * 100)) / 100, step),
  });
}

export function position(tools) {
  const turned = (change) => (old) => ((change(old) % 360) + 360) % 360;
  return section("Position", [
    h("div", { class: "ed-pair", key: "where" },
      number(tools, "x", "X", { undo: "Move" }), number(tools, "y", "Y", { undo: "Move" }),
      number(tools, "w", "Width", { short: "W", undo: "Resize" }), number(tools, "h", "Height", { short: "H", undo: "Resize" }),
      number(tools, "rot", "Rotation", { short: "°", undo: "Rotate", min: -360, max: 720, onset: (change, step) => tools.set("rot", "Rotate", turned(change), step) }),
      percent(tools, "opacity", "Opacity", { short: "%" })),
    choice(tools, "blend", "Blend", BLENDS),
  ]);
}

export function placing(tools) {
  return section("In other sizes", [
    h("div", { class: "ed-pair", key: "pins" }, choice(tools, "pin.h", "Sideways", PINS_H), choice(tools, "pin.v", "Up and down", PINS_V)),
    overridden(tools),
    tools.state.perms.brand && h("fieldset", { class: "ed-checks", key: "protect" }, h("legend", {}, "Protect from other people"), PROTECT.map(([part, words]) => protection(tools, part, words))),
  ]);
}

function protection(tools, part, words) {
  const has = tools.layers.map((layer) => layer.protect.includes(part));
  const value = has.every(Boolean) ? true : has.some(Boolean) ? MIXED : false;
  return checkField({ label: words, value, disabled: tools.readOnly, onset: (on) => tools.set("protect", "Protection", (old) => [...old.filter((one) => one !== part), ...(on ? [part] : [])]) });
}

/** What this size has of its own, and the way back to what the first size says. */
function overridden(tools) {
  const { state } = tools;
  const own = state.sel.filter((id) => Object.keys(state.doc.overrides[state.size]?.[id] ?? {}).length);
  if (!own.length || state.size === state.doc.sizes[0].id) return null;
  const names = [...new Set(own.flatMap((id) => Object.keys(state.doc.overrides[state.size][id])))];
  const back = () => tools.store.dispatch("Reset to the first size", own.map((id) => ({ op: "override", size: state.size, id, set: Object.fromEntries(Object.keys(state.doc.overrides[state.size][id]).map((name) => [name, null])) })));
  return h("p", { class: "ed-note info", key: "own" }, h("span", {}, `This size has its own ${names.map((name) => WORDS[name] ?? name).join(", ")}. `),
    h("button", { type: "button", class: "ed-link", disabled: tools.readOnly, onclick: back }, "Reset"));
}

const WORDS = { x: "x", y: "y", w: "width", h: "height", rot: "rotation", size: "text size", min_size: "smallest size", max_lines: "lines", line_height: "line height", shadows: "shadows", anchor: "following" };
