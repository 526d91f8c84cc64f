// A picture of the library to choose or upload: a small view of the chosen one, and the dialog to change it.

import { showDialog } from "../../ui/dialog.js";
import { h, icon } from "../../ui/render.js";
import { MIXED } from "./tools.js";

const library = { rows: null, query: "" };

export function assetButton(tools, path, label, optional = false) {
  const value = tools.get(path), off = tools.guarded("content");
  const row = library.rows?.find((one) => one.digest === value || one.id === value);
  const set = (asset) => tools.set(path, label, asset && (asset.digest ?? asset.id));
  if (!library.rows) load(tools);
  return h("div", { class: "ed-field", key: path }, h("span", { "aria-hidden": "true" }, label),
    h("div", { class: "ed-asset" },
      h("span", { class: "ed-asset-picture" }, row ? h("img", { src: row.url, alt: "" }) : icon("image")),
      h("span", { class: "ed-truncate" }, value === MIXED ? "Mixed" : (row?.name ?? (value ? "A picture of this template" : "None"))),
      h("button", { type: "button", class: "button small", disabled: off, "aria-label": `${value ? "Replace" : "Choose"}: ${label}`, "data-testid": `choose-${path}`, onclick: () => chooseAsset(tools, set) }, value ? "Replace" : "Choose"),
      optional && value && h("button", { type: "button", class: "ed-icon-button", disabled: off, "aria-label": `Remove: ${label}`, onclick: () => set(null) }, icon("x"))));
}

function load(tools) {
  library.rows = [];
  tools.net.assets("").then((rows) => ((library.rows = rows), tools.store.update({ library: rows })), () => {});
}

/** Ask for a picture: search the library, or bring one from this computer. */
export function chooseAsset(tools, onset) {
  let busy = false, problem = "";
  const kinds = new Set(["image", "logo", "svg", "icon"]);
  const fetchRows = () => tools.net.assets(library.query).then((rows) => ((library.rows = rows), dialog.redraw()));
  const take = async (file) => {
    if (!file) return;
    [busy, problem] = [true, ""];
    dialog.redraw();
    try {
      const row = await tools.net.upload(file);
      library.rows = [row, ...(library.rows ?? [])];
      pick(row);
    } catch (error) {
      [busy, problem] = [false, error.message];
      dialog.redraw();
    }
  };
  const pick = (row) => (onset(row), dialog.close());
  const dialog = showDialog({
    title: "Choose a picture", size: "wide", testid: "asset-dialog",
    body: () => [
      h("div", { class: "ed-row", key: "bar" },
        h("div", { class: "affixed search" }, icon("search"), h("input", { type: "search", "aria-label": "Search pictures", placeholder: "Search", value: library.query, oninput: (event) => ((library.query = event.target.value), fetchRows()) })),
        h("label", { class: "button ed-upload", "aria-busy": String(busy) }, icon("upload"), "Upload", h("input", { type: "file", accept: "image/*", class: "visually-hidden", onchange: (event) => take(event.target.files[0]) }))),
      problem && h("p", { class: "alert bad", role: "alert", key: "problem" }, icon("circle-x"), h("div", {}, problem)),
      h("div", { class: "ed-assets", key: "grid" }, (library.rows ?? []).filter((row) => kinds.has(row.kind) || row.w).map((row) =>
        h("button", { key: row.id, type: "button", class: "ed-asset-card", onclick: () => pick(row) },
          h("img", { src: row.url, alt: "", loading: "lazy" }), h("span", { class: "ed-truncate" }, row.name), h("span", { class: "fine" }, row.w ? `${row.w} × ${row.h}` : row.kind)))),
      library.rows?.length === 0 && h("p", { class: "fine", key: "none" }, "No picture is called that. Upload one."),
    ],
  });
  fetchRows();
}
