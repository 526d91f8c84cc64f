// The note at the foot: what became of the text in the record in view, in one sentence.

import { h, icon } from "../../ui/render.js";

/** @param {any} tools @param {any} meta what the server said of the layer's last drawing */
export function fitNote({ layer, state }, meta) {
  if (!meta || layer.type !== "text") return null;
  const minimum = state.brand.constraints?.min_size ?? state.brand.frozen?.min_size ?? 9;
  const { words, tone } = sentence(layer, meta, minimum);
  return h("p", { class: `ed-fit ${tone}`, role: "status", "data-testid": "fit-note" }, icon(tone === "ok" ? "circle-check" : tone === "bad" ? "circle-x" : "triangle-alert"), h("span", {}, words));
}

function sentence(layer, meta, minimum) {
  if (meta.hidden || !meta.lines_n) return { words: "Hidden for this record: nothing to show.", tone: "info" };
  const size = Math.round(meta.size * 10) / 10;
  const lines = `${meta.lines_n} line${meta.lines_n === 1 ? "" : "s"}`;
  const low = size < minimum ? ` · below the brand minimum of ${minimum} px` : "";
  if (meta.overflow) return { words: `Does not fit at ${size} px, ${lines}${low}`, tone: "bad" };
  if (meta.ellipsis) return { words: `Cut with … at ${size} px, ${lines}${low}`, tone: "warn" };
  if (meta.rung) return { words: `Shorter wording ${meta.rung} at ${size} px, ${lines}${low}`, tone: low ? "warn" : "ok" };
  if (size < layer.size) return { words: `Shrunk from ${layer.size} to ${size} px, ${lines}${low || ` · brand minimum ${minimum}`}`, tone: low ? "warn" : "ok" };
  return { words: `Fits at ${size} px, ${lines}${low}`, tone: low ? "warn" : "ok" };
}
