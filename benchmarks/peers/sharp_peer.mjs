// sharp (libvips): text as SVG through librsvg and Pango, composed over the decoded background.
import { pathToFileURL } from "node:url";
import { serve } from "./protocol.mjs";
import { escaped, registerFonts } from "./svg.mjs";

const { default: sharp } = await import(pathToFileURL(process.argv[2]).href);
sharp.concurrency(1);
sharp.cache(false);

await serve(async (task) => {
  registerFonts(task);
  const { data, info } = await sharp(task.background).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  return (record, format) => {
    const texts = record.texts.map((t) =>
      `<text x="${t.x}" y="${t.baseline}" font-family="${t.family}" font-size="${t.size}" fill="${t.color}">${escaped(t.text)}</text>`);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${task.width}" height="${task.height}">${texts.join("")}</svg>`;
    const layers = [{ input: Buffer.from(svg) }, ...record.overlays.map((o) => ({ input: o.path, left: o.x, top: o.y }))];
    const image = sharp(data, { raw }).composite(layers);
    return format === "jpeg" ? image.jpeg({ quality: task.quality }).toBuffer() : image.png().toBuffer();
  };
});
