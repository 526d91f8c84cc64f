// The one mutable thing in the editor: the document, what is selected, and how it is looked at.

import { apply, same } from "./ops.js";
import { carriedOver, opsOf, overlaid, packed, reopened, settled } from "./parcels.js";

const MERGE_WITHIN_MS = 1000;
const ENTRY_LIVES_MS = 5000;
const HISTORY_LIMIT = 200;

/**
 * @param {object} initial the state to begin with; see EMPTY
 * @param {() => number} now milliseconds; given so that tests can hold the clock
 * @param {(doc: any) => any} complete what others send may leave out what is by default
 */
export function createStore(initial, now = () => performance.now(), complete = (doc) => doc) {
  let state = { ...EMPTY, ...initial };
  const listeners = new Map();
  const queued = new Set();
  const client = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  // The window shows the server's draft, our parcels over it, and a gesture under way over those.
  let base = state.doc, parcels = [], shown = [], seq = 0;

  /** Call `listener(state)` after changes to a topic: doc, sel, record, size, editing, ui, bitmaps, issues, save, history. */
  function subscribe(topics, listener) {
    for (const topic of [topics].flat()) {
      if (!listeners.has(topic)) listeners.set(topic, new Set());
      listeners.get(topic).add(listener);
    }
    return () => [topics].flat().forEach((topic) => listeners.get(topic).delete(listener));
  }

  function publish(...topics) {
    if (!queued.size) queueMicrotask(flush);
    topics.forEach((topic) => queued.add(topic));
  }

  function flush() {
    const called = new Set([...queued].flatMap((topic) => [...(listeners.get(topic) ?? [])]));
    queued.clear();
    called.forEach((listener) => listener(state));
  }

  /** Change anything but the document: selection, record, zoom … One topic per key. */
  function update(changes) {
    const topics = Object.keys(changes).filter((key) => state[key] !== changes[key]);
    if (!topics.length) return;
    state = { ...state, ...changes };
    if (topics.some((topic) => CLOSES_ENTRY.has(topic))) closeEntry();
    publish(...topics);
  }

  /** Show operations without recording or saving them: a gesture under way. Returns what undoes them. */
  function preview(ops) {
    const { doc, inverse } = apply(state.doc, ops);
    state = { ...state, doc };
    shown = [...shown.filter((op) => op.op !== "set" && op.op !== "override"), ...ops]; // each sets the same properties
    publish("doc");
    return inverse;
  }

  /** Record a gesture whose operations were already shown. `inverse` leads back to before its first preview. */
  function commit(label, ops, inverse) {
    record({ label, ops, inverse, key: null });
    shown = [];
    send(ops, label);
  }

  /** The gesture under way never was. */
  function cancel() {
    shown = [];
    redraw();
  }

  /** Apply, record and send. Entries with the same key within a second become one step of undo. */
  function dispatch(label, ops, key = null) {
    const step = apply(state.doc, ops);
    if (!step.inverse.length) return;
    state = { ...state, doc: step.doc };
    publish("doc");
    const last = state.history.undo.at(-1);
    if (key && last?.key === key && now() - last.at < MERGE_WITHIN_MS && now() - last.from < ENTRY_LIVES_MS) {
      replaceLast({ ...last, label, ops: [...last.ops, ...ops], inverse: [...step.inverse, ...last.inverse], at: now() });
    } else {
      record({ label, ops, inverse: step.inverse, key });
    }
    send(ops, label);
  }

  function record(entry) {
    const undo = [...state.history.undo, { ...entry, at: now(), from: now() }].slice(-HISTORY_LIMIT);
    state = { ...state, history: { undo, redo: [] } };
    publish("history");
  }

  function replaceLast(entry) {
    state = { ...state, history: { undo: [...state.history.undo.slice(0, -1), entry], redo: [] } };
    publish("history");
  }

  /** The next change starts a step of its own, however soon it comes. */
  function closeEntry() {
    const last = state.history.undo.at(-1);
    if (last?.key) replaceEntryKey(last);
  }

  function replaceEntryKey(last) {
    state = { ...state, history: { ...state.history, undo: [...state.history.undo.slice(0, -1), { ...last, key: null }] } };
  }

  const undo = () => travel("undo", "redo");
  const redo = () => travel("redo", "undo");

  /** Take the newest step of one list, apply it, and put its inverse on the other. Returns its label or null. */
  function travel(from, to) {
    const entry = state.history[from].at(-1);
    if (!entry) return null;
    const step = apply(state.doc, entry.inverse);
    const back = { ...entry, ops: entry.inverse, inverse: step.inverse, key: null };
    const ids = new Set(step.doc.layers.map((layer) => layer.id));
    state = {
      ...state,
      doc: step.doc,
      sel: state.sel.filter((id) => ids.has(id)),
      history: { [from]: state.history[from].slice(0, -1), [to]: [...state.history[to], back] },
    };
    publish("doc", "sel", "history");
    send(entry.inverse, from === "undo" ? `Undo: ${entry.label}` : entry.label);
    return entry.label;
  }

  function send(ops, label) {
    const before = parcels.length;
    parcels = packed(parcels, ops, { client, seq: seq + 1, rev: state.save.rev, label });
    seq += parcels.length - before;
    publish("outbox");
  }

  /** The first parcel is on its way; what is done from now on goes into another. @returns {import("./parcels.js").Parcel} */
  function sending() {
    parcels = parcels.with(0, { ...parcels[0], sent: true });
    return parcels[0];
  }

  /** The server has the first parcel. @param {{rev: number, ops_since?: any[]}} answer what led from our base to it */
  function accepted({ rev, ops_since: theirs = [] }) {
    const [parcel, ...rest] = parcels, from = state.save.rev, isNew = rev > from;
    if (isNew) base = apply(received(theirs), parcel.ops).doc; // else it had arrived before our base was read
    const isAlone = isNew && !theirs.length;
    parcels = isAlone ? carriedOver(rest, from, rev) : rest;
    if (!isAlone) redraw();
    know(Math.max(rev, from));
  }

  /**
   * The first parcel was refused. True when it grew by what else was made on its revision, so that one question is asked of all.
   * @param {boolean} isWrong no draft takes it as it is: it is done over here, where what comes next may mend it
   */
  function refused(isWrong = false) {
    const before = parcels.length;
    parcels = reopened(parcels, isWrong ? { client, seq: ++seq, rev: state.save.rev } : {});
    return parcels.length < before;
  }

  /** The conflicts with `theirs`, which led to `rev`, were answered; `chosen` as `settled` takes it. */
  function resolved(chosen, rev, theirs) {
    parcels = settled(parcels, chosen, rev, state.doc);
    base = received(theirs);
    redraw();
    know(rev);
  }

  const received = (theirs) => (theirs.length ? complete(apply(base, theirs).doc) : base);

  /**
   * Parcels that another window left behind, laid over the draft as one step of undo.
   * @param {boolean} isClosed else it may go on filling them, so they need numbers of our own
   */
  function adopt(found, label, isClosed = true) {
    const step = apply(state.doc, opsOf(found));
    parcels = [...parcels, ...found.map((parcel) => (isClosed ? { ...parcel, sent: true } : { ...parcel, client, seq: ++seq, sent: false }))];
    if (!same(step.doc, state.doc)) record({ label, ops: opsOf(found), inverse: step.inverse, key: null });
    state = { ...state, doc: step.doc };
    publish("doc", "outbox");
  }

  /** The document anew; what somebody else deleted can be neither selected nor edited any longer. */
  function redraw() {
    const { doc } = apply(overlaid(base, parcels), shown), isThere = (id) => doc.layers.some((layer) => layer.id === id);
    state = { ...state, doc };
    publish("doc");
    if (!state.sel.every(isThere)) update({ sel: state.sel.filter(isThere) });
    if (state.editing && !isThere(state.editing.id)) update({ editing: null });
  }

  function know(rev) {
    state = { ...state, save: { ...state.save, rev } };
    publish("save", "outbox");
  }

  return {
    get state() { return state; },
    /** The name of this window, under which the server knows its parcels. */
    client,
    /** Operations the server does not have yet. */
    get outbox() { return opsOf(parcels); },
    get parcels() { return parcels; },
    sending, accepted, refused, resolved, adopt,
    subscribe, update, preview, commit, cancel, dispatch, undo, redo, closeEntry,
  };
}

const CLOSES_ENTRY = new Set(["sel", "record", "size", "editing"]);

const EMPTY = {
  doc: null, sel: [], focus: null, editing: null, crop: null, size: null,
  record: "complete", records: [], fields: [], brand: {}, perms: {},
  ui: { zoom: 1, pan: [0, 0], rulers: false, safe: false, snap: true, panel: null },
  bitmaps: new Map(), issues: {}, save: { state: "saved", at: null, rev: 0 },
  history: { undo: [], redo: [] },
};
