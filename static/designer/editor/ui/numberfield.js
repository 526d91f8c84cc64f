// A number to type, step, scrub or calculate; shows "Mixed" for several values and changes each by the same step.

import { expression } from "./arithmetic.js";
import { MIXED } from "./mixed.js";
import { h, icon } from "./render.js";

const SCRUB_PX = 3;

/**
 * @param {object} field
 * @param {string} field.label what a screen reader says; shown before the number unless `short` stands for it
 * @param {string} [field.short] one or two letters in place of the label
 * @param {number | typeof MIXED | null} field.value
 * @param {(change: (old: number) => number, step: string) => void} field.onset called with how to change each value;
 *   `step` is a key under which a run of small steps becomes one step of undo
 * @param {number} [field.step] what ↑ and ↓ do; ten times with Shift, a tenth with Alt
 * @param {boolean} [field.empty] an empty field means null
 */
export function numberField(field) {
  const { label, short, value, unit, disabled, testid, step = 1 } = field;
  return h("div", { class: "ed-number", key: testid ?? label, role: "group", "aria-label": label },
    h("span", { class: "ed-number-label", title: `${label}: drag to change`, onpointerdown: (event) => scrub(event, field) }, short ?? label),
    h("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": label, disabled,
      role: "spinbutton", "aria-valuenow": typeof value === "number" ? value : null, "aria-valuetext": value === MIXED ? "Mixed" : shown(value),
      "aria-valuemin": field.min, "aria-valuemax": field.max,
      "data-testid": testid, placeholder: value === MIXED ? "Mixed" : field.placeholder, value: shown(value),
      onkeydown: (event) => onKey(event, field), onchange: (event) => commit(event.target, field),
      onfocus: (event) => event.target.select(),
    }),
    unit && h("span", { class: "ed-number-unit", "aria-hidden": "true" }, unit),
    h("span", { class: "ed-number-steps" },
      stepper(field, -step, "minus", `Less: ${label}`), stepper(field, step, "plus", `More: ${label}`)));
}

function stepper(field, by, name, label) {
  return h("button", {
    type: "button", tabindex: "-1", "aria-label": label, disabled: field.disabled,
    onclick: (event) => nudge(event.currentTarget.closest(".ed-number").querySelector("input"), field, scaled(by, event)),
  }, icon(name));
}

export const shown = (value) => (typeof value === "number" ? String(Math.round(value * 100) / 100) : "");
const scaled = (by, event) => by * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);

function onKey(event, field) {
  const input = event.target;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    nudge(input, field, scaled((event.key === "ArrowUp" ? 1 : -1) * (field.step ?? 1), event));
  } else if (event.key === "Enter") {
    commit(input, field);
    input.select();
  } else if (event.key === "Escape") {
    if (input.value !== shown(field.value)) event.stopPropagation();
    input.value = shown(field.value);
    input.removeAttribute("aria-invalid");
    input.select();
  }
  if (event.key !== "Escape" && event.key !== "F6" && !event.ctrlKey && !event.metaKey) event.stopPropagation();
}

/** Step each value; the field shows the result at once, also while it has the focus. */
function nudge(input, field, by) {
  const typed = input.value === shown(field.value) ? null : expression(input.value);
  const from = (old) => (typed ? typed(old) : (old ?? 0));
  const change = (old) => within(field, round(from(old) + by));
  if (typeof field.value === "number" || typed) input.value = shown(change(typeof field.value === "number" ? field.value : 0));
  field.onset(change, "step");
}

function commit(input, field) {
  if (input.value === shown(field.value)) return;
  if (!input.value.trim() && field.empty) return field.onset(() => null, "");
  const change = expression(input.value);
  if (!change) {
    if (!input.value.trim()) input.value = shown(field.value);
    else input.setAttribute("aria-invalid", "true");
    return;
  }
  input.removeAttribute("aria-invalid");
  const bounded = (old) => within(field, round(change(old ?? 0)));
  if (typeof field.value === "number") input.value = shown(bounded(field.value));
  field.onset(bounded, "");
}

const round = (value) => Math.round(value * 100) / 100;
const within = ({ min = -Infinity, max = Infinity }, value) => Math.min(max, Math.max(min, value));

/** Drag the label sideways: one step for every three pixels. */
function scrub(event, field) {
  if (field.disabled || event.button) return;
  const label = event.currentTarget, input = label.parentElement.querySelector("input");
  let last = event.clientX;
  label.setPointerCapture(event.pointerId);
  label.onpointermove = (move) => {
    const steps = Math.trunc((move.clientX - last) / SCRUB_PX);
    if (!steps) return;
    last += steps * SCRUB_PX;
    nudge(input, label.field ?? field, scaled(steps * (field.step ?? 1), move));
  };
  label.onpointerup = label.onpointercancel = () => (label.onpointermove = null);
}
