// Defaults, limits and kinds of every property, read from the table that the server shares with us.

/**
 * @typedef {Record<string, any>} Layer a layer as JSON, complete: every property present
 * @typedef {Record<string, any>} Doc a document as JSON, complete
 * @typedef {{type: string, min?: number, max?: number, default?: any, values?: string[], null?: boolean, of?: string}} Row
 */

/** Properties that place a layer's bitmap without changing it; everything else is content and drawn by the server. */
export const PLACEMENT = new Set(["x", "y", "opacity", "blend", "visible", "locked", "protect", "name", "group", "hit", "pin"]);

/** Properties that another size may set for itself; words, sources and conditions are the same in every size. */
export const PER_SIZE = new Set([
  "x", "y", "w", "h", "rot", "opacity", "visible", "size", "min_size", "max_lines", "fit", "wrap", "hug", "align", "valign",
  "line_height", "tracking", "box", "focal", "crop", "zoom", "radius", "pad", "stroke", "shadows", "anchor",
]);

/** @param {any} table the JSON of `properties.json` */
export function createSchema(table) {
  const rows = (type) => ({ ...table.layer, ...table[type] });
  const copy = (value) => (value === undefined ? null : structuredClone(value));

  const fill = (payload, properties) => {
    const result = {};
    for (const [name, row] of Object.entries(properties)) {
      const value = payload[name] ?? (row.null && name in payload ? null : copy(row.default));
      result[name] = row.type === "object" && value && row.of ? fill(value, table.objects[row.of]) : value;
    }
    return result;
  };

  /** A layer with every property present. */
  const completeLayer = (layer) => ({ ...fill(layer, rows(layer.type)), id: layer.id, type: layer.type, name: layer.name || titled(layer) });

  /** A document with every property of the document and its layers present. */
  const completeDoc = (doc) => ({ ...fill(doc, table.document), ...passThrough(doc), layers: (doc.layers ?? []).map(completeLayer) });

  const passThrough = (doc) => ({ overrides: doc.overrides ?? {}, brand: doc.brand ?? {}, fields: doc.fields ?? [], rules: doc.rules ?? [] });

  const titled = (layer) => `${layer.type === "qr" ? "QR code" : layer.type[0].toUpperCase() + layer.type.slice(1)}`;

  /** @returns {Row | undefined} the row of a property, nested ones by path: "stroke.w" */
  const rowOf = (type, path) => {
    const [name, inner] = path.split(".");
    const row = rows(type)[name];
    return inner && row?.of ? table.objects[row.of][inner] : row;
  };

  /** The value moved inside the row's limits; not a number stays as it is. */
  const clamped = (type, path, value) => {
    const row = rowOf(type, path);
    if (!row || typeof value !== "number") return value;
    const rounded = row.type === "integer" ? Math.round(value) : Math.round(value * 100) / 100;
    return Math.min(row.max ?? Infinity, Math.max(row.min ?? -Infinity, rounded));
  };

  return { table, rows, rowOf, completeLayer, completeDoc, clamped, types: table.layer.type.values };
}

/** A fresh id that no other layer of the document has. */
export function freshId(doc) {
  const taken = new Set(doc.layers.map((layer) => layer.id));
  for (;;) {
    const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join("");
    if (!taken.has(id)) return id;
  }
}
