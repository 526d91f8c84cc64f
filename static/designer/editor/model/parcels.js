// What the server does not have yet: parcels of operations, each numbered, so that sending one again is harmless.

import { apply, places } from "./ops.js";

const MOST_OPS = 500;

/**
 * @typedef {{client: string, seq: number, rev: number, ops: import("./ops.js").Op[], label: string, sent: boolean}} Parcel
 * made on revision `rev` of the draft; one that was `sent` may have arrived and stays as it is
 */

/** Put operations into the open parcel, or into a new one. @returns {Parcel[]} */
export function packed(parcels, ops, { client, seq, rev, label }) {
  const last = parcels.at(-1);
  const isOpen = last && !last.sent && last.client === client && last.rev === rev && last.ops.length + ops.length <= MOST_OPS;
  if (isOpen) return parcels.with(-1, { ...last, label, ops: ops.reduce(joined, last.ops) });
  return [...parcels, { client, seq, rev, label, sent: false, ops: ops.reduce(joined, []) }];
}

/** The operations with one more; a property set again in a row is set once: typing is one operation, however long. */
function joined(ops, op) {
  const last = ops.at(-1), next = op.op === "marks" ? { op: "set", id: op.id, set: { marks: op.marks } } : op;
  const isRepeat = last && last.op === next.op && last.id === next.id && last.size === next.size && (next.op === "set" || next.op === "override");
  return isRepeat ? ops.with(-1, { ...last, set: { ...last.set, ...next.set } }) : [...ops, next];
}

export const opsOf = (parcels) => parcels.flatMap((parcel) => parcel.ops);

/**
 * The first parcel was refused, so it did not arrive: together with what else was made on its revision it is one again.
 * @param {Partial<Parcel>} named what it is called from now on
 */
export function reopened([refused, ...rest], named = {}) {
  const first = { ...refused, ...named, sent: false };
  const same = rest.filter((one) => one.client === first.client && one.rev === first.rev);
  return [{ ...first, ops: opsOf([first, ...same]) }, ...rest.filter((one) => !same.includes(one))];
}

/** Nobody else did anything: what was made on the revision before fits the one it led to just as well. */
export const carriedOver = (parcels, from, to) => parcels.map((one) => (one.rev === from && !one.sent ? { ...one, rev: to } : one));

/**
 * The first parcel after its conflicts were answered.
 * @param {{id: string, prop: string, mine: any, theirs: any, choose: 'mine' | 'theirs'}[]} chosen
 * @param {any} doc the document as this window shows it: where a layer kept against its deletion stands
 */
export function settled([first, ...rest], chosen, rev, doc) {
  const dropped = new Set(chosen.filter((one) => one.choose === "theirs").map((one) => `${one.id}.${one.prop}`));
  const gone = new Set(chosen.filter((one) => one.choose === "theirs" && one.prop === "@being" && !one.theirs).map((one) => one.id));
  const brought = chosen.filter((one) => one.choose === "mine" && one.prop === "@being" && one.mine).map(({ id }) => doc.layers.findIndex((layer) => layer.id === id)).map((at) => ({ op: "add", at, layer: doc.layers[at] }));
  const ops = [...brought, ...first.ops.filter((op) => !gone.has(op.id)).map((op) => without(op, dropped)).filter(Boolean)];
  return ops.length ? [{ ...first, sent: false, ops, rev }, ...rest] : rest;
}

function without(op, dropped) {
  const target = op.op === "override" ? `${op.size}/${op.id}` : op.id;
  if (op.op !== "set" && op.op !== "override") return places(op).some((place) => dropped.has(place)) ? null : op;
  const kept = Object.fromEntries(Object.entries(op.set).filter(([name]) => !dropped.has(`${target}.${name}`)));
  return Object.keys(kept).length ? { ...op, set: kept } : null;
}

/** A document with the parcels' operations laid over it. */
export const overlaid = (doc, parcels) => apply(doc, opsOf(parcels)).doc;
