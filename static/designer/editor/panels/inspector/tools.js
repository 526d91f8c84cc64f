// What every section of the inspector works with: the selected layers as this size shows them, and how to change them.

import { layerAt } from "../../model/ops.js";
import { common, MIXED } from "../../ui/mixed.js";

/**
 * @typedef {object} Tools
 * @property {any} state @property {any[]} layers the selection, as the size shows it @property {any} layer the first of them
 * @property {(path: string) => any} get the common value of a property ("stroke.w" for a nested one) or MIXED
 * @property {(path: string, label: string, change: any, key?: string) => void} set a value, or a function of the old one
 * @property {boolean} disabled
 */

/** @returns {Tools} */
export function toolsOf({ store, actions, schema, net }) {
  const { state } = store;
  const layers = state.sel.map((id) => state.doc.layers.find((layer) => layer.id === id)).filter(Boolean).map((layer) => layerAt(state.doc, state.size, layer));
  const get = (path) => common(layers.map((layer) => at(layer, path)));
  const set = (path, label, change, key = "") => {
    const next = typeof change === "function" ? change : () => change;
    actions.set(state.sel, (layer) => withPath(layer, path, next(at(layer, path))), { label, key: key ? `${path}:${state.sel.join()}` : null });
  };
  const readOnly = state.perms.edit === false || state.save.state === "readonly";
  return {
    store, actions, schema, net, state, layers, layer: layers[0], get, set, readOnly,
    /** Whether the kit's owner keeps everybody else from changing this part. */
    guarded: (part) => readOnly || (!state.perms.brand && layers.some((layer) => layer.protect.includes(part))),
    limits: (path) => schema.rowOf(layers[0].type, path) ?? {},
    palette: paletteOf(state),
    field: (key) => fieldOf(state, key),
  };
}

export const paletteOf = (state) => ({ colors: state.brand.colors ?? [], custom: state.brand.constraints?.custom_colors ?? true });

const at = (layer, path) => path.split(".").reduce((value, name) => value?.[name], layer) ?? null;

/** The change that sets a path: nested values are replaced whole. */
function withPath(layer, path, value) {
  const [name, ...rest] = path.split(".");
  if (!rest.length) return { [name]: value };
  return { [name]: { ...layer[name], ...withPath(layer[name] ?? {}, rest.join("."), value) } };
}

/** A field as a chip shows it for the record in view. */
export function fieldOf(state, key) {
  const field = state.doc.fields.find((one) => one.key === key);
  if (!field) return { label: key, state: "missing", shown: "This field is not defined yet" };
  const label = field.label || key;
  const value = state.records.find((one) => one.id === state.record)?.values[key];
  if (value?.trim()) return { label, state: "value", shown: value };
  if (field.fallback && field.mode !== "ignore") return { label, state: "fallback", shown: `Empty here: shows “${field.fallback}”` };
  return { label, state: "blank", shown: "Empty here" };
}

export { MIXED };
