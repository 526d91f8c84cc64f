// A paint to choose: brand colours, a custom colour with its opacity, or a gradient, and how well it can be read.

import { colourOf, css, hex, parsed, plainColour } from "./colour.js";
import { gradientEditor, newGradient } from "./gradient.js";
import { segmented } from "./choices.js";
import { MIXED } from "./mixed.js";
import { numberField } from "./numberfield.js";
import { popover } from "./popover.js";
import { h } from "./render.js";
import { eyedropper, hexField, recentColours, rememberColour, swatch, swatchList } from "./swatches.js";

/**
 * @param {object} field
 * @param {string} field.id unique in the page
 * @param {any} field.value a paint, null for none, or MIXED
 * @param {(paint: any, key: string) => void} field.onset
 * @param {{colors: {token: string, label: string, value: string}[], custom: boolean}} field.palette
 * @param {boolean} [field.none] whether there may be no paint at all
 * @param {boolean} [field.gradients]
 * @param {() => any} [field.contrast] nodes that say how it reads on what lies below
 * @param {() => void} [field.onopen]
 */
export function colourField(field) {
  const { id, label, value, palette, disabled } = field;
  const colors = tokens(palette);
  const face = value === MIXED ? "repeating-linear-gradient(45deg, #8A94A6 0 3px, #E1E5EB 3px 6px)" : css(value, colors);
  const button = [swatch(face), h("span", { class: "ed-colour-name" }, words(value, palette))];
  return h("div", { class: "ed-field ed-colour", key: id },
    h("span", { "aria-hidden": "true" }, label),
    popover({
      id, label: `${label}: ${words(value, palette)}`, button, onopen: field.onopen,
      props: { class: "ed-colour-button", disabled, "data-testid": field.testid },
      content: () => panel({ ...field, value: value === MIXED ? null : value }, colors),
    }));
}

export const tokens = (palette) => Object.fromEntries(palette.colors.map((one) => [one.token, one.value]));

/** A paint in words: the brand's name of it, its hex, or what kind of gradient it is. */
export function words(paint, palette) {
  if (paint === MIXED) return "Mixed";
  if (!paint) return "None";
  const share = (alpha) => (alpha >= 1 ? "" : ` ${Math.round(alpha * 100)} %`);
  if (paint.token) return (palette.colors.find((one) => one.token === paint.token)?.label ?? paint.token) + share(paint.alpha ?? 1);
  if (paint.type === "solid") {
    const named = palette.colors.find((one) => one.token === paint.color);
    const colour = parsed(paint.color);
    return named?.label ?? (colour ? hex({ ...colour, a: 1 }) + share(colour.a) : paint.color);
  }
  return paint.type === "linear" ? "Linear gradient" : "Radial gradient";
}

function panel(field, colors) {
  const { value, onset, none, gradients, contrast } = field;
  const kind = !value ? "none" : (value.type ?? "solid");
  const kinds = [none && ["none", "None"], ["solid", "Solid"], gradients && ["linear", "Linear"], gradients && ["radial", "Radial"]].filter(Boolean);
  return [
    kinds.length > 1 && segmented({ label: "Kind of fill", value: kind, options: kinds, shown: false, onset: (to) => onset(converted(value, to, colors), "") }),
    kind === "solid" || !value ? solid(field, colors) : gradientEditor({ ...field, colors }),
    contrast && h("div", { class: "ed-contrast", key: "contrast", role: "status" }, contrast()),
  ];
}

function converted(paint, to, colors) {
  if (to === "none") return null;
  const plain = plainColour(paint, colors) ?? parsed(colourOf(paint?.stops?.[0]?.color, colors)) ?? parsed("#2F5BEA");
  return to === "solid" ? { type: "solid", color: hex(plain) } : newGradient(to, paint, plain);
}

function solid({ id, value, onset, palette }, colors) {
  const pressed = (one) => value?.token === one.token;
  const brand = palette.colors.map((one) => ({ name: one.label, css: one.value, value: { token: one.token }, pressed: pressed(one) }));
  return h("div", { class: "stack tight", key: "solid" },
    brand.length > 0 && swatchList({ label: "Brand colours", colours: brand, named: true, onset: (paint) => onset(paint, "") }),
    palette.custom ? custom(id, value, onset, colors) : h("p", { class: "fine" }, "Your brand kit allows these colours only."));
}

function custom(id, value, onset, colors) {
  const colour = plainColour(value, colors) ?? { r: 0, g: 0, b: 0, a: 1 };
  const set = (next, key = "") => onset({ type: "solid", color: hex(next) }, key);
  const choose = (text) => {
    const chosen = parsed(text);
    if (!chosen) return false;
    const next = text.replace("#", "").length === 8 ? chosen : { ...chosen, a: colour.a };
    rememberColour(hex({ ...next, a: 1 }));
    set(next);
    return true;
  };
  const alpha = (change, key) => onset(withAlpha(value, colour, change(colour.a * 100) / 100), key);
  const recent = recentColours();
  return h("div", { class: "stack tight", key: "custom" },
    h("h3", {}, "Custom"),
    h("div", { class: "ed-custom" },
      h("input", { type: "color", "aria-label": "Colour", value: hex({ ...colour, a: 1 }).toLowerCase(), oninput: (event) => set({ ...parsed(event.target.value), a: colour.a }, "drag"), onchange: (event) => rememberColour(event.target.value.toUpperCase()) }),
      hexField({ label: "Hex", testid: `${id}-hex`, value: hex({ ...colour, a: 1 }), onset: choose }),
      numberField({ label: "Opacity", short: "%", value: colour.a * 100, min: 0, max: 100, onset: alpha }),
      eyedropper(choose)),
    recent.length > 0 && swatchList({ label: "Recently used", colours: recent.map((one) => ({ name: one, css: one, value: one, pressed: false })), onset: choose }));
}

function withAlpha(value, colour, alpha) {
  return value?.token ? { token: value.token, alpha: Math.round(alpha * 100) / 100 } : { type: "solid", color: hex({ ...colour, a: alpha }) };
}

/** A plain colour such as a shadow's: hex or the name of a brand colour. */
export function plainColourField({ value, onset, ...field }) {
  const paint = value === MIXED || !value ? value : value.startsWith("#") ? { type: "solid", color: value } : { token: value };
  const back = (next, key) => onset(next.token ? asHex(next, tokens(field.palette)) : next.color, key);
  return colourField({ ...field, value: paint, onset: back });
}

const asHex = (paint, colors) => (paint.alpha === undefined || paint.alpha >= 1 ? paint.token : hex(plainColour(paint, colors)));
