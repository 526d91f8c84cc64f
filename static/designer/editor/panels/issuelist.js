// Everything found in the design, worst first: the pill at the right of the strip and the list it opens.

import { popover } from "../ui/popover.js";
import { h, icon, onceDrawn } from "../ui/render.js";

const RANK = { block: 0, warn: 1, info: 2 };
const LOOK = { block: ["circle-x", "bad"], warn: ["triangle-alert", "warn"], info: ["info", "info"] };

/** Where issues stand that concern the design whatever the record. */
export const WHOLE = "@whole";

/** Issues of all records as one list: the same trouble of one layer in several records comes once, as in the first. */
export function collected({ issues, records }) {
  const found = new Map();
  for (const { id } of [...records, { id: WHOLE }]) {
    for (const issue of issues[id] ?? []) {
      const key = [issue.level, issue.code, issue.layer, issue.layer ? issue.text.replaceAll(/[\d.]+/g, "#") : issue.text].join("|");
      if (!found.has(key)) found.set(key, { ...issue, key, records: [] });
      if (id !== WHOLE && !found.get(key).records.includes(id)) found.get(key).records.push(id);
    }
  }
  return [...found.values()].sort((a, b) => RANK[a.level] - RANK[b.level]);
}

export function issuePill(context) {
  const { state } = context.store;
  const all = collected(state), blocking = all.filter((one) => one.level === "block").length, warnings = all.filter((one) => one.level === "warn").length;
  const tone = blocking ? "bad" : warnings ? "warn" : "ok";
  const words = blocking || warnings ? `${blocking + warnings} issue${blocking + warnings === 1 ? "" : "s"}` : "No issues";
  return popover({
    id: "issue-list", label: `${words}. Show the list`, className: "popover ed-popover ed-issues end", props: { class: `badge ${tone} ed-issue-pill`, "data-testid": "issue-pill" },
    button: [icon(tone === "ok" ? "circle-check" : "triangle-alert"), words], content: () => list(context),
  });
}

function list(context) {
  const { state } = context.store, all = collected(state);
  if (!all.length) return h("p", { class: "fine" }, "Nothing to fix in any record.");
  return [h("h3", { key: "head" }, "Issues"), h("ul", { role: "list", key: "list", class: "ed-issue-rows" }, all.map((issue) => row(context, issue)))];
}

/** Choose its layer, in a record that has it; the alternative text is at hand when nothing is chosen. */
export function showIssue({ store, actions }, issue) {
  if (issue.records.length && !issue.records.includes(store.state.record)) actions.setRecord(issue.records[0]);
  if (issue.layer || ALT.has(issue.code)) actions.select(issue.layer ? [issue.layer] : []);
  if (ALT.has(issue.code)) onceDrawn(() => document.getElementById("p-alt")?.focus());
}

const ALT = new Set(["alt_missing"]);

function row({ store, actions }, issue) {
  const { records, doc, perms } = store.state, [picture, tone] = LOOK[issue.level];
  const names = issue.records.map((id) => records.find((one) => one.id === id)?.label).filter(Boolean);
  const layer = doc.layers.find((one) => one.id === issue.layer);
  const show = () => {
    document.getElementById("issue-list").hidePopover();
    showIssue({ store, actions }, issue);
  };
  return h("li", { key: issue.key, class: "ed-issue", "data-code": issue.code },
    h("button", { type: "button", class: `ed-issue-text ${tone}`, onclick: show }, icon(picture), h("span", {}, h("span", {}, issue.text), h("span", { class: "fine" }, [layer?.name, names.length === records.length ? "all records" : !names.length ? "the whole design" : names.join(", ")].filter(Boolean).join(" · ")))),
    perms.edit !== false && (issue.fixes ?? []).map((fix) => h("button", { key: fix.label, type: "button", class: "button small", onclick: () => store.dispatch(fix.label, fix.ops) }, fix.label)));
}
