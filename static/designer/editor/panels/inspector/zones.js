// The safe area: a margin all around, and named places that only what belongs there may cover.

import { textField } from "../../ui/choices.js";
import { numberField } from "../../ui/numberfield.js";
import { h } from "../../ui/render.js";
import { addButton, removeButton, section } from "./section.js";

const MOST_ZONES = 20;
const PARTS = [["x", "X", -4000], ["y", "Y", -4000], ["w", "Width", 1], ["h", "Height", 1]];

export function safeArea({ state, actions }, off) {
  const { margin, zones } = state.doc.safe;
  const set = (change, label, key = "") => actions.setDoc({ safe: { ...state.doc.safe, ...change } }, { label, key: key && `safe:${key}` });
  const add = () => set({ zones: [...zones, fresh(state)] }, "Add safe zone");
  return section("Safe area", [
    h("div", { class: "ed-pair", key: "margin" }, numberField({ label: "Margin", value: margin, min: 0, max: 1000, disabled: off, testid: "p-margin", onset: (change, key) => set({ margin: change(margin) }, "Safe margin", key) })),
    zones.map((zone, at) => oneZone(zone, at, off,
      (change, label, key) => set({ zones: zones.with(at, { ...zone, ...change }) }, label, key && `${at}${key}`),
      () => set({ zones: zones.toSpliced(at, 1) }, "Remove safe zone"))),
    zones.length > 0 && h("p", { class: "fine", key: "note" }, "The check warns when ink reaches into a zone."),
  ], { action: addButton("Add a safe zone", add, off || zones.length >= MOST_ZONES) });
}

function oneZone(zone, at, off, set, remove) {
  const name = zone.name || `Zone ${at + 1}`;
  return h("fieldset", { class: "ed-card", key: `zone${at}` },
    h("legend", { class: "visually-hidden" }, name),
    h("div", { class: "ed-card-head" },
      textField({ label: `Name of zone ${at + 1}`, bare: true, value: zone.name, placeholder: `Zone ${at + 1}`, max: 60, disabled: off, testid: `p-zone-${at}-name`, onset: (value) => set({ name: value.trim() }, "Name of the zone") }),
      removeButton(`Remove ${name}`, remove, off)),
    h("div", { class: "ed-pair" }, PARTS.map(([part, label, min]) => numberField({
      label: `${label} of ${name}`, short: label[0], value: zone[part], min, max: 8000, disabled: off, testid: `p-zone-${at}-${part}`,
      onset: (change, key) => set({ [part]: change(zone[part]) }, "Safe zone", key && part),
    }))));
}

/** A place in the upper left corner, where logos stand most often. */
function fresh({ doc, size }) {
  const board = doc.sizes.find((one) => one.id === size) ?? doc.sizes[0];
  const gap = doc.safe.margin || 16;
  return { name: doc.safe.zones.length ? "" : "Logo", x: gap, y: gap, w: Math.round(board.w / 5), h: Math.round(board.h / 5) };
}
