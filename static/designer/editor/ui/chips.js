// Text with merge fields: a textarea, the chips of the fields in it, and the button that inserts one.

import { tags } from "../model/text.js";
import { h, icon } from "./render.js";

/**
 * @param {object} field
 * @param {string} field.label
 * @param {string} field.value
 * @param {(text: string) => void} field.onset at each key
 * @param {(input: HTMLTextAreaElement, typed: boolean) => void} field.onfield asks for the field menu at the caret
 * @param {(key: string) => {label: string, state: string}} field.named the field's label, and value, fallback or blank
 */
export function chipsField({ label, value, onset, onfield, named, disabled, testid, rows = 2, placeholder, note, bare = false }) {
  const input = h("textarea", {
    rows, disabled, placeholder, "data-testid": testid, "aria-label": bare ? label : null, value: value ?? "",
    oninput: (event) => {
      onset(event.target.value);
      const at = event.target.selectionStart;
      if (event.data === "{" && !event.target.value.slice(at).startsWith("}")) onfield(event.target, true);
    },
    onkeydown: (event) => event.key !== "F6" && !event.ctrlKey && !event.metaKey && event.stopPropagation(),
  });
  const insert = h("button", {
    type: "button", class: "ed-link", disabled, onclick: (event) => onfield(event.target.closest(".ed-field").querySelector("textarea"), false),
  }, icon("braces"), "Insert field");
  return h("div", { class: "ed-field", key: testid ?? label },
    h("div", { class: "ed-field-head" }, bare ? h("span", { "aria-hidden": "true" }, label) : h("label", { for: testid }, label), insert),
    { ...input, props: { ...input.props, id: testid } },
    chips(value, named), note);
}

/** The fields of a text as chips: violet a value, amber its fallback, outlined nothing to show. */
export function chips(text, named) {
  const keys = [...new Set(tags(text ?? "").map((tag) => tag.key))].filter(Boolean);
  if (!keys.length) return null;
  return h("div", { class: "ed-chips" }, keys.map((key) => {
    const { label, state, shown } = named(key);
    const look = { fallback: "fallback", blank: "blank", missing: "unused" }[state] ?? "";
    return h("span", { key, class: `chip ${look}`, "data-tooltip": shown, tabindex: shown ? "0" : null, "data-field": key }, label);
  }));
}
