// What is shown when nothing is selected: the artboard, its background, output, safe margins, alternative text and link.

import { chipsField } from "../../ui/chips.js";
import { checkField, selectField, textField } from "../../ui/choices.js";
import { colourField } from "../../ui/colourfield.js";
import { numberField } from "../../ui/numberfield.js";
import { h } from "../../ui/render.js";
import { weightKey } from "../weight.js";
import { section } from "./section.js";
import { askField } from "./text.js";
import { safeArea } from "./zones.js";

const FORMATS = [["png", "PNG"], ["jpeg", "JPEG"], ["webp", "WebP"], ["avif", "AVIF"]];

export function artboard(tools) {
  const { state, actions } = tools, { doc } = state, off = tools.readOnly;
  const size = doc.sizes.find((one) => one.id === state.size) ?? doc.sizes[0];
  const set = (change, label, key = "") => actions.setDoc(change, { label, key: key ? `doc:${key}` : null });
  const inside = (name, change, label, key) => set({ [name]: { ...doc[name], ...change } }, label, key && `${name}`);
  return [
    section("Artboard", board(tools, size, off)),
    section("Background", colourField({ id: "background", testid: "p-background", label: "Colour", value: doc.background, palette: tools.palette, none: true, gradients: true, disabled: off, onset: (background, key) => set({ background }, "Background", key && "background") })),
    section("Output", output(doc, inside, off, state)),
    safeArea(tools, off),
    section("In the mail", mail(tools, doc, set, off)),
  ];
}

function board({ store }, size, off) {
  const part = (name, label) => numberField({
    label, short: label[0], value: size[name], min: 16, max: 4000, disabled: off, testid: `p-size-${name}`,
    onset: (change, key) => store.dispatch("Artboard size", [{ op: "set", id: `@size:${size.id}`, set: { [name]: Math.round(change(size[name])) } }], key ? `size:${size.id}` : null),
  });
  const megapixels = (size.w * size.h) / 1e6;
  return [
    textField({ label: "Name", value: size.name, max: 60, disabled: off, onset: (name) => store.dispatch("Size name", [{ op: "set", id: `@size:${size.id}`, set: { name } }]) }),
    h("div", { class: "ed-pair", key: "wh" }, part("w", "Width"), part("h", "Height")),
    megapixels > 4 && h("p", { class: "ed-note warn", key: "large" }, `${megapixels.toFixed(1)} megapixels. Mail clients load this slowly.`),
  ];
}

function output(doc, inside, off, state) {
  const { output: out } = doc;
  const number = (name, label, min, max, unit) => numberField({ label, value: out[name], min, max, unit, disabled: off, testid: `p-output-${name}`, onset: (change, key) => inside("output", { [name]: Math.round(change(out[name])) }, label, key) });
  const kb = state.weight?.key === weightKey(state) && state.weight.kb;
  return [
    h("div", { class: "ed-pair", key: "format" },
      selectField({ label: "Format", value: out.format, options: FORMATS, disabled: off, testid: "p-format", onset: (format) => inside("output", { format }, "Format") }),
      selectField({ label: "Density", value: String(out.density), options: [["1", "1x"], ["2", "2x, sharp on phones"], ["3", "3x"]], disabled: off, testid: "p-density", onset: (density) => inside("output", { density: Number(density) }, "Density") }),
      out.format !== "png" && number("quality", "Quality", 1, 100, ""), number("max_kb", "At most", 1, 10000, "KB")),
    checkField({ label: "Smooth gradients with fine noise", value: out.dither, disabled: off, onset: (dither) => inside("output", { dither }, "Noise") }),
    kb && h("p", { class: kb > out.max_kb ? "ed-note warn" : "fine", key: "kb", "data-testid": "weight" }, kb > out.max_kb ? `Now ${kb} KB, more than the limit of ${out.max_kb} KB.` : `Now ${kb} KB of at most ${out.max_kb} KB.`),
  ];
}

function mail(tools, doc, set, off) {
  const chip = (name, label, placeholder, note) => chipsField({ label, value: doc[name], testid: `p-${name}`, placeholder, disabled: off, note, named: tools.field, onset: (text) => set({ [name]: text }, label, name), onfield: (input, brace) => askField(tools, input, brace) });
  return [
    chip("alt", "Alternative text", "What the picture says, for those who do not see it", !doc.alt.trim() && h("p", { class: "ed-note warn" }, "Without it, people with images off see nothing.")),
    textField({ label: "Link", value: doc.link, placeholder: "https://", max: 2000, disabled: off, testid: "p-link", onset: (link) => set({ link }, "Link") }),
    selectField({ label: "Language", value: doc.lang, options: languages(doc.lang), disabled: off, onset: (lang) => set({ lang }, "Language") }),
  ];
}

function languages(now) {
  const names = new Intl.DisplayNames("en", { type: "language" });
  const codes = [...new Set(["en", "en-GB", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "cy", "tr", "ar", "he", "ja", "ko", "zh", "hi", "th", now])];
  return codes.map((code) => [code, names.of(code)]);
}
