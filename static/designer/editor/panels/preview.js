// Preview: every record side by side, full screen, as mail clients will show it.

import { segmented } from "../ui/choices.js";
import { showDialog } from "../ui/dialog.js";
import { h, icon } from "../ui/render.js";

const VIEWS = [["plain", "Images on"], ["dark", "Dark mail"], ["alt", "Images off"], ["phone", "Phone"]];

/** @param {any} context */
export function openPreview(context) {
  const { store, net } = context, { state } = store;
  const view = { mode: "plain", size: state.size, cells: new Map(), turn: 0 };
  const dialog = showDialog({ title: `Preview · ${state.doc.name}`, size: "ed-preview", testid: "preview-dialog", body: () => body(context, view, load), onclose: () => [...view.cells.values()].forEach((cell) => cell.url && URL.revokeObjectURL(cell.url)) });
  async function load() {
    const mine = ++view.turn;
    view.cells.clear();
    dialog.redraw();
    for (const record of store.state.records) {
      const cell = await draw(net, store.state, record, view.size);
      if (mine !== view.turn) return;
      view.cells.set(record.id, cell);
      if (dialog.element.isConnected) dialog.redraw();
    }
  }
  load();
}

async function draw(net, state, record, size) {
  const started = performance.now();
  try {
    const blob = await net.compose({ size, record: record.id, doc: state.doc });
    return { url: URL.createObjectURL(blob), ms: Math.round(performance.now() - started) };
  } catch (error) {
    return { problem: error.message };
  }
}

function body({ store, net, actions }, view, load) {
  const { doc, records } = store.state;
  const size = doc.sizes.find((one) => one.id === view.size);
  const set = (change) => (Object.assign(view, change), load());
  return [
    h("div", { class: "ed-row ed-preview-bar", key: "bar" },
      segmented({ label: "Show as", value: view.mode, options: VIEWS, shown: false, onset: (mode) => set({ mode }) }),
      doc.sizes.length > 1 && segmented({ label: "Size", value: view.size, options: doc.sizes.map((one) => [one.id, one.name || one.id]), shown: false, onset: (next) => set({ size: next }) }),
      h("a", { class: "button small", href: net.urls.qa }, "Open the full check")),
    h("ul", { class: `ed-preview-grid ${view.mode}`, role: "list", key: "grid" }, records.map((record) => cell(record, view.cells.get(record.id), size, view.mode, doc, () => actions.setRecord(record.id)))),
  ];
}

function cell(record, drawn, size, mode, doc, run) {
  return h("li", { key: record.id, class: "ed-preview-cell" },
    h("div", { class: "ed-preview-frame", style: { "aspect-ratio": `${size.w} / ${size.h}` } },
      mode === "alt" ? h("p", { class: "ed-preview-alt" }, filled(doc.alt, record.values, doc.fields)) : picture(drawn, record, size)),
    h("div", { class: "ed-preview-foot" }, h("button", { type: "button", class: "ed-link", onclick: run }, record.label), drawn?.ms && h("span", { class: "fine" }, `${drawn.ms} ms`)));
}

function picture(drawn, record, size) {
  if (!drawn) return h("span", { class: "skeleton", key: "wait" });
  if (drawn.problem) return h("p", { class: "ed-note bad", key: "problem" }, icon("circle-x"), h("span", {}, drawn.problem));
  return h("img", { key: "picture", src: drawn.url, width: size.w, height: size.h, alt: `With the record ${record.label}` });
}

const filled = (text, values, fields) => (text || "No alternative text").replace(/\{\{\s*([a-z][a-z0-9_]*)[^}]*\}\}/g, (_, key) => values[key]?.trim() || fields.find((one) => one.key === key)?.fallback || "");
