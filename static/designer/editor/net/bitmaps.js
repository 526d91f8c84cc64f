// Production's pixels, one bitmap per layer: asked for in batches, kept by content, the newest wish first.

import { layerAt } from "../model/ops.js";
import { PLACEMENT } from "../model/schema.js";

const KEPT = 400;
const IN_FLIGHT = 3;
const BATCH = 40;
const SHARED = ["fields", "rules", "lang", "missing_words"];
const LATEST = 5000;
const RETRIES = [500, 1000, 2000, 4000, 8000];

/**
 * Publishes the topic `bitmaps` whenever new pixels are there.
 * @param {{store: any, net: any, early?: {path: string, size: string, record: string}}} parts `early`: the first look, which the page
 *   asked for before our modules were here
 */
export function createBitmaps({ store, net, early }) {
  const kept = new Map();
  const latest = new Map();
  const wanted = new Map();
  const under = new Set();
  const behind = new Map();
  let wake = () => {}, isShown = () => {};
  const shown = new Promise((resolve) => (isShown = resolve));
  setTimeout(isShown, LATEST);
  let flights = 0, planned = false, failures = 0, scale = 1, generation = 0, renders = 0, asked = 0;

  /** Ask for what is shown now and is not here yet. */
  function refresh() {
    if (planned) return;
    planned = true;
    queueMicrotask(() => ((planned = false), plan()));
  }

  function plan() {
    const { state } = store;
    const ground = groundOf(state);
    for (const layer of state.doc.layers) {
      const shown = asEdited(state, layerAt(state.doc, state.size, layer));
      if (!shown.visible || state.gesture?.turn?.[layer.id] !== undefined) {
        behind.delete(layer.id);
        continue;
      }
      const key = keyOf(state, shown, ground);
      const found = kept.get(key);
      if (found) {
        if (latest.get(layer.id)?.key !== key) (found.number = ++asked), latest.set(layer.id, found), changed();
        wanted.delete(layer.id), behind.delete(layer.id);
        continue;
      }
      if (!behind.has(layer.id)) behind.set(layer.id, performance.now());
      if (!under.has(key)) {
        wanted.set(layer.id, { key, layer: shown, scale, leaderAt: placeOf(state, shown), number: ++asked, since: wanted.get(layer.id)?.since ?? performance.now() });
      } else wanted.delete(layer.id); // on its way already; an older wish must not be sent as what is shown now
    }
    send();
  }

  function send() {
    while (wanted.size && flights < IN_FLIGHT) {
      const batch = [...wanted.values()].slice(0, BATCH);
      for (const one of batch) wanted.delete(one.layer.id), under.add(one.key);
      flights++;
      fetchBatch(batch).finally(() => (flights--, refresh()));
    }
    const pending = flights > 0 || wanted.size > 0;
    store.update({ pending });
    if (!pending) isShown();
  }

  async function fetchBatch(batch) {
    const { state } = store, mine = generation;
    const ids = new Set(batch.map((one) => one.layer.id));
    const leaders = state.doc.layers.filter((layer) => !ids.has(layer.id) && batch.some((one) => one.layer.anchor?.to === layer.id)).map((layer) => layerAt(state.doc, state.size, layer));
    renders += batch.length;
    try {
      const answer = (await firstLook(state)) ?? (await net.post("render-layers", { size: state.size, scale, record: { id: state.record }, layers: [...batch.map((one) => one.layer), ...leaders], want: ["bitmap", "caret"], doc: unsaved(state) }));
      failures = 0;
      if (mine !== generation) return;
      for (const result of answer.results) keep(batch.find((one) => one.layer.id === result.id), result);
      store.update({ banner: null });
    } catch (error) {
      await failed(batch, error);
    } finally {
      for (const one of batch) under.delete(one.key);
    }
  }

  /** The answer the page itself asked for, while it shows what is wanted; else null. */
  async function firstLook(state) {
    const wish = early;
    early = null;
    if (!wish || wish.size !== state.size || wish.record !== state.record || scale !== 1 || store.outbox.length) return null;
    const answer = await net.early(wish.path);
    return answer?.rev === store.state.save.rev ? answer : null;
  }

  /** What the server does not have yet of the parts that every layer depends on. */
  function unsaved({ doc }) {
    if (!store.outbox.some((op) => op.id === "@doc")) return undefined;
    return Object.fromEntries(SHARED.map((name) => [name, doc[name]]).filter(([, value]) => value !== undefined));
  }

  function keep(one, result) {
    if (!one) return;
    const { key, number, layer, since, leaderAt } = one;
    const bitmap = { ...result, key, number, scale: one.scale, rot: layer.rot, leaderAt, ms: performance.now() - since };
    kept.set(key, bitmap);
    while (kept.size > KEPT) kept.delete(kept.keys().next().value);
    // Answers may overtake each other; an older wish never covers a newer one.
    if ((latest.get(result.id)?.number ?? 0) > number) return;
    latest.set(result.id, bitmap), behind.delete(result.id);
    store.update({ perf: { last: bitmap.ms } });
    changed();
  }

  /** A mistake in a layer keeps its last bitmap; everything else is tried again, more and more patiently. */
  async function failed(batch, error) {
    if (error.status === 422 || error.status === 400) {
      for (const one of batch) kept.set(one.key, { ...(latest.get(one.layer.id) ?? { src: null, off: [0, 0], px: [0, 0], meta: {} }), key: one.key, problem: error.message });
      return changed();
    }
    const wait = error.retryAfter ? error.retryAfter * 1000 : RETRIES[Math.min(failures++, RETRIES.length - 1)];
    if (error.status !== 401) store.update({ banner: error.status ? "Rendering is slow. Your edits are safe." : error.message });
    await Promise.race([new Promise((resolve) => setTimeout(resolve, wait)), new Promise((resolve) => (wake = resolve))]);
  }

  const changed = () => store.update({ bitmaps: new Map(latest) });

  store.subscribe(["doc", "size", "record", "records", "editing"], refresh);

  return {
    refresh,
    /** Settles when the whole design was seen for the first time, or takes too long: what else wants the server waits until then. */
    shown,
    /** Layers whose pixels are behind the design: [id, since when]. */
    waiting: () => [...behind].filter(([id]) => store.state.doc.layers.some((layer) => layer.id === id)),
    /** Do not wait any longer for what failed. */
    retry: () => wake(),
    /** What is known of a layer: {src, off, px, meta, boxes, scale}, or undefined. */
    of: (id) => latest.get(id),
    /** Draw at another scale from now on: 1, 2 or 3 device px per px. */
    rescale(value) {
      if (value === scale) return;
      scale = value;
      refresh();
    },
    get scale() { return scale; },
    get renders() { return renders; },
    /** The renderer changed: nothing that was drawn before counts any more. */
    forget() {
      generation++;
      kept.clear();
      refresh();
    },
  };

  function groundOf(state) {
    const values = state.records.find((one) => one.id === state.record)?.values;
    return JSON.stringify([state.size, scale, values ?? state.record, state.doc.brand, ...SHARED.map((name) => state.doc[name])]);
  }

  function keyOf(state, layer, ground) {
    const content = contentOf(layer);
    const leader = layer.anchor && state.doc.layers.find((one) => one.id === layer.anchor.to);
    return JSON.stringify([ground, content, leader ? contentOf(layerAt(state.doc, state.size, leader)) : null]);
  }
}

/** While a text is edited its shorter wordings are left aside: what is typed is what shows. */
const asEdited = (state, layer) => (state.editing?.id === layer.id ? { ...layer, shorter: [] } : layer);

const contentOf = (layer) => Object.entries(layer).filter(([name]) => !PLACEMENT.has(name));

/** Where the layer that another follows stands, or null. */
export function placeOf(state, layer) {
  const leader = layer.anchor && state.doc.layers.find((one) => one.id === layer.anchor.to);
  if (!leader) return null;
  const { x, y } = layerAt(state.doc, state.size, leader);
  return [x, y];
}
