// The sizes of a design: switch between them, add one with every layer carried over by its pins, rename, remove.

import { showDialog, decide } from "../ui/dialog.js";
import { menu } from "../ui/popover.js";
import { h, icon } from "../ui/render.js";

const PRESETS = [["Email banner", 600, 200], ["Email 600", 600, 300], ["Square", 600, 600], ["Share", 1200, 630], ["Instagram", 1080, 1080], ["Portrait", 1080, 1350]];

export function sizesList(context) {
  const { store, actions } = context, { state } = store;
  const off = state.perms.edit === false || state.save.state === "readonly";
  return h("section", { class: "ed-sizes", key: "sizes", "aria-label": "Sizes" },
    h("div", { class: "ed-panel-head" }, h("h2", {}, "Sizes"), h("button", { type: "button", class: "ed-icon-button", "aria-label": "Add size", "data-tooltip": "Add size", disabled: off, onclick: () => addSize(context) }, icon("plus"))),
    h("ul", { role: "list", class: "ed-layers" }, state.doc.sizes.map((size, at) => h("li", { key: size.id, class: "ed-layer", "aria-current": String(size.id === state.size) },
      h("span", { class: "ed-thumb", "aria-hidden": "true" }, h("svg", { viewBox: "0 0 28 22" }, shape(size))),
      h("button", { type: "button", class: "ed-layer-name", "aria-pressed": String(size.id === state.size), onclick: () => actions.setSize(size.id) }, h("span", { class: "ed-truncate" }, size.name || size.id), h("span", { class: "fine" }, `${size.w} × ${size.h}`)),
      at > 0 && menu({ id: `size-menu-${size.id}`, label: `More for ${size.name || size.id}`, end: true, button: icon("ellipsis"), props: { class: "ed-icon-button ed-quiet" }, items: [{ label: "Delete size", icon: "trash-2", danger: true, disabled: off, run: () => removeSize(context, size.id) }] })))));
}

function shape({ w, h: height }) {
  const scale = Math.min(24 / w, 18 / height);
  const [width, tall] = [w * scale, height * scale];
  return h("rect", { x: (28 - width) / 2, y: (22 - tall) / 2, width, height: tall, rx: 1.5, class: "ed-size-shape" });
}

function addSize(context) {
  const form = { name: "Share", w: 1200, h: 630 };
  const ok = () => form.name.trim() && form.w >= 16 && form.h >= 16 && form.w <= 4000 && form.h <= 4000;
  const add = (dialog) => ok() && (context.actions.addSize({ ...form, name: form.name.trim() }), dialog.close());
  const number = (name, label, dialog) => h("label", { class: "ed-field" }, h("span", {}, label), h("input", { type: "number", min: 16, max: 4000, value: form[name], oninput: (event) => ((form[name] = Math.round(Number(event.target.value))), dialog.redraw()) }));
  showDialog({
    title: "Add a size", size: "small", testid: "add-size",
    body: (dialog) => [
      h("div", { class: "ed-presets", key: "presets" }, PRESETS.map(([name, w, height]) => h("button", { key: name, type: "button", class: "button small", "aria-pressed": String(form.w === w && form.h === height), onclick: () => (Object.assign(form, { name, w, h: height }), dialog.redraw()) }, `${name} ${w} × ${height}`))),
      h("label", { class: "ed-field", key: "name" }, h("span", {}, "Name"), h("input", { type: "text", maxlength: 60, value: form.name, oninput: (event) => ((form.name = event.target.value), dialog.redraw()) })),
      h("div", { class: "ed-pair", key: "wh" }, number("w", "Width", dialog), number("h", "Height", dialog)),
      h("p", { class: "fine", key: "note" }, form.w * form.h > 4e6 ? "Above 4 megapixels: mail clients load this slowly." : "Layers are carried over by their pins. Words and pictures stay the same in every size."),
    ],
    foot: (dialog) => decide(dialog, "Add size", () => add(dialog), { disabled: !ok() }),
  });
}

function removeSize({ store, actions }, id) {
  const { doc } = store.state;
  const { [id]: _gone, ...overrides } = doc.overrides;
  if (store.state.size === id) actions.setSize(doc.sizes[0].id);
  store.dispatch("Delete size", [{ op: "set", id: "@doc", set: { sizes: doc.sizes.filter((size) => size.id !== id), overrides } }]);
}
