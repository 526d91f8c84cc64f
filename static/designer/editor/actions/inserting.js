// New layers: inserted by kind, duplicated, copied, pasted, dropped as a picture.

import { freshId } from "../model/schema.js";
import { boardOf, layerOf, withGroups } from "./changes.js";

const CLIPBOARD = "okzest.layers";
const STARTS = {
  text: { w: 0.5, h: 0.2, name: "Text", text: "Your text" },
  image: { w: 0.3, h: 0.5, name: "Image", source: { kind: "asset", asset: null, field: null, fallback: null, missing: "fallback" } },
  shape: { w: 0.25, h: 0.3, name: "Shape" },
  qr: { side: 0.4, name: "QR code" },
  badge: { w: 0.2, h: 0.12, name: "Badge" },
};

/** @param {any} store @param {any} schema @param {any} net */
export function inserting(store, schema, net, { select, say }) {
  function add(layers, label) {
    const { doc } = store.state;
    store.dispatch(label, layers.map((layer, at) => ({ op: "add", at: doc.layers.length + at, layer })));
    select(layers.map((layer) => layer.id));
  }

  function made(kind, extra, box) {
    const { doc } = store.state, board = boardOf(store.state), start = STARTS[kind];
    const side = start.side && Math.round(start.side * Math.min(board.w, board.h));
    const w = box?.w ?? side ?? Math.round(start.w * board.w), h = box?.h ?? side ?? Math.round(start.h * board.h);
    const { w: _w, h: _h, side: _s, ...rest } = start;
    const own = kind === "text" ? { size: Math.max(12, Math.round(board.h / 10)) } : kind === "badge" ? badgeOf(doc) : {};
    return schema.completeLayer({
      id: freshId(doc), type: kind, ...rest, ...own, ...extra, w, h,
      x: box?.x ?? Math.round((board.w - w) / 2), y: box?.y ?? Math.round((board.h - h) / 2),
    });
  }

  const badgeOf = (doc) => ({ field: doc.fields[0]?.key ?? "tier", default: { text: "Badge" }, cases: [] });

  function copies(layers, by) {
    const groups = new Map();
    return layers.map((layer) => {
      if (layer.group && !groups.has(layer.group)) groups.set(layer.group, `g${freshId(store.state.doc).slice(0, 7)}`);
      return { ...layer, id: freshId(store.state.doc), group: layer.group ? groups.get(layer.group) : null, x: layer.x + by, y: layer.y + by, anchor: null };
    });
  }

  /** Layers from another workspace may ask for a font that only that one has; the picture then uses another. */
  function reportFonts(layers) {
    const known = new Set(store.state.brand.families.map((one) => one.family));
    const asked = layers.flatMap((layer) => [layer.font, ...(layer.marks ?? []).map((mark) => mark.font)]).map((font) => font?.family);
    const missing = [...new Set(asked)].filter((family) => family && !known.has(family));
    if (missing.length) say(`This workspace does not have the font ${missing.join(", ")}. Choose another, or upload it in the brand kit.`, { tone: "warn" });
  }

  const chosen = (ids) => store.state.doc.layers.filter((layer) => withGroups(store.state, ids).includes(layer.id));

  return {
    /** Insert at the middle, or into a box that was drawn. Returns the new layer's id. */
    insert(kind, extra = {}, box = null) {
      const layer = made(kind, extra, box);
      add([layer], `Insert ${layer.name.toLowerCase()}`);
      return layer.id;
    },

    duplicate(ids = store.state.sel, by = 10) {
      const layers = copies(chosen(ids), by);
      if (layers.length) add(layers, "Duplicate");
      return layers.map((layer) => layer.id);
    },

    /** Fresh layers like these, not yet in the document. */
    copiesOf: (ids) => copies(chosen(ids), 0),

    copy(ids = store.state.sel) {
      const layers = chosen(ids);
      if (!layers.length) return null;
      const text = JSON.stringify({ [CLIPBOARD]: layers });
      localStorage.setItem(CLIPBOARD, text);
      return text;
    },

    /** Paste layers, plain text or a picture. Returns whether something was pasted. */
    async paste(transfer) {
      const file = [...(transfer?.files ?? [])].find((one) => one.type.startsWith("image/"));
      if (file) return dropped(file);
      const text = transfer?.getData("text/plain") || localStorage.getItem(CLIPBOARD) || "";
      const layers = layersIn(text);
      if (layers) add(copies(layers.map(schema.completeLayer), 10), "Paste"), reportFonts(layers);
      else if (text.trim()) add([made("text", { text: text.trim().slice(0, 2000) })], "Paste text");
      return Boolean(layers || text.trim());
    },

    dropped,

    remove(ids = store.state.sel) {
      const gone = ids.filter((id) => layerOf(store.state, id) && !layerOf(store.state, id).protect.includes("delete"));
      if (!gone.length) return;
      store.dispatch(gone.length === 1 ? `Delete ${layerOf(store.state, gone[0]).name}` : `Delete ${gone.length} layers`, gone.map((id) => ({ op: "del", id })));
      select([]);
    },
  };

  async function dropped(file, at = null) {
    try {
      const asset = await net.upload(file);
      const board = boardOf(store.state), share = Math.min(1, (board.w * 0.6) / asset.w, (board.h * 0.8) / asset.h);
      const w = Math.round(asset.w * share), h = Math.round(asset.h * share);
      const box = at ? { x: Math.round(at[0] - w / 2), y: Math.round(at[1] - h / 2), w, h } : { x: Math.round((board.w - w) / 2), y: Math.round((board.h - h) / 2), w, h };
      add([made("image", { name: file.name.replace(/\.\w+$/, "").slice(0, 60) || "Image", source: { kind: "asset", asset: asset.digest, field: null, fallback: null, missing: "fallback" } }, box)], "Insert image");
      return true;
    } catch (error) {
      say(error.message, { tone: "bad" });
      return false;
    }
  }
}

function layersIn(text) {
  try {
    return JSON.parse(text)[CLIPBOARD] ?? null;
  } catch {
    return null;
  }
}
