// Build a condition: rows of field, comparison and value, joined by "all" or "any", with groups inside.

import { BARE, OPS, group, holds, inWords, opsFor, ungroup } from "../../model/conditions.js";
import { selectField, textField } from "../../ui/choices.js";
import { h, icon } from "../../ui/render.js";
import { addButton, removeButton, section } from "./section.js";
import { MIXED } from "./tools.js";

const MOST_TERMS = 20;
const MOST_DEPTH = 3;

/** The section "Show when" of the selection. */
export function showWhen(tools) {
  const condition = tools.get("show_if"), { doc, records } = tools.state, off = tools.guarded("content");
  const set = (value, key) => tools.set("show_if", "Show when", value, key);
  const add = () => set(firstTerm(doc.fields));
  if (condition === MIXED) return section("Show when", h("p", { class: "fine" }, "The selected layers have different conditions."));
  if (!condition) return section("Show when", h("p", { class: "fine" }, doc.fields.length ? "Always shown." : "Always shown. Insert a field first to show it only to some."), { action: doc.fields.length > 0 && addButton("Add a condition", add, off) });
  const labelled = (key) => tools.field(key).label;
  const matching = records.filter((record) => holds(condition, record.values)).map((record) => record.label);
  return section("Show when", [
    h("p", { class: "ed-condition", key: "words", "data-testid": "condition-words" }, inWords(condition, labelled)),
    builder({ id: "show", condition, fields: doc.fields, disabled: off, onset: set }),
    h("p", { class: "fine", key: "count", role: "status" }, `Shown for ${matching.length} of ${records.length} test records${matching.length ? `: ${matching.join(", ")}` : ""}.`),
  ], { action: removeButton("Always show", () => set(null), off) });
}

const firstTerm = (fields) => {
  const field = fields.find((one) => one.kind === "choice") ?? fields[0];
  return field?.choices?.length ? { field: field.key, op: "is", value: field.choices[0] } : { field: field.key, op: "not_empty" };
};

/** @param {{id: string, condition: any, fields: any[], onset: (condition: any, key: string) => void, disabled?: boolean}} options */
export function builder({ id, condition, fields, onset, disabled, depth = 1 }) {
  const { any, terms } = group(condition);
  const set = (next, key = "") => onset(ungroup({ any, terms: next }), key);
  const more = count(condition) < MOST_TERMS;
  return h("div", { class: "ed-terms", key: `terms-${id}` },
    terms.length > 1 && selectField({ label: `Match of ${id}`, bare: true, value: any ? "any" : "all", options: [["all", "All of these are true"], ["any", "Any of these is true"]], disabled, onset: (to) => onset({ [to]: terms }, "") }),
    terms.map((term, at) => (term.all || term.any
      ? h("div", { class: "ed-term-group", key: `t${at}` }, builder({ id: `${id}-${at + 1}`, condition: term, fields, disabled, depth: depth + 1, onset: (next, key) => set(next ? terms.with(at, next) : terms.toSpliced(at, 1), key) }))
      : row({ id, term, at, fields, disabled, last: terms.length === 1, change: (next, key) => set(terms.with(at, next), key), drop: () => set(terms.toSpliced(at, 1)) }))),
    more && h("div", { class: "ed-row", key: "more" },
      h("button", { type: "button", class: "ed-link", disabled, onclick: () => set([...terms, firstTerm(fields)]) }, icon("plus"), "And / or"),
      depth < MOST_DEPTH && terms.length > 1 && h("button", { type: "button", class: "ed-link", disabled, onclick: () => set([...terms, { [any ? "all" : "any"]: [firstTerm(fields), firstTerm(fields)] }]) }, "Group")));
}

const count = (condition) => (condition?.all ?? condition?.any)?.reduce((sum, term) => sum + count(term), 0) ?? (condition ? 1 : 0);

function row({ id, term, at, fields, disabled, last, change, drop }) {
  const field = fields.find((one) => one.key === term.field);
  const ops = opsFor(field?.kind);
  const options = (ops.includes(term.op) ? ops : [...ops, term.op]).map((op) => [op, OPS[op]]);
  const names = fields.map((one) => [one.key, one.label || one.key]);
  const where = `${id} ${at + 1}`;
  return h("div", { class: "ed-term", key: `t${at}`, role: "group", "aria-label": `Condition ${at + 1}` },
    selectField({ bare: true, label: `Field of condition ${where}`, value: term.field, options: field ? names : [[term.field, term.field], ...names], disabled, onset: (key) => change({ ...term, field: key }) }),
    selectField({ bare: true, label: `Comparison of condition ${where}`, value: term.op, options, disabled, onset: (op) => change(withOp(term, op)) }),
    !BARE.has(term.op) && valueField(term, field, where, disabled, change),
    !last && removeButton(`Remove condition ${at + 1}`, drop, disabled));
}

function withOp({ field, value }, op) {
  if (BARE.has(op)) return { field, op };
  const list = [value ?? ""].flat();
  return { field, op, value: op === "in" ? list : list[0] };
}

function valueField(term, field, where, disabled, change) {
  const label = `Value of condition ${where}`;
  const choices = field?.kind === "bool" ? [["true", "Yes"], ["false", "No"]] : field?.choices?.map((one) => [one, one]);
  if (choices?.length && term.op !== "in") {
    const known = choices.some(([one]) => one === term.value) ? choices : [[term.value ?? "", term.value || "Choose"], ...choices];
    return selectField({ bare: true, label, value: term.value, options: known, disabled, onset: (value) => change({ ...term, value }) });
  }
  const text = [term.value ?? ""].flat().join(", ");
  const read = (typed) => (term.op === "in" ? typed.split(",").map((one) => one.trim()).filter(Boolean) : typed);
  return textField({ bare: true, label, value: text, disabled, placeholder: { in: "VIP, Gold", before: "2026-12-31", after: "2026-12-31" }[term.op] ?? "Value", onset: (typed) => change({ ...term, value: read(typed) }) });
}
