// The colours to choose from: the brand's with their names, what was used lately, the eyedropper.

import { h, icon } from "./render.js";

const RECENT = "okzest:recent-colours";
const KEPT = 8;

export function recentColours() {
  try {
    return JSON.parse(localStorage.getItem(RECENT) ?? "[]");
  } catch {
    return [];
  }
}

export function rememberColour(colour) {
  const rest = recentColours().filter((one) => one !== colour);
  localStorage.setItem(RECENT, JSON.stringify([colour, ...rest].slice(0, KEPT)));
}

/** @param {{label: string, colours: {name: string, css: string, value: any, pressed: boolean}[], onset: (value: any) => void, named?: boolean}} options */
export function swatchList({ label, colours, onset, named = false }) {
  return h("div", { class: "ed-swatches", key: label },
    h("h3", {}, label),
    h("div", { class: named ? "ed-swatch-names" : "ed-swatch-grid", role: "group", "aria-label": label },
      colours.map((one) => h("button", {
        key: one.name, type: "button", class: "ed-swatch-choice", "aria-pressed": String(one.pressed), "aria-label": named ? null : one.name,
        "data-tooltip": named ? null : one.name, onclick: () => onset(one.value),
      }, swatch(one.css), named && h("span", {}, one.name)))));
}

/** A small square of a colour or gradient, over a chequered ground so that transparency shows. */
export const swatch = (css) => h("span", { class: "ed-swatch", "aria-hidden": "true" }, h("span", { style: { background: css } }));

/** A colour to type; `onset` says whether it is one. @param {{label: string, testid: string, value: string, onset: (text: string) => boolean}} field */
export function hexField({ label, testid, value, onset }) {
  const take = (input) => {
    if (input.value.toUpperCase() === value) return;
    if (onset(input.value)) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  };
  return h("input", {
    class: "ed-hex", type: "text", "aria-label": label, "data-testid": testid, value, maxlength: 9, spellcheck: "false", autocomplete: "off",
    onchange: (event) => take(event.target),
    onkeydown: (event) => {
      if (event.key === "Enter") take(event.target);
      if (event.key !== "Escape") event.stopPropagation();
    },
  });
}

/** Pick a colour from anywhere on the screen, where the browser can. */
export function eyedropper(onset) {
  if (!("EyeDropper" in window)) return null;
  return h("button", {
    type: "button", class: "button icon-only small", "aria-label": "Pick a colour from the screen",
    onclick: () => new window.EyeDropper().open().then((picked) => onset(picked.sRGBHex.toUpperCase()), () => {}),
  }, icon("pipette"));
}
