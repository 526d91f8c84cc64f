// Turns wishes into operations: what belongs to one size becomes its override, everything else changes the layer itself.

import { layerAt } from "../model/ops.js";
import { PER_SIZE } from "../model/schema.js";

export const layerOf = (state, id) => state.doc.layers.find((layer) => layer.id === id);
export const shownLayer = (state, id) => layerAt(state.doc, state.size, layerOf(state, id));
export const isBase = (state) => state.size === state.doc.sizes[0].id;
export const boardOf = (state) => state.doc.sizes.find((size) => size.id === state.size) ?? state.doc.sizes[0];
export const isReadOnly = (state) => state.perms.edit === false || state.save.state === "readonly";

/** Operations that set these properties of one layer, as the size in view shows it. */
export function opsFor(state, id, change) {
  if (isBase(state)) return [{ op: "set", id, set: change }];
  const own = {}, shared = {};
  for (const [name, value] of Object.entries(change)) (PER_SIZE.has(name) ? own : shared)[name] = value;
  return [
    ...(Object.keys(shared).length ? [{ op: "set", id, set: shared }] : []),
    ...(Object.keys(own).length ? [{ op: "override", size: state.size, id, set: own }] : []),
  ];
}

/** Layers of the selection that a person may move or restyle: not locked. */
export const free = (state, ids = state.sel) => ids.filter((id) => layerOf(state, id) && !layerOf(state, id).locked);

/** The ids and everything grouped with them. */
export function withGroups(state, ids) {
  const groups = new Set(ids.map((id) => layerOf(state, id)?.group).filter(Boolean));
  return state.doc.layers.filter((layer) => ids.includes(layer.id) || groups.has(layer.group)).map((layer) => layer.id);
}
