// Tabs inside a panel: one Tab stop, arrows go along, the chosen one is told.

import { h } from "./render.js";

/** @param {{label: string, value: string, options: [string, string][], onset: (value: string) => void}} tabs */
export function tabs({ label, value, options, onset }) {
  const go = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const at = options.findIndex(([name]) => name === value);
    onset(options[(at + by + options.length) % options.length][0]);
    queueMicrotask(() => event.currentTarget?.querySelector("[aria-selected=true]")?.focus());
  };
  return h("div", { class: "tabs ed-tabs", role: "tablist", "aria-label": label, onkeydown: go },
    options.map(([name, words]) => h("button", {
      key: name, type: "button", role: "tab", "aria-selected": String(name === value), tabindex: name === value ? "0" : "-1", onclick: () => onset(name),
    }, words)));
}
