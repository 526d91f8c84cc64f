// Everything a person can do, by name: toolbar, keys, panels and palette all come here.

import { repinned } from "../model/geometry.js";
import { same } from "../model/ops.js";
import { arranging } from "./arrange.js";
import { isReadOnly, layerOf, opsFor, shownLayer } from "./changes.js";
import { inserting } from "./inserting.js";

const ZOOM_STEP = 1.25;
const ZOOM_LIMITS = [0.1, 8];

/** @param {{store: any, schema: any, net: any, bitmaps: any, saving: any, say: (text: string, options?: any) => void, announce: (text: string) => void}} parts */
export function createActions({ store, schema, net, bitmaps, saving, say, announce }) {
  const select = (ids) => store.update({ sel: [...new Set(ids)].filter((id) => layerOf(store.state, id)), focus: ids.at(-1) ?? null });

  const plain = {
    select,
    undo: () => told("Undid", store.undo()),
    redo: () => told("Redid", store.redo()),

    /** Set properties of layers: an object, or a function from the layer as shown to one. */
    set(ids, change, { label = "Change", key = null } = {}) {
      const { state } = store;
      const ops = ids.flatMap((id) => {
        const layer = shownLayer(state, id);
        const next = typeof change === "function" ? change(layer) : change;
        const fresh = Object.fromEntries(Object.entries(next).filter(([name, value]) => !same(layer[name] ?? null, value ?? null)));
        const fitted = Object.fromEntries(Object.entries(fresh).map(([name, value]) => [name, schema.clamped(layer.type, name, value)]));
        return Object.keys(fitted).length ? opsFor(state, id, fitted) : [];
      });
      if (ops.length) store.dispatch(label, ops, key);
    },

    setDoc(set, { label = "Change", key = null } = {}) {
      store.dispatch(label, [{ op: "set", id: "@doc", set }], key);
    },

    setRecord(id) {
      store.update({ record: id });
      announce(`Record ${store.state.records.find((one) => one.id === id)?.label ?? id}`);
    },

    setSize(id) {
      store.update({ size: id });
    },

    /** A new size; every layer is carried over from the first by its pins. */
    addSize({ name, w, h }) {
      const { doc } = store.state, base = doc.sizes[0];
      const id = freshSizeId(doc, name);
      const boxes = Object.fromEntries(doc.layers.map((layer) => {
        const { x, y, w: width, h: height } = repinned(layer, layer.pin, base, { w, h });
        return [layer.id, { x, y, w: width, h: height }];
      }));
      store.dispatch(`Add size ${name}`, [{ op: "set", id: "@doc", set: { sizes: [...doc.sizes, { id, name, w, h }], overrides: { ...doc.overrides, [id]: boxes } } }]);
      store.update({ size: id });
    },

    zoom(to) {
      const { zoom } = store.state.ui;
      const value = to === "in" ? zoom * ZOOM_STEP : to === "out" ? zoom / ZOOM_STEP : to;
      if (typeof value !== "number") return store.update({ fit: { what: to, at: performance.now() } });
      store.update({ ui: { ...store.state.ui, zoom: Math.min(ZOOM_LIMITS[1], Math.max(ZOOM_LIMITS[0], value)) } });
    },

    toggle(ids, name, label) {
      const on = !ids.every((id) => shownLayer(store.state, id)[name]);
      plain.set(ids, { [name]: on }, { label });
    },

    edit(id) {
      if (layerOf(store.state, id)?.type === "text" && !layerOf(store.state, id).locked) store.update({ editing: { id } });
    },

    crop: (id) => store.update({ crop: id }),
    saveNow: () => saving.now(),
    reviewConflict: () => saving.review(),
    metaOf: (id) => bitmaps.of(id)?.meta,
    bitmapOf: (id) => bitmaps.of(id),
  };

  function told(word, label) {
    if (label) announce(`${word}: ${label}`);
    return label;
  }

  const all = { ...plain, ...arranging(store), ...inserting(store, schema, net, { select, say }) };
  return Object.fromEntries(Object.entries(all).map(([name, run]) => [name, FREE.has(name) ? run : (...args) => (isReadOnly(store.state) ? null : run(...args))]));
}

/** What may be done to a design that cannot be changed. */
const FREE = new Set(["select", "setRecord", "setSize", "zoom", "saveNow", "reviewConflict", "metaOf", "bitmapOf", "copy"]);

function freshSizeId(doc, name) {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "").slice(0, 20) || "size";
  const taken = new Set(doc.sizes.map((size) => size.id));
  let id = plain;
  for (let n = 2; taken.has(id); n++) id = `${plain}-${n}`;
  return id;
}
