// One of several: a select with an honest "Mixed", a segmented control, a switch and a text field, all labelled.

import { MIXED } from "./mixed.js";
import { h, icon } from "./render.js";

/** @param {{label: string, value: any, options: [string, string][], onset: (value: string) => void, bare?: boolean}} field */
export function selectField({ label, value, options, onset, disabled, testid, bare = false }) {
  const select = h("select", {
    "aria-label": bare ? label : null, "data-testid": testid, disabled, value: value === MIXED ? "" : value,
    onchange: (event) => onset(event.target.value),
  },
  value === MIXED && h("option", { key: "mixed", value: "", disabled: true }, "Mixed"),
  options.map(([name, words]) => h("option", { key: `o-${name}`, value: name }, words)));
  return bare ? select : h("label", { class: "ed-field", key: testid ?? label }, h("span", {}, label), select);
}

/** @param {{label: string, value: any, options: [string, string, string?][], onset: (value: string) => void}} field options: value, words, icon */
export function segmented({ label, value, options, onset, disabled, testid, shown = true }) {
  const group = h("div", { class: "segmented ed-segmented", role: "group", "aria-label": label, "data-testid": testid },
    options.map(([name, words, picture]) => h("button", {
      key: name, type: "button", disabled, "aria-pressed": String(value === name), "aria-label": picture ? words : null,
      "data-tooltip": picture ? words : null, "data-value": name, onclick: () => onset(name),
    }, picture ? icon(picture) : words)));
  return shown ? h("div", { class: "ed-field", key: testid ?? label }, h("span", { "aria-hidden": "true" }, label), group) : group;
}

export function checkField({ label, value, onset, disabled, testid }) {
  return h("label", { class: "ed-check", key: testid ?? label },
    h("input", {
      type: "checkbox", checked: value === true, indeterminate: value === MIXED, disabled, "data-testid": testid,
      onchange: (event) => onset(event.target.checked),
    }), label);
}

/** A text to type; told at each key when `live`, else when it is left or Enter is pressed. Escape takes it back. */
export function textField({ label, value, onset, live = false, lines = 0, disabled, testid, placeholder, max, extra, bare = false }) {
  const given = value === MIXED ? "" : (value ?? "");
  const input = h(lines ? "textarea" : "input", {
    type: lines ? null : "text", rows: lines || null, disabled, "data-testid": testid, maxlength: max, "aria-label": bare ? label : null,
    placeholder: value === MIXED ? "Mixed" : placeholder, value: given, autocomplete: "off",
    oninput: live ? (event) => onset(event.target.value, event.target) : null,
    onchange: live ? null : (event) => event.target.value !== given && onset(event.target.value, event.target),
    onkeydown: (event) => onKey(event, given, lines),
  });
  if (bare) return input;
  return h("div", { class: "ed-field", key: testid ?? label }, h("label", {}, h("span", {}, label), input), extra);
}

function onKey(event, given, lines) {
  if (event.key === "Escape") {
    if (event.target.value === given) return;
    event.target.value = given;
    event.target.dispatchEvent(new Event("input"));
  }
  if (event.key === "Enter" && !lines) event.target.blur();
  if (!event.ctrlKey && !event.metaKey && event.key !== "F6") event.stopPropagation();
}
