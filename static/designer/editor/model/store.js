// The one mutable thing in the editor: the document, what is selected, and how it is looked at.

import { apply } from "./ops.js";

const MERGE_WITHIN_MS = 1000;
const ENTRY_LIVES_MS = 5000;
const HISTORY_LIMIT = 200;

/**
 * @param {object} initial the state to begin with; see EMPTY
 * @param {() => number} now milliseconds; given so that tests can hold the clock
 */
export function createStore(initial, now = () => performance.now()) {
  let state = { ...EMPTY, ...initial };
  const listeners = new Map();
  const queued = new Set();
  let outbox = [];

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
    publish("doc");
    return inverse;
  }

  /** Record a gesture whose operations were already shown. `inverse` leads back to before its first preview. */
  function commit(label, ops, inverse) {
    record({ label, ops, inverse, key: null });
    send(ops);
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
    send(ops);
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
    send(entry.inverse);
    return entry.label;
  }

  /** Changes made by somebody else: shown, not recorded, not sent. Our unsent operations are laid over them again. */
  function receive(ops) {
    state = { ...state, doc: apply(state.doc, [...ops, ...outbox]).doc };
    publish("doc");
  }

  /** Start over from a document of the server; the history of the old one no longer fits. */
  function replace(doc) {
    outbox = [];
    state = { ...state, doc, sel: [], editing: null, history: { undo: [], redo: [] } };
    publish("doc", "sel", "editing", "history", "outbox");
  }

  function send(ops) {
    outbox = [...outbox, ...ops];
    publish("outbox");
  }

  return {
    get state() { return state; },
    /** Operations the server does not have yet. */
    get outbox() { return outbox; },
    /** The server took the first n of them. */
    sent(n) { outbox = outbox.slice(n); publish("outbox"); },
    unsent(ops) { outbox = ops; publish("outbox"); },
    subscribe, update, preview, commit, dispatch, undo, redo, receive, replace, closeEntry,
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
