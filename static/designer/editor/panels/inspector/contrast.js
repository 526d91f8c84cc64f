// How well a text can be read: its colour against what production paints below it.

import { contrast, luminance, over, plainColour, verdict } from "../../ui/colour.js";
import { tokens } from "../../ui/colourfield.js";
import { redraw } from "../../ui/popover.js";
import { h, icon } from "../../ui/render.js";

const LARGE_PX = 24;
let ground = { key: "", pixels: null };

/** What a colour field needs to show the contrast of one text layer. */
export function reading(tools, layer) {
  const id = "paint-paint";
  return { onopen: () => look(tools, layer, id), contrast: () => nodes(tools, layer) };
}

function nodes(tools, layer) {
  const colour = plainColour(layer.paint, tokens(tools.palette));
  if (!colour) return h("span", { class: "fine" }, "A gradient’s contrast differs from place to place.");
  if (!ground.pixels || !ground.key.startsWith(layer.id)) return h("span", { class: "fine" }, "Measuring the contrast…");
  const { words, passes } = verdict(worst(colour, ground.pixels), layer.size >= LARGE_PX);
  return [icon(passes ? "circle-check" : "triangle-alert"), h("span", { class: passes ? "ed-passes" : "ed-fails" }, words), h("span", { class: "fine" }, "at the hardest place below")];
}

/** The lowest contrast over the ground, without the hardest twentieth: single bright pixels do not hide a word. */
function worst(colour, pixels) {
  const ratios = pixels.map((pixel) => contrast(luminance(over(colour, pixel)), luminance(pixel))).sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length * 0.05)] ?? 21;
}

async function look(tools, layer, id) {
  const { state, net } = tools;
  const key = `${layer.id}:${state.record}:${state.size}:${layer.x},${layer.y},${layer.w},${layer.h}`;
  const blob = await net.compose({ size: state.size, record: state.record, doc: below(state.doc, layer.id) }).catch(() => null);
  if (!blob) return;
  ground = { key, pixels: await pixelsOf(blob, layer) };
  redraw(id);
}

/** The document with this layer and all above it unseen; they stay, since layers below may follow them. */
function below(doc, id) {
  const above = new Set(doc.layers.slice(doc.layers.findIndex((one) => one.id === id)).map((one) => one.id));
  const unseen = (layer) => (above.has(layer.id) ? { ...layer, opacity: 0 } : layer);
  const plain = ([one, props]) => [one, above.has(one) ? { ...props, opacity: 0 } : props];
  const overrides = Object.entries(doc.overrides).map(([size, layers]) => [size, Object.fromEntries(Object.entries(layers).map(plain))]);
  return { ...doc, layers: doc.layers.map(unseen), overrides: Object.fromEntries(overrides) };
}

/** The picture's pixels inside the layer's box, at most some thousand of them. */
async function pixelsOf(blob, { x, y, w, h: height }) {
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(48, 24);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#FFFFFF";
  context.fillRect(0, 0, 48, 24);
  context.drawImage(bitmap, x, y, w, height, 0, 0, 48, 24);
  const { data } = context.getImageData(0, 0, 48, 24);
  return Array.from({ length: data.length / 4 }, (_, i) => ({ r: data[i * 4], g: data[i * 4 + 1], b: data[i * 4 + 2], a: 1 }));
}
