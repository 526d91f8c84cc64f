// Every change to a document as data: apply it, get what undoes it, and find where two people's changes collide.

/**
 * @typedef {{op: 'set', id: string, set: Record<string, any>}
 *   | {op: 'add', at: number, layer: Record<string, any>}
 *   | {op: 'del', id: string}
 *   | {op: 'move', id: string, at: number}
 *   | {op: 'override', size: string, id: string, set: Record<string, any>}
 *   | {op: 'marks', id: string, marks: any[]}} Op
 * `set` of id "@doc" changes the document itself, of "@size:<id>" one of its sizes.
 * In an override, null takes the size's own value away again.
 */

/** Apply operations in order. Returns the new document and the operations that undo them, in the order to apply. */
export function apply(doc, ops) {
  const inverse = [];
  for (const op of ops) {
    const step = STEPS[op.op](doc, op);
    if (!step) continue;
    doc = step.doc;
    inverse.unshift(...step.inverse);
  }
  return { doc, inverse };
}

const STEPS = {
  set(doc, op) {
    if (op.id === "@doc") return { doc: { ...doc, ...op.set }, inverse: [{ op: "set", id: "@doc", set: picked(doc, op.set) }] };
    if (op.id.startsWith("@size:")) return setSize(doc, op);
    const index = indexOf(doc, op.id);
    if (index < 0) return null;
    const layer = doc.layers[index];
    return {
      doc: { ...doc, layers: doc.layers.with(index, { ...layer, ...op.set }) },
      inverse: [{ op: "set", id: op.id, set: picked(layer, op.set) }],
    };
  },

  marks(doc, op) {
    return STEPS.set(doc, { op: "set", id: op.id, set: { marks: op.marks } });
  },

  /** A layer that is there already stays as it is: operations may be laid over a document that has them. */
  add(doc, op) {
    if (indexOf(doc, op.layer.id) >= 0) return null;
    const at = Math.min(Math.max(op.at, 0), doc.layers.length);
    return { doc: { ...doc, layers: doc.layers.toSpliced(at, 0, op.layer) }, inverse: [{ op: "del", id: op.layer.id }] };
  },

  del(doc, op) {
    const index = indexOf(doc, op.id);
    if (index < 0) return null;
    const back = [{ op: "add", at: index, layer: doc.layers[index] }];
    const overrides = {};
    for (const [size, changes] of Object.entries(doc.overrides)) {
      const { [op.id]: own, ...rest } = changes;
      overrides[size] = rest;
      if (own) back.push({ op: "override", size, id: op.id, set: own });
    }
    return { doc: { ...doc, layers: doc.layers.toSpliced(index, 1), overrides }, inverse: back };
  },

  move(doc, op) {
    const index = indexOf(doc, op.id);
    if (index < 0) return null;
    const layers = doc.layers.toSpliced(index, 1);
    layers.splice(Math.min(Math.max(op.at, 0), layers.length), 0, doc.layers[index]);
    return { doc: { ...doc, layers }, inverse: [{ op: "move", id: op.id, at: index }] };
  },

  override(doc, op) {
    const before = doc.overrides[op.size]?.[op.id] ?? {};
    const after = Object.fromEntries(Object.entries({ ...before, ...op.set }).filter(([, value]) => value !== null));
    const back = Object.fromEntries(Object.keys(op.set).map((name) => [name, before[name] ?? null]));
    const own = filled(doc.overrides[op.size], op.id, after);
    return {
      doc: { ...doc, overrides: filled(doc.overrides, op.size, own) },
      inverse: [{ op: "override", size: op.size, id: op.id, set: back }],
    };
  },
};

/** The object with this entry, or without it when the entry says nothing. */
function filled(object, name, entry) {
  const { [name]: _old, ...rest } = object ?? {};
  return Object.keys(entry).length ? { ...rest, [name]: entry } : rest;
}

function setSize(doc, op) {
  const id = op.id.slice("@size:".length);
  const index = doc.sizes.findIndex((size) => size.id === id);
  if (index < 0) return null;
  return {
    doc: { ...doc, sizes: doc.sizes.with(index, { ...doc.sizes[index], ...op.set }) },
    inverse: [{ op: "set", id: op.id, set: picked(doc.sizes[index], op.set) }],
  };
}

const picked = (object, set) => Object.fromEntries(Object.keys(set).map((name) => [name, object[name] ?? null]));

export const indexOf = (doc, id) => doc.layers.findIndex((layer) => layer.id === id);

/** The places an operation writes to, as strings that two people's operations can be compared by. */
export function places(op) {
  if (op.op === "set") return Object.keys(op.set).map((name) => `${op.id}.${name}`);
  if (op.op === "override") return Object.keys(op.set).map((name) => `${op.size}/${op.id}.${name}`);
  if (op.op === "marks") return [`${op.id}.marks`];
  return [`${op.op === "add" ? op.layer.id : op.id}.@${op.op === "move" ? "order" : "being"}`];
}

/** Split my unsent operations into those that can follow theirs and those that touch the same property. */
export function rebase(mine, theirs) {
  const taken = new Set(theirs.flatMap(places));
  const gone = new Set(theirs.filter((op) => op.op === "del").map((op) => op.id));
  const clean = [], conflicts = [];
  for (const op of mine) {
    const collides = places(op).some((place) => taken.has(place)) || (op.id && gone.has(op.id));
    (collides ? conflicts : clean).push(op);
  }
  return { clean, conflicts };
}

/** Operations that turn one document into another; used to keep a draft made offline and to word a comparison. */
export function diff(before, after) {
  const ops = [];
  const olds = new Map(before.layers.map((layer) => [layer.id, layer]));
  const ids = new Set(after.layers.map((layer) => layer.id));
  for (const layer of before.layers) if (!ids.has(layer.id)) ops.push({ op: "del", id: layer.id });
  after.layers.forEach((layer, at) => {
    const old = olds.get(layer.id);
    if (!old) return ops.push({ op: "add", at, layer });
    const set = changes(old, layer);
    if (set) ops.push({ op: "set", id: layer.id, set });
  });
  const stays = before.layers.filter((layer) => ids.has(layer.id)).map((layer) => layer.id);
  const wanted = after.layers.filter((layer) => olds.has(layer.id)).map((layer) => layer.id);
  if (stays.join() !== wanted.join()) after.layers.forEach((layer, at) => ops.push({ op: "move", id: layer.id, at }));
  const { layers: _old, overrides: oldOverrides, ...oldDoc } = before;
  const { layers: _new, overrides, ...doc } = after;
  const set = changes(oldDoc, doc);
  if (set) ops.push({ op: "set", id: "@doc", set });
  if (!same(oldOverrides, overrides)) ops.push({ op: "set", id: "@doc", set: { overrides } });
  return ops;
}

function changes(old, now) {
  const set = Object.fromEntries(Object.entries(now).filter(([name, value]) => !same(old[name], value)));
  return Object.keys(set).length ? set : null;
}

/** Deep equality of JSON values. */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
}

/** The layer as one size shows it: its own properties with the size's overrides laid over them. */
export function layerAt(doc, size, layer) {
  const own = doc.overrides[size]?.[layer.id];
  return own ? { ...layer, ...own } : layer;
}
