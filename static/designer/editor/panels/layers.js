// The layers: what is in front on top; choose, rename, hide, lock, group and reorder, each also without a pointer.

import { tags } from "../model/text.js";
import { menu } from "../ui/popover.js";
import { h, icon, onceDrawn, render, scheduled } from "../ui/render.js";
import { dragRows } from "./layerdrag.js";
import { sizesList } from "./sizes.js";

const TOPICS = ["doc", "sel", "record", "size", "bitmaps", "issues", "perms", "save", "renaming"];
const KINDS = { text: "type", image: "image", shape: "shapes", qr: "qr-code", badge: "badge" };

/** @param {HTMLElement} root @returns {() => void} */
export function mountLayers(root, context) {
  const view = { query: "", from: null };
  const draw = scheduled(() => render(root, panel(context, view, draw)));
  const off = context.store.subscribe(TOPICS, draw);
  const stop = dragRows(root, context);
  draw();
  return () => (off(), stop(), render(root, []));
}

function panel(context, view, draw) {
  const { state } = context.store;
  const shown = [...state.doc.layers].reverse().filter((layer) => layer.name.toLowerCase().includes(view.query.toLowerCase()));
  return [
    h("div", { class: "ed-panel-head", key: "head" }, h("h2", {}, "Layers"), h("span", { class: "fine" }, String(state.doc.layers.length))),
    h("div", { class: "affixed ed-search", key: "search" }, icon("search"), h("input", {
      type: "search", "aria-label": "Search layers", placeholder: "Search", value: view.query,
      oninput: (event) => ((view.query = event.target.value), draw()), onkeydown: (event) => event.key !== "Escape" && event.key !== "F6" && event.stopPropagation(),
    })),
    h("ul", { class: "ed-layers", key: "list", role: "list", "aria-label": "Layers, front to back", onkeydown: (event) => onKey(event, context) }, rows(context, shown, view)),
    !shown.length && h("p", { class: "fine ed-none", key: "none" }, view.query ? `No layer is called “${view.query}”.` : "Nothing here yet. Press T and click on the artboard."),
    sizesList(context),
  ];
}

function rows(context, shown, view) {
  const { doc, sel } = context.store.state;
  const folded = new Set(doc.groups.filter((group) => group.collapsed).map((group) => group.id));
  const list = [];
  let last = null;
  for (const layer of shown) {
    if (layer.group && layer.group !== last) list.push(groupRow(context, doc.groups.find((group) => group.id === layer.group) ?? { id: layer.group, name: "Group" }));
    last = layer.group;
    if (!layer.group || !folded.has(layer.group) || sel.includes(layer.id)) list.push(row(context, layer, view, shown));
  }
  return list;
}

function groupRow({ store, actions }, group) {
  const { doc, sel } = store.state;
  const members = doc.layers.filter((layer) => layer.group === group.id).map((layer) => layer.id);
  const fold = () => store.dispatch(group.collapsed ? "Unfold group" : "Fold group", [{ op: "set", id: "@doc", set: { groups: doc.groups.map((one) => (one.id === group.id ? { ...one, collapsed: !one.collapsed } : one)) } }]);
  return h("li", { key: `group-${group.id}`, class: "ed-layer ed-group", "aria-current": String(members.every((id) => sel.includes(id))) },
    h("button", { type: "button", class: "ed-icon-button", "aria-expanded": String(!group.collapsed), "aria-label": `${group.name}: ${members.length} layers`, onclick: fold }, icon(group.collapsed ? "chevron-right" : "chevron-down")),
    h("button", { type: "button", class: "ed-layer-name", onclick: () => actions.select(members) }, icon("folder"), h("span", { class: "ed-truncate" }, group.name)),
    h("button", { type: "button", class: "ed-icon-button", "aria-label": `Ungroup ${group.name}`, "data-tooltip": "Ungroup", onclick: () => actions.ungroup(members) }, icon("ungroup")));
}

function row(context, layer, view, shown) {
  const { store, actions } = context, { state } = store;
  const selected = state.sel.includes(layer.id), meta = actions.metaOf?.(layer.id);
  const faint = !layer.visible || meta?.hidden;
  const toggle = (name, label) => actions.set([layer.id], { [name]: !layer[name] }, { label });
  const off = state.perms.edit === false || state.save.state === "readonly";
  return h("li", {
    key: layer.id, class: `ed-layer ${faint ? "is-faint" : ""} ${layer.group ? "is-inside" : ""}`, "data-layer": layer.id, "data-testid": "layer-row", "aria-current": String(selected),
    "data-locked": String(layer.locked),
  },
  thumb(context, layer),
  state.renaming === layer.id ? nameInput(context, layer) : h("button", {
    type: "button", class: "ed-layer-name", "aria-pressed": String(selected), "aria-label": `${layer.name}, ${layer.type} layer${layer.visible ? "" : ", hidden"}${layer.locked ? ", locked" : ""}`,
    onclick: (event) => choose(event, context, layer, view, shown), ondblclick: () => !off && store.update({ renaming: layer.id }),
  }, h("span", { class: "ed-truncate" }, layer.name)),
  marks(state, layer),
  button(layer.visible ? "eye" : "eye-off", `${layer.visible ? "Hide" : "Show"} ${layer.name}`, () => toggle("visible", layer.visible ? "Hide" : "Show"), off, !layer.visible),
  button(layer.locked ? "lock" : "lock-open", `${layer.locked ? "Unlock" : "Lock"} ${layer.name}`, () => toggle("locked", layer.locked ? "Unlock" : "Lock"), off, layer.locked),
  rowMenu(context, layer, off));
}

