// satori + resvg: the usual way of making share cards in Node. JPEG goes through sharp, as resvg has none.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { serve } from "./protocol.mjs";

const [satoriPath, resvgPath, sharpPath] = process.argv.slice(2);
const load = createRequire(import.meta.url);
const loaded = load(satoriPath);
const satori = loaded.default ?? loaded;
const { Resvg } = load(resvgPath);
const sharp = load(sharpPath);
sharp.concurrency(1);

const uri = (path) => `data:image/png;base64,${readFileSync(path).toString("base64")}`;
const node = (type, style, rest = {}) => ({ type, props: { style, ...rest } });

await serve((task) => {
  const fonts = task.fonts.map((font) => ({ name: font.family, data: readFileSync(font.path), weight: 400, style: "normal" }));
  const background = uri(task.background);
  const overlays = new Map();
  const overlay = (path) => overlays.get(path) ?? (overlays.set(path, uri(path)), overlays.get(path));
  return async (record, format) => {
    const children = [
      node("img", { position: "absolute", left: 0, top: 0 }, { src: background, width: task.width, height: task.height }),
      ...record.texts.map((t) => node("div",
        { position: "absolute", left: t.x, top: t.baseline - t.ascent, fontFamily: t.family, fontSize: t.size, lineHeight: 1, color: t.color, whiteSpace: "pre" },
        { children: t.text })),
      ...record.overlays.map((o) => node("img", { position: "absolute", left: o.x, top: o.y }, { src: overlay(o.path), width: o.w, height: o.h })),
    ];
    const svg = await satori(node("div", { display: "flex", width: task.width, height: task.height }, { children }), { width: task.width, height: task.height, fonts });
    const image = new Resvg(svg).render();
    if (format === "png") return image.asPng();
    return sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 4 } }).jpeg({ quality: task.quality }).toBuffer();
  };
});
