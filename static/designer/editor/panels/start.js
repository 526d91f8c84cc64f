// An empty artboard: what to do first, and three starter blocks.

import { freshId } from "../model/schema.js";
import { h, icon, render, scheduled } from "../ui/render.js";

/** Shown over the artboard while the document has no layers. @param {HTMLElement} root @returns {() => void} */
export function mountStart(root, context) {
  const draw = scheduled(() => render(root, hint(context)));
  const off = context.store.subscribe(["doc", "size", "perms"], draw);
  draw();
  return () => (off(), render(root, []));
}

function hint(context) {
  const { state } = context.store;
  if (state.doc.layers.length || state.perms.edit === false) return [];
  const block = (name, picture, make) => h("button", { key: name, type: "button", class: "button", onclick: () => add(context, name, make) }, icon(picture), name);
  return h("div", { class: "ed-start", "data-testid": "start" },
    h("p", {}, "Press ", h("kbd", {}, "T"), " and type, drop an image, or choose a starter block"),
    h("div", { class: "ed-row" }, block("Headline and name", "type", headline), block("Round photo", "circle-user-round", photo), block("QR code", "qr-code", code)),
    context.net.urls.gallery && h("a", { class: "ed-link", href: context.net.urls.gallery }, "Start from the gallery instead"));
}

function add({ store, actions, schema }, name, make) {
  const { doc, size } = store.state;
  const board = doc.sizes.find((one) => one.id === size) ?? doc.sizes[0];
  const { layer, field } = make(board);
  const whole = schema.completeLayer({ ...layer, id: freshId(doc) });
  const ops = [{ op: "add", at: doc.layers.length, layer: whole }];
  if (field && !doc.fields.some((one) => one.key === field.key)) ops.unshift({ op: "set", id: "@doc", set: { fields: [...doc.fields, field] } });
  store.dispatch(name, ops);
  actions.select([whole.id]);
}

const headline = ({ w, h: height }) => ({
  layer: { type: "text", name: "Headline", x: Math.round(w * 0.08), y: Math.round(height * 0.3), w: Math.round(w * 0.6), h: Math.round(height * 0.4), text: "Hello {{first_name}}, good to see you", size: Math.round(height * 0.13), font: { token: "heading" }, valign: "middle" },
  field: { key: "first_name", label: "First name", kind: "text", mode: "fallback", fallback: "friend", samples: { complete: "Amira", longest: "Maximiliana-Konstantina" } },
});

const photo = ({ w, h: height }) => {
  const side = Math.round(Math.min(w, height) * 0.4);
  return {
    layer: { type: "image", name: "Photo", x: Math.round(w * 0.92 - side), y: Math.round((height - side) / 2), w: side, h: side, source: { kind: "field", field: "photo", fallback: null, asset: null, missing: "hide" }, mask: { shape: "ellipse" } },
    field: { key: "photo", label: "Photo", kind: "image", mode: "ignore", empty: "hide_layer", samples: {} },
  };
};

const code = ({ w, h: height }) => {
  const side = Math.round(Math.min(w, height) * 0.35);
  return { layer: { type: "qr", name: "QR code", x: Math.round(w * 0.94 - side), y: Math.round(height * 0.94 - side), w: side, h: side, text: "https://example.com" } };
};
