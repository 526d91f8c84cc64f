// Two people changed the same property: a table of both, one choice per row, both pictures beside each other.

import { showDialog } from "../ui/dialog.js";
import { h } from "../ui/render.js";
import { apply } from "../model/ops.js";
import { freshId } from "../model/schema.js";

/** @param {any} context @param {{conflicts: {id: string, prop: string, base: any, mine: any, theirs: any}[], by: string, resolve: (chosen: any) => void}} dialog */
export function openConflict(context, { conflicts, by, own, at, resolve }, onclose) {
  const choice = new Map(conflicts.map((one) => [keyOf(one), "theirs"]));
  const pictures = {};
  let done = false;
  const finish = (opened) => {
    done = true;
    const copies = copied(context.store.state.doc, conflicts.filter((one) => choice.get(keyOf(one)) === "copy"));
    resolve(conflicts.map((one) => ({ ...one, choose: choice.get(keyOf(one)) === "mine" ? "mine" : "theirs" })));
    if (copies.length) context.store.dispatch("Keep both as a copy", copies.map((layer) => ({ op: "add", at: context.store.state.doc.layers.length, layer })));
    opened.close();
  };
  const opened = showDialog({
    title: own ? "You changed the same property in another window" : "Someone changed the same property", size: "wide", fixed: true, testid: "conflict-dialog",
    onclose: () => (Object.values(pictures).forEach((url) => URL.revokeObjectURL(url)), onclose(), done || resolve(null)),
    body: (self) => [
      h("p", { key: "words" }, told(conflicts.length, by, own, at)),
      h("div", { class: "table-wrap", key: "table", tabindex: "0", role: "region", "aria-label": "Conflicts" }, table(context, conflicts, choice, { by, own }, self)),
      h("div", { class: "ed-pair", key: "pictures" }, ...sidesOf(own).map((label, at) => side(label, pictures[WHICH[at]]))),
    ],
    foot: (self) => [
      h("button", { type: "button", class: "button", onclick: () => (setAll(choice, "mine"), self.redraw()) }, own ? "All of this window" : "All mine"),
      h("button", { type: "button", class: "button primary", "data-testid": "resolve", onclick: () => finish(self) }, "Keep these"),
    ],
  });
  draw(context, conflicts, pictures, opened);
  return opened;
}

/** My layers that somebody else deleted, under ids of their own. */
const copied = (doc, kept) => kept.map((one) => doc.layers.find((layer) => layer.id === one.id)).filter(Boolean).map((layer) => ({ ...layer, id: freshId(doc) }));

const keyOf = (one) => `${one.id}.${one.prop}`;
const setAll = (choice, side) => [...choice.keys()].forEach((key) => choice.set(key, side));
const side = (label, url) => h("figure", { class: "ed-side", key: label }, h("figcaption", { class: "fine" }, label), url ? h("img", { src: url, alt: `${label}: the picture` }) : h("span", { class: "skeleton picture" }));

const WHICH = ["theirs", "mine"];
/** What the two sides are called: with oneself there is no “theirs”. */
const sidesOf = (own) => (own ? ["The other window", "This window"] : ["Theirs", "Mine"]);

function told(count, by, own, at) {
  const what = count === 1 ? "a property" : `${count} properties`;
  if (own) return `You changed ${what} here and in another window${at ? `, ${at}` : ""}. Choose what stays.`;
  return `${by || "Somebody"} changed ${what} that you changed too${at ? `, ${at}` : ""}. Choose what stays.`;
}

function table({ store }, conflicts, choice, { by, own }, self) {
  const [theirs, mine] = sidesOf(own);
  const name = (id) => nameOf(store.state.doc, id);
  const pick = (one, which) => h("label", { class: "ed-check" }, h("input", { type: "radio", name: keyOf(one), checked: choice.get(keyOf(one)) === which, "aria-label": `${which === "mine" ? mine : theirs}: ${property(one.prop)} of ${name(one.id)}`, onchange: () => (choice.set(keyOf(one), which), self.redraw()) }), said(one[which], one.prop));
  const copy = (one) => one.prop === "@being" && one.mine && h("label", { class: "ed-check" }, h("input", { type: "radio", name: keyOf(one), checked: choice.get(keyOf(one)) === "copy", onchange: () => (choice.set(keyOf(one), "copy"), self.redraw()) }), "Keep both as a copy");
  return h("table", { class: "table" },
    h("thead", {}, h("tr", {}, ["Layer", "Property", by && !own ? `${theirs} (${by})` : theirs, mine].map((words) => h("th", { key: words, scope: "col" }, words)))),
    h("tbody", {}, conflicts.map((one) => h("tr", { key: keyOf(one) }, h("td", {}, name(one.id)), h("td", {}, property(one.prop)), h("td", {}, pick(one, "theirs")), h("td", {}, pick(one, "mine"), copy(one))))));
}

/** A target in words: a layer, a layer in one of the sizes, a size, or the template. */
function nameOf({ layers, sizes }, target) {
  const [size, id] = target.includes("/") ? target.split("/") : [null, target];
  const sized = (key) => sizes.find((one) => one.id === key)?.name ?? key;
  if (id === "@doc") return "The template";
  if (id.startsWith("@size:")) return sized(id.slice("@size:".length));
  const name = layers.find((layer) => layer.id === id)?.name ?? "A deleted layer";
  return size ? `${name} (${sized(size)})` : name;
}

const WORDS = { "@being": "the layer itself", "@order": "order", paint: "colour", size: "text size", min_size: "smallest size", max_lines: "most lines", line_height: "line height", tracking: "letter spacing", w: "width", h: "height", rot: "rotation", show_if: "condition", alt: "alternative text", sizes: "sizes", safe: "safe area", shorter: "shorter wordings", blend: "blending", pin: "place in other sizes", anchor: "following", hug: "box", pad: "padding", fg: "modules’ colour", bg: "ground", ec: "strength" };

/** A property in words people know. */
const property = (name) => WORDS[name] ?? name.replaceAll("_", " ");

function said(value, prop) {
  if (prop === "@being") return value ? "Keep the layer" : "Delete the layer";
  if (prop === "@order") return `place ${value + 1} from the back`;
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? (value.color ?? value.token ?? value.family ?? JSON.stringify(value)) : String(value);
}

/** Operations that show one side of a conflict in this window's document. */
function setting({ id: target, prop }, value) {
  const [size, id] = target.split("/");
  if (prop === "@order") return { op: "move", id: target, at: value };
  if (prop === "@being") return value ? { op: "add", at: Infinity, layer: value } : { op: "del", id: target };
  return id ? { op: "override", size, id, set: { [prop]: value } } : { op: "set", id: target, set: { [prop]: value } };
}

async function draw({ store, net }, conflicts, pictures, opened) {
  const { doc, size, record } = store.state;
  for (const which of ["theirs", "mine"]) {
    const ops = conflicts.flatMap((one) => setting(one, one[which]));
    const blob = await net.compose({ size, record, doc: apply(doc, ops).doc, width: 448 }).catch(() => null);
    if (blob) pictures[which] = URL.createObjectURL(blob);
    if (opened.element.isConnected) opened.redraw();
  }
}
