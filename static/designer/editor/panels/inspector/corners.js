// Corner radii: one number for all four, or one each.

import { same } from "../../model/ops.js";
import { numberField } from "../../ui/numberfield.js";
import { h } from "../../ui/render.js";
import { MIXED } from "./tools.js";

const NAMES = ["Top left", "Top right", "Bottom right", "Bottom left"];

export function corners(tools, path) {
  const value = tools.get(path), off = tools.guarded("style");
  const split = Array.isArray(value);
  const all = split ? (value.every((one) => same(one, value[0])) ? value[0] : MIXED) : value;
  const each = (old) => (Array.isArray(old) ? old : [old, old, old, old]);
  const set = (label, change, key) => tools.set(path, label, change, key);
  return h("div", { class: "stack tight", key: path },
    h("div", { class: "ed-row" },
      numberField({ label: "Corners", value: all, min: 0, max: 2000, disabled: off, testid: "p-radius", onset: (change, key) => set("Corners", (old) => change(each(old)[0]), key) }),
      h("button", { type: "button", class: "ed-link", disabled: off, "aria-pressed": String(split), onclick: () => set("Corners", (old) => (Array.isArray(old) ? old[0] : each(old))) }, split ? "All the same" : "One by one")),
    split && h("div", { class: "ed-pair" }, NAMES.map((name, at) => numberField({ label: name, value: value[at], min: 0, max: 2000, disabled: off, onset: (change, key) => set("Corners", (old) => each(old).with(at, change(each(old)[at])), key) }))));
}
