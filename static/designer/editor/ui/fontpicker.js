// A font to choose: the brand's styles first, then every family shown in its own letters, with weight and slant.

import { checkField, selectField } from "./choices.js";
import { MIXED } from "./mixed.js";
import { popover, redraw } from "./popover.js";
import { h, icon } from "./render.js";

const WEIGHTS = { 100: "Thin", 200: "Extra light", 300: "Light", 400: "Regular", 500: "Medium", 600: "Semibold", 700: "Bold", 800: "Extra bold", 900: "Black" };
let query = "";

/**
 * @param {object} field
 * @param {any} field.value `{token}`, `{family, weight, italic}` or MIXED
 * @param {{token: string, label: string, family: string, weight: number, italic: boolean}[]} field.styles the brand's
 * @param {{family: string, weights: number[], italic: boolean, category: string, uploaded: boolean}[]} field.families
 * @param {(family: string, weight: number) => string} field.preview address of a picture of the family's name
 */
export function fontField(field) {
  const { id, value, styles, families, onset } = field;
  const spec = value === MIXED ? null : value?.token ? styles.find((one) => one.token === value.token) : value;
  const family = families.find((one) => one.family === spec?.family);
  const set = (change) => onset({ family: spec.family, weight: spec.weight ?? 400, italic: spec.italic ?? false, ...change });
  return h("div", { class: "stack tight", key: id },
    h("div", { class: "ed-field" }, h("span", { "aria-hidden": "true" }, field.label ?? "Font"),
      popover({
        id, label: `Font: ${fontWords(value, styles)}`, className: "popover ed-popover ed-fonts", onopen: () => (query = ""),
        props: { class: "ed-select-button", "data-testid": "font" }, content: () => list(field, spec),
        button: [h("span", { class: "ed-truncate" }, fontWords(value, styles)), icon("chevron-down")],
      })),
    spec && h("div", { class: "ed-pair" },
      selectField({ label: "Weight", value: String(spec.weight ?? 400), options: weights(family, spec), testid: "weight", onset: (weight) => set({ weight: Number(weight) }) }),
      (family?.italic || spec.italic) && checkField({ label: "Italic", value: spec.italic ?? false, onset: (italic) => set({ italic }) })),
    spec && !family && h("p", { class: "ed-note warn" }, icon("triangle-alert"), h("span", {}, `${spec.family} is not installed. Another font stands in for it.`)));
}

export function fontWords(value, styles) {
  if (value === MIXED) return "Mixed";
  if (value?.token) return styles.find((one) => one.token === value.token)?.label ?? value.token;
  return value?.family ?? "Inter";
}

function weights(family, spec) {
  const all = family?.weights.length ? family.weights : [400, 700];
  const known = all.includes(spec.weight ?? 400) ? all : [...all, spec.weight].sort((a, b) => a - b);
  return known.map((weight) => [String(weight), WEIGHTS[weight] ?? String(weight)]);
}

function list(field, spec) {
  const { id, value, styles, families, allowed, onset } = field;
  const wanted = families.filter((one) => one.family.toLowerCase().includes(query.toLowerCase()) && (!allowed?.length || allowed.includes(one.family)));
  const close = () => document.getElementById(id).hidePopover();
  const pick = (font) => (onset(font), close());
  return [
    h("div", { class: "affixed search", key: "search" }, icon("search"), h("input", {
      type: "search", "aria-label": "Search fonts", placeholder: "Search fonts", autofocus: true, value: query,
      oninput: (event) => ((query = event.target.value), redraw(id)),
      onkeydown: (event) => event.key !== "Escape" && event.stopPropagation(),
    })),
    h("div", { class: "ed-font-list", key: "list", onkeydown: roam },
      !query && styles.length > 0 && h("h3", { key: "brand" }, "Brand styles"),
      !query && styles.map((one) => choice(`s-${one.token}`, one.label, one, field, value?.token === one.token, () => pick({ token: one.token }))),
      h("h3", { key: "all" }, "All fonts"),
      wanted.map((one) => choice(one.family, one.family, { family: one.family, weight: nearest(one.weights, spec?.weight ?? 400) }, field, !value?.token && spec?.family === one.family, (look) => pick({ family: one.family, weight: look.weight, italic: false }))),
      !wanted.length && h("p", { class: "fine", key: "none" }, `No font is called “${query}”.`)),
  ];
}

function choice(key, name, look, field, pressed, run) {
  return h("button", { key, type: "button", class: "ed-font", "aria-pressed": String(pressed), "aria-label": name, onclick: () => run(look) },
    h("img", { src: field.preview(look.family, look.weight), alt: "", height: 22, loading: "lazy", decoding: "async" }),
    key.startsWith("s-") && h("span", { class: "fine" }, name), pressed && icon("check"));
}

const nearest = (weights, weight) => weights.reduce((best, one) => (Math.abs(one - weight) < Math.abs(best - weight) ? one : best), weights[0] ?? 400);

function roam(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("button")];
  all[(all.indexOf(document.activeElement) + by + all.length) % all.length]?.focus();
}