const button = (name, label, run, disabled, on) =>
  h("button", { type: "button", class: `ed-icon-button ${on ? "is-on" : "ed-quiet"}`, "aria-label": label, disabled, onclick: run }, icon(name));

function thumb({ store, actions }, layer) {
  const shown = actions.bitmapOf?.(layer.id);
  const picture = shown?.src ? h("img", { src: shown.src, alt: "", draggable: "false" }) : icon(KINDS[layer.type]);
  return h("span", { class: "ed-thumb", "aria-hidden": "true", "data-size": store.state.size }, picture);
}

/** Violet braces where a layer changes per person, a funnel where it is not for everybody, a mark where something is wrong. */
function marks(state, layer) {
  const dynamic = usesFields(layer);
  const issue = (state.issues[state.record] ?? []).filter((one) => one.layer === layer.id).sort((a) => (a.level === "block" ? -1 : 1))[0];
  const wrong = issue && issue.level !== "info";
  return h("span", { class: "ed-marks" },
    dynamic && h("span", { class: "ed-mark-field", role: "img", "aria-label": "Changes per person", "data-tooltip": "Changes per person" }, icon("braces")),
    layer.show_if && h("span", { class: "ed-mark", role: "img", "aria-label": "Shown to some", "data-tooltip": "Shown to some" }, icon("list-filter")),
    layer.anchor && h("span", { class: "ed-mark", role: "img", "aria-label": "Follows another layer", "data-tooltip": "Follows another layer" }, icon("anchor")),
    wrong && h("span", { class: issue.level === "block" ? "ed-mark-bad" : "ed-mark-warn", role: "img", "aria-label": issue.text, "data-tooltip": issue.text }, icon("triangle-alert")));
}

const usesFields = (layer) => Boolean(layer.field || layer.source?.kind === "field" || tags(layer.text ?? "").length);

function nameInput({ store, actions }, layer) {
  const done = (event, keep) => {
    if (store.state.renaming !== layer.id) return;
    const name = event.target.value.trim();
    store.update({ renaming: null });
    if (keep && name && name !== layer.name) actions.set([layer.id], { name: name.slice(0, 60) }, { label: "Rename" });
    onceDrawn(() => document.querySelector(`[data-layer="${layer.id}"] .ed-layer-name`)?.focus());
  };
  return h("input", {
    type: "text", class: "ed-rename", "aria-label": "Name of the layer", value: layer.name, maxlength: 60,
    live: (element) => element.dataset.ready || ((element.dataset.ready = "1"), (element.value = layer.name), onceDrawn(() => (element.focus(), element.select()))),
    onblur: (event) => done(event, true),
    onkeydown: (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") done(event, event.key === "Enter");
    },
  });
}

/** As in file managers: Ctrl adds or takes away, Shift takes everything up to here. */
function choose(event, { store, actions }, layer, view, shown) {
  const { sel } = store.state;
  if (event.ctrlKey || event.metaKey) actions.select(sel.includes(layer.id) ? sel.filter((id) => id !== layer.id) : [...sel, layer.id]);
  else if (event.shiftKey && view.from) actions.select(between(shown, view.from, layer.id));
  else actions.select([layer.id]);
  if (!event.shiftKey) view.from = layer.id;
}

function between(shown, from, to) {
  const ids = shown.map((layer) => layer.id);
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)].sort((x, y) => x - y);
  return ids.slice(Math.max(a, 0), b + 1);
}

function onKey(event, { store, actions }) {
  const row = event.target.closest("[data-layer]");
  if (!row || event.target.matches("input")) return;
  const id = row.dataset.layer;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step && event.altKey) actions.order([id], step < 0 ? "forward" : "backward");
  else if (step && !event.ctrlKey && !event.target.closest(".menu")) focusRow(event.currentTarget, row, step);
  else if (event.key === "F2") store.update({ renaming: id });
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (event.altKey) onceDrawn(() => document.querySelector(`[data-layer="${id}"] .ed-layer-name`)?.focus());
}

function focusRow(list, row, step) {
  const all = [...list.querySelectorAll("[data-layer] .ed-layer-name")];
  all[all.indexOf(row.querySelector(".ed-layer-name")) + step]?.focus();
}

function rowMenu(context, layer, off) {
  const { store, actions } = context, { state } = store;
  const ids = state.sel.includes(layer.id) ? state.sel : [layer.id];
  const order = (label, how, keys, picture) => ({ label, keys, icon: picture, disabled: off, run: () => actions.order(ids, how) });
  const guarded = layer.protect.includes("delete") && !state.perms.brand;
  return menu({
    id: `layer-menu-${layer.id}`, label: `More for ${layer.name}`, end: true, button: icon("ellipsis"), props: { class: "ed-icon-button ed-quiet", "data-testid": "layer-menu" },
    items: [
      order("Bring forward", "forward", "]", "arrow-up"), order("Send back", "backward", "[", "arrow-down"), order("To front", "front", "Ctrl+]", "arrow-up-to-line"), order("To back", "back", "Ctrl+[", "arrow-down-to-line"), "-",
      { label: "Rename", keys: "F2", icon: "pencil", disabled: off, run: () => store.update({ renaming: layer.id }) },
      { label: "Duplicate", keys: "Ctrl+D", icon: "copy", disabled: off, run: () => actions.duplicate(ids) },
      ids.length > 1 && { label: "Group", keys: "Ctrl+G", icon: "group", disabled: off, run: () => actions.group(ids) },
      "-", { label: "Delete", keys: "Delete", icon: "trash-2", danger: true, disabled: off || guarded, run: () => actions.remove(ids) },
    ],
  });
}
