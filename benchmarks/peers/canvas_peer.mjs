// @napi-rs/canvas: Skia behind the canvas API; the background is decoded once.
import { createRequire } from "node:module";
import { serve } from "./protocol.mjs";

const { GlobalFonts, createCanvas, loadImage } = createRequire(import.meta.url)(process.argv[2]);

await serve(async (task) => {
  for (const font of task.fonts) GlobalFonts.registerFromPath(font.path, font.family);
  const background = await loadImage(task.background);
  const overlays = new Map();
  for (const path of new Set(task.records.flatMap((r) => r.overlays.map((o) => o.path)))) overlays.set(path, await loadImage(path));
  const canvas = createCanvas(task.width, task.height);
  const context = canvas.getContext("2d");
  return (record, format) => {
    context.drawImage(background, 0, 0);
    for (const t of record.texts) {
      context.font = `${t.size}px "${t.family}"`;
      context.fillStyle = t.color;
      context.fillText(t.text, t.x, t.baseline);
    }
    for (const o of record.overlays) context.drawImage(overlays.get(o.path), o.x, o.y);
    return format === "jpeg" ? canvas.encode("jpeg", task.quality) : canvas.encode("png");
  };
});
