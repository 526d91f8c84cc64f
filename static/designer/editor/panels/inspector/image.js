// Images: where the picture comes from, how it fills its box, its mask and its adjustments.

import { checkField, segmented, selectField } from "../../ui/choices.js";
import { h, icon } from "../../ui/render.js";
import { assetButton } from "./assets.js";
import { choice, number } from "./everylayer.js";
import { corners } from "./corners.js";
import { paint } from "./paints.js";
import { section } from "./section.js";
import { MIXED } from "./tools.js";

const FITS = [["cover", "Fill the box"], ["contain", "Show all"], ["fill", "Stretch"], ["none", "Own size"]];
const MISSING = [["fallback", "Show the stand-in"], ["hide", "Hide the layer"], ["refuse", "Refuse the picture"]];
const MASKS = [["rect", "Rectangle", "square"], ["ellipse", "Circle", "circle"], ["polygon", "Polygon", "hexagon"], ["asset", "A picture’s shape", "image"]];
const ADJUST = [["brightness", "Brightness"], ["contrast", "Contrast"], ["saturation", "Saturation"], ["blur", "Blur"], ["grayscale", "Grey"]];

export function source(tools) {
  const kind = tools.get("source.kind"), off = tools.guarded("content");
  const fields = tools.state.doc.fields.filter((field) => field.kind === "image");
  return section("Image", [
    segmented({ label: "Comes from", value: kind, options: [["asset", "Library"], ["field", "A field"]], disabled: off, testid: "p-source-kind", onset: (value) => tools.set("source.kind", "Image source", value) }),
    kind === "asset" && assetButton(tools, "source.asset", "Picture"),
    kind === "field" && [
      selectField({ label: "Field", value: tools.get("source.field") ?? "", options: [["", "Choose a field"], ...fields.map((field) => [field.key, field.label || field.key])], disabled: off, testid: "p-source-field", onset: (value) => tools.set("source.field", "Image field", value || null) }),
      assetButton(tools, "source.fallback", "Stand-in when there is none", true),
      choice(tools, "source.missing", "Without a picture", MISSING, { disabled: off }),
    ],
  ]);
}

export function framing(tools) {
  const off = tools.guarded("style");
  const focal = (at, short, label) => number(tools, "focal", label, {
    short,
    value: tools.get("focal") === MIXED ? MIXED : Math.round(tools.get("focal")[at] * 100), unit: "%", min: 0, max: 100, testid: `p-focal-${at}`,
    onset: (change, key) => tools.set("focal", "Focal point", (old) => old.with(at, Math.round(change(old[at] * 100)) / 100), key),
  });
  const flip = tools.get("flip");
  const flipped = (axis, on) => tools.set("flip", "Flip", (old) => ["h", "v"].filter((one) => (one === axis ? on : old.includes(one))).join("") || "none");
  return section("Fit and crop", [
    h("div", { class: "ed-pair", key: "fit" }, choice(tools, "fit", "Fit", FITS, { disabled: off }), number(tools, "zoom", "Zoom", { step: 0.1, min: 1, max: 8, disabled: off })),
    h("div", { class: "ed-field", key: "focal" }, h("span", { "aria-hidden": "true" }, "Focal point"), h("div", { class: "ed-pair" }, focal(0, "X", "Focal point X"), focal(1, "Y", "Focal point Y"))),
    h("div", { class: "ed-row", key: "crop" },
      h("button", { type: "button", class: "button small", disabled: off || tools.layers.length > 1, "data-testid": "crop", onclick: () => tools.actions.crop(tools.layer.id) }, icon("crop"), "Crop…"),
      tools.get("crop") && h("button", { type: "button", class: "ed-link", disabled: off, onclick: () => tools.set("crop", "Whole picture", null) }, "Show the whole picture")),
    h("div", { class: "ed-row", key: "flip" },
      checkField({ label: "Flip sideways", value: flip === MIXED ? MIXED : flip.includes("h"), disabled: off, onset: (on) => flipped("h", on) }),
      checkField({ label: "Upside down", value: flip === MIXED ? MIXED : flip.includes("v"), disabled: off, onset: (on) => flipped("v", on) })),
  ]);
}

export function mask(tools) {
  const off = tools.guarded("style"), shape = tools.get("mask.shape");
  return section("Mask", [
    segmented({ label: "Shape", value: shape, options: MASKS, disabled: off, testid: "p-mask", onset: (value) => tools.set("mask.shape", "Mask", value) }),
    shape === "asset" && [
      assetButton(tools, "mask.asset", "Shape"),
      h("p", { class: "fine", key: "how" }, "The image shows where this picture is opaque, or white if it has no transparent parts."),
    ],
    shape === "rect" && corners(tools, "mask.radius"),
    shape === "polygon" && h("div", { class: "ed-pair", key: "points" }, number(tools, "mask.points", "Corners", { min: 3, max: 12, disabled: off })),
  ]);
}

export function adjust(tools) {
  const off = tools.guarded("style");
  return section("Adjust", [
    h("div", { class: "ed-pair", key: "numbers" }, ADJUST.map(([name, label]) => number(tools, `adjust.${name}`, label, { disabled: off }))),
    paint(tools, "adjust.tint", "Tint", { none: true, gradients: false }),
  ]);
}

