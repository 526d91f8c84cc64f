// Text: its words with fields, its letters, and how it fits.

import { chipsField } from "../../ui/chips.js";
import { segmented, textField } from "../../ui/choices.js";
import { fontField } from "../../ui/fontpicker.js";
import { h } from "../../ui/render.js";
import { changedRange, shifted } from "../../model/text.js";
import { choice, number } from "./everylayer.js";
import { paint } from "./paints.js";
import { addButton, removeButton, section } from "./section.js";
import { MIXED } from "./tools.js";

const FITS = [["shrink_ellipsis", "Shrink, then end with …"], ["shrink", "Shrink"], ["ellipsis", "End with …"], ["none", "Do nothing"]];
const WRAPS = [["word", "At words"], ["char", "Anywhere"], ["none", "Never"]];
const HUGS = [["none", "Fixed box"], ["width", "Width follows text"], ["height", "Height follows text"]];
const CASES = [["none", "As typed"], ["upper", "UPPERCASE"], ["lower", "lowercase"], ["title", "Title Case"]];
const DIRS = [["auto", "Automatic"], ["ltr", "Left to right"], ["rtl", "Right to left"]];
const ALIGNS = [["left", "Left", "text-align-start"], ["center", "Centre", "text-align-center"], ["right", "Right", "text-align-end"]];
const VALIGNS = [["top", "Top", "align-vertical-justify-start"], ["middle", "Middle", "align-vertical-justify-center"], ["bottom", "Bottom", "align-vertical-justify-end"]];

export function content(tools, name = "Text", path = "text") {
  const value = tools.get(path);
  if (value === MIXED || tools.layers.length > 1) return section("Content", h("p", { class: "fine" }, "Select one layer to change its words."));
  return section("Content", [
    chipsField({
      label: name, value, testid: `p-${path}`, disabled: tools.guarded("content"), named: tools.field,
      onset: (text) => typed(tools, path, text), onfield: (input, at) => askField(tools, input, at),
    }),
    tools.layer.type === "text" && shorter(tools),
  ]);
}

function typed(tools, path, text) {
  const { id } = tools.layer;
  tools.actions.set([id], (layer) => ({ [path]: text, ...(path === "text" && layer.marks ? { marks: movedMarks(layer, text) } : {}) }), { label: "Type", key: `text:${id}` });
}

function movedMarks(layer, text) {
  const { start, end, insert } = changedRange(layer.text, text);
  return shifted(layer.marks, start, end, Array.from(insert).length);
}

/** Open the field menu at a textarea's caret; what it gives is put in as if it had been typed. */
export function askField(tools, input, brace) {
  const box = input.getBoundingClientRect();
  const caret = input.selectionStart ?? input.value.length;
  const insert = (source) => {
    input.focus();
    input.setRangeText(source, brace ? caret - 1 : caret, Math.max(caret, input.selectionEnd), "end");
    input.dispatchEvent(new InputEvent("input", { inputType: "insertText" }));
  };
  tools.store.update({ fieldMenu: { x: box.left, y: box.bottom, layer: tools.layer?.id ?? null, insert, back: () => input.focus() } });
}

/** Shorter wordings, tried one after another before letters shrink below their smallest size. */
function shorter(tools) {
  const list = tools.layer.shorter, off = tools.guarded("content");
  const set = (next) => tools.set("shorter", "Shorter wording", next);
  return h("div", { class: "stack tight", key: "shorter" },
    list.map((text, at) => h("div", { class: "ed-row", key: `shorter${at}` },
      textField({ label: `Shorter wording ${at + 1}`, value: text, disabled: off, max: 2000, onset: (value) => set(list.with(at, value)) }),
      removeButton(`Remove shorter wording ${at + 1}`, () => set(list.toSpliced(at, 1)), off))),
    list.length < 5 && h("button", { type: "button", class: "ed-link", disabled: off, onclick: () => set([...list, tools.layer.text]) }, "Add a shorter wording for long values"));
}

export function type(tools) {
  const { brand } = tools.state, off = tools.guarded("style");
  return section("Type", [
    fontField({
      id: "font", value: tools.get("font"), styles: brand.text_styles ?? [], families: brand.families ?? [], allowed: brand.constraints?.fonts,
      preview: tools.net.fontPreview, onset: (font) => tools.set("font", "Font", font),
    }),
    h("div", { class: "ed-pair", key: "size" },
      number(tools, "size", "Size", { disabled: off }),
      number(tools, "min_size", "Smallest size", { short: "Min", empty: true, placeholder: "60 %", disabled: off }),
      number(tools, "line_height", "Line height", { short: "Line", step: 0.05, disabled: off }),
      number(tools, "tracking", "Letter spacing", { short: "Space", disabled: off }),
      tools.layers.every((layer) => layer.type === "text") && number(tools, "max_lines", "Most lines", { short: "Lines", empty: true, placeholder: "Any", disabled: off }),
      choice(tools, "case", "Letter case", CASES, { disabled: off })),
    segmented({ label: "Align", value: alignOf(tools.get("align")), options: ALIGNS, disabled: off, testid: "p-align", onset: (value) => tools.set("align", "Align text", value) }),
    segmented({ label: "In the box", value: tools.get("valign"), options: VALIGNS, disabled: off, testid: "p-valign", onset: (value) => tools.set("valign", "Align text", value) }),
  ]);
}

const alignOf = (align) => ({ start: "left", end: "right" }[align] ?? align);

export function fitting(tools) {
  const off = tools.guarded("style");
  const long = choice(tools, "fit", "When too long", FITS, { disabled: off });
  const pair = [
    choice(tools, "wrap", "Break lines", WRAPS, { disabled: off }),
    choice(tools, "hug", "Box", HUGS, { disabled: off }), choice(tools, "dir", "Direction", DIRS, { disabled: off }),
    choice(tools, "empty", "When empty", [["hide", "Hide the layer"], ["keep", "Keep its box"]], { disabled: off }),
  ];
  return section("Fit", [long, h("div", { class: "ed-pair", key: "pair" }, pair)]);
}

export function box(tools) {
  const has = tools.layers.some((layer) => layer.box), off = tools.guarded("style");
  const add = () => tools.set("box", "Add box", (old) => old ?? { paint: tools.palette.colors[1] ? { token: tools.palette.colors[1].token } : { type: "solid", color: "#FFFFFF" }, radius: 8, pad: [8, 12, 8, 12], per: "box" });
  const action = has ? removeButton("Remove the box", () => tools.set("box", "Remove box", null), off) : addButton("Add a box behind the text", add, off);
  const side = (at, label) => number(tools, "box.pad", `${label} padding`, {
    short: label, value: tools.get("box.pad") === MIXED ? MIXED : tools.get("box.pad")?.[at], min: 0, max: 400, testid: `p-pad-${at}`,
    onset: (change, key) => tools.set("box.pad", "Padding", (old) => old.with(at, change(old[at])), key),
  });
  return section("Box behind", has && [
    paint(tools, "box.paint", "Colour"),
    h("div", { class: "ed-pair", key: "pads" }, side(0, "Top"), side(1, "Right"), side(2, "Bottom"), side(3, "Left"), number(tools, "box.radius", "Corners", { min: 0, max: 999 }),
      choice(tools, "box.per", "Around", [["box", "The whole box"], ["line", "Each line"]])),
  ], { action });
}
