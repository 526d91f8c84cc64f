// The dialog for the part of a picture that shows: its focal point, crop and zoom.

import { decide, showDialog } from "../ui/dialog.js";
import { h } from "../ui/render.js";
import { shownLayer } from "../actions/changes.js";

/** Opens when the state names a layer in `crop`. @returns {() => void} */
export function mountCropper(context) {
  return context.store.subscribe("crop", ({ crop }) => crop && open(context, crop));
}

function open({ store, actions, net }, id) {
  const layer = shownLayer(store.state, id);
  const form = { focal: [...layer.focal], zoom: layer.zoom, crop: layer.crop ? { ...layer.crop } : null };
  const view = { url: null };
  const done = () => (view.url && URL.revokeObjectURL(view.url), store.update({ crop: null }));
  const save = (dialog) => (actions.set([id], form, { label: "Crop" }), dialog.close());
  const dialog = showDialog({
    title: "Crop and focal point", size: "wide", testid: "crop-dialog", onclose: done,
    body: (self) => [
      h("p", { key: "words", class: "fine" }, "The point stays in view whatever shape the layer has. Click on what matters, or use the sliders."),
      h("div", { key: "picture", class: "stage-crop", onpointerdown: (event) => aim(event, form, self), "data-testid": "focal-picture" },
        view.url ? h("img", { src: view.url, alt: "The whole picture", draggable: "false" }) : h("span", { class: "skeleton picture" }),
        h("span", { class: "stage-focal", style: { left: `${form.focal[0] * 100}%`, top: `${form.focal[1] * 100}%` }, "aria-hidden": "true" })),
      slider("Sideways", form.focal[0], 0, 1, 0.01, (value) => ((form.focal = [value, form.focal[1]]), self.redraw())),
      slider("Up and down", form.focal[1], 0, 1, 0.01, (value) => ((form.focal = [form.focal[0], value]), self.redraw())),
      slider("Zoom", form.zoom, 1, 8, 0.1, (value) => ((form.zoom = value), self.redraw())),
      ["x", "y", "w", "h"].map((name) => slider({ x: "Cut from the left", y: "Cut from the top", w: "Width kept", h: "Height kept" }[name], form.crop?.[name] ?? (name === "w" || name === "h" ? 1 : 0), name === "w" || name === "h" ? 0.05 : 0, name === "w" || name === "h" ? 1 : 0.95, 0.01, (value) => ((form.crop = fitted({ x: 0, y: 0, w: 1, h: 1, ...form.crop, [name]: value })), self.redraw()))),
    ],
    foot: (self) => decide(self, "Apply", () => save(self)),
  });
  whole(layer, store, net).then((url) => ((view.url = url), dialog.redraw()), () => {});
}

const slider = (label, value, min, max, step, onset) => h("label", { class: "ed-field", key: label }, h("span", {}, label), h("input", { type: "range", min, max, step, value, oninput: (event) => onset(Number(event.target.value)) }));

const fitted = (crop) => ({ ...crop, w: Math.min(crop.w, 1 - crop.x), h: Math.min(crop.h, 1 - crop.y) });

function aim(event, form, self) {
  const frame = event.currentTarget.getBoundingClientRect();
  form.focal = [clamp((event.clientX - frame.left) / frame.width), clamp((event.clientY - frame.top) / frame.height)];
  self.redraw();
}

const clamp = (value) => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;

/** The uncut picture, as the renderer shows it, in an artboard of its own. */
async function whole(layer, store, net) {
  const { doc, record } = store.state, w = 640, h_ = 400;
  const plain = { ...layer, x: 0, y: 0, w, h: h_, rot: 0, crop: null, zoom: 1, fit: "contain", focal: [0.5, 0.5], mask: { shape: "rect", radius: 0 }, shadows: [], anchor: null, show_if: null, opacity: 1, visible: true };
  const alone = { ...doc, sizes: [{ id: "base", name: "Picture", w, h: h_ }], background: null, layers: [plain], overrides: {}, rules: [], groups: [], guides: [] };
  const blob = await net.compose({ size: "base", record, doc: alone });
  return URL.createObjectURL(blob);
}
