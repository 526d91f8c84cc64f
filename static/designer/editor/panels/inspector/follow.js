// "Follow": keep a layer at an edge of another layer's ink, wherever its words end.

import { segmented, selectField } from "../../ui/choices.js";
import { h } from "../../ui/render.js";
import { number } from "./everylayer.js";
import { addButton, removeButton, section } from "./section.js";
import { MIXED } from "./tools.js";

const EDGES = [["right", "Right of it", "panel-right"], ["bottom", "Below it", "panel-bottom"], ["left", "Left of it", "panel-left"], ["top", "Above it", "panel-top"]];
const HIDDEN = [["collapse", "Take its place"], ["keep", "Stay as if it were there"]];

export function follow(tools) {
  const anchor = tools.get("anchor"), off = tools.readOnly;
  const others = candidates(tools);
  if (anchor === MIXED) return section("Follow", h("p", { class: "fine" }, "The selected layers follow different layers."));
  const add = () => tools.set("anchor", "Follow", { to: others[0].id, edge: "bottom", gap: 8, align: "start", if_hidden: "collapse" });
  if (!anchor) return section("Follow", h("p", { class: "fine" }, "Stays where it is, however long other texts get."), { action: others.length > 0 && addButton("Follow another layer", add, off) });
  return section("Follow", [
    selectField({ label: "Layer", value: anchor.to, options: others.map((layer) => [layer.id, layer.name]), disabled: off, testid: "p-anchor-to", onset: (value) => tools.set("anchor.to", "Follow", value) }),
    segmented({ label: "Side", value: anchor.edge, options: EDGES, disabled: off, onset: (value) => tools.set("anchor.edge", "Follow", value) }),
    h("div", { class: "ed-pair", key: "gap" }, number(tools, "anchor.gap", "Gap", { min: -4000, max: 4000 }),
      selectField({ label: "Line up", value: anchor.align, options: [["start", "Start"], ["center", "Centre"], ["end", "End"]], disabled: off, onset: (value) => tools.set("anchor.align", "Follow", value) })),
    selectField({ label: "When it is hidden", value: anchor.if_hidden, options: HIDDEN, disabled: off, onset: (value) => tools.set("anchor.if_hidden", "Follow", value) }),
  ], { action: removeButton("Stop following", () => tools.set("anchor", "Stop following", null), off) });
}

/** Layers that may be followed: not the selection, and none that follows it already. */
function candidates({ state, layers }) {
  const mine = new Set(layers.map((layer) => layer.id));
  const byId = new Map(state.doc.layers.map((layer) => [layer.id, layer]));
  const leadsHere = (layer, seen = new Set()) => {
    if (!layer?.anchor || seen.has(layer.id)) return false;
    return mine.has(layer.anchor.to) || leadsHere(byId.get(layer.anchor.to), new Set([...seen, layer.id]));
  };
  return [...state.doc.layers].reverse().filter((layer) => !mine.has(layer.id) && !leadsHere(layer));
}
