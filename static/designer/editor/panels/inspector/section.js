// A part of the inspector that folds, and remembers whether it is open.

import { h, icon } from "../../ui/render.js";

const KEY = "okzest:folded";

const folded = new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));

/** @param {string} name @param {any} content nodes @param {{action?: any, open?: boolean}} [options] */
export function section(name, content, { action } = {}) {
  return h("div", { key: `section-${name}`, class: "ed-section" },
    h("details", { open: !folded.has(name), ontoggle: (event) => remember(event, name), "data-section": name },
      h("summary", {}, h("span", { class: "ed-fold", "aria-hidden": "true" }, icon("chevron-right")), h("h3", {}, name)),
      h("div", { class: "ed-section-body" }, content)),
    action && h("span", { class: "ed-section-action" }, action));
}

function remember(event, name) {
  if (event.target !== event.currentTarget) return;
  if (event.currentTarget.open) folded.delete(name);
  else folded.add(name);
  localStorage.setItem(KEY, JSON.stringify([...folded]));
}

export const addButton = (label, run, disabled) =>
  h("button", { type: "button", class: "ed-icon-button", "aria-label": label, "data-tooltip": label, disabled, onclick: (event) => (event.preventDefault(), run()) }, icon("plus"));

export const removeButton = (label, run, disabled) =>
  h("button", { type: "button", class: "ed-icon-button", "aria-label": label, "data-tooltip": label, disabled, onclick: (event) => (event.preventDefault(), run()) }, icon("minus"));
