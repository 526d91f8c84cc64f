// The bar on top: where you are, insert, undo, align, how saving goes, who is here, zoom, and what comes next.

import { menu } from "../ui/popover.js";
import { h, icon, onceDrawn, render, scheduled } from "../ui/render.js";
import { saveWords } from "./savewords.js";
import { nextStep } from "./nextstep.js";

const TOPICS = ["doc", "sel", "save", "history", "ui", "perms", "here", "name", "review", "tool", "outbox", "issues"];
const SHAPES = [["rect", "Rectangle", "square", "R"], ["ellipse", "Ellipse", "circle", "O"], ["line", "Line", "minus", "L"], ["polygon", "Polygon", "hexagon"], ["star", "Star", "star"], ["arrow", "Arrow", "move-right"]];
const ALIGN = [["left", "Align left", "align-start-vertical", "Alt+A"], ["centre", "Centre sideways", "align-center-vertical", "Alt+H"], ["right", "Align right", "align-end-vertical", "Alt+D"], ["top", "Align top", "align-start-horizontal", "Alt+W"], ["middle", "Centre up and down", "align-center-horizontal", "Alt+V"], ["bottom", "Align bottom", "align-end-horizontal", "Alt+S"]];
const ZOOMS = [0.25, 0.5, 1, 1.5, 2, 4];

/** @param {HTMLElement} root @returns {() => void} */
export function mountTopbar(root, context) {
  const view = { renaming: false };
  const draw = scheduled(() => render(root, bar(context, view, draw)));
  draw();
  const off = context.store.subscribe(TOPICS, draw);
  return () => (off(), render(root, []));
}

function bar(context, view, draw) {
  return [where(context, view, draw), inserts(context), travel(context), aligning(context), status(context), zoom(context), nextStep(context)];
}

function where({ store, actions, net }, view, draw) {
  const { state } = store, off = readOnly(state);
  const name = state.doc.name;
  const done = (event, keep) => {
    if (!view.renaming) return;
    view.renaming = false;
    const next = event.target.value.trim();
    if (keep && next && next !== name) actions.setDoc({ name: next.slice(0, 120) }, { label: "Rename template" });
    draw();
  };
  return h("div", { class: "ed-where", key: "where" },
    h("a", { class: "button ghost icon-only", href: net.urls.back, "aria-label": "Back to the template", "data-testid": "back" }, icon("chevron-left", "")),
    view.renaming
      ? h("input", { type: "text", class: "ed-rename", "aria-label": "Name of the template", maxlength: 120, value: name, live: focusOnce, onblur: (event) => done(event, true), onkeydown: (event) => (event.stopPropagation(), ["Enter", "Escape"].includes(event.key) && done(event, event.key === "Enter")) })
      : h("h1", { class: "ed-name" }, h("button", { type: "button", "aria-label": `${name}. Rename`, "data-testid": "template-name", disabled: off, onclick: () => ((view.renaming = true), draw()) }, h("span", { class: "ed-truncate" }, name))),
    badge(state));
}

function focusOnce(element) {
  if (element.dataset.ready) return;
  element.dataset.ready = "1";
  onceDrawn(() => (element.focus(), element.select()));
}

const readOnly = (state) => state.perms.edit === false || state.save.state === "readonly";

function badge({ review, live }) {
  if (review) return h("span", { class: "badge info", "data-testid": "state" }, "In review");
  return h("span", { class: "badge warn", "data-testid": "state" }, live ? `Draft · live v${live}` : "Draft");
}

function inserts({ store, actions }) {
  const { state } = store, off = readOnly(state);
  const tool = (name, label, keys, picture) => h("button", { key: name, type: "button", class: "ed-tool", "aria-label": label, "data-tooltip": label, "data-keys": keys, "data-testid": `insert-${name}`, "aria-pressed": String(state.tool?.kind === name), disabled: off, onclick: () => actions.insert(name) }, icon(picture));
  return h("div", { class: "ed-tools", key: "inserts", role: "toolbar", "aria-label": "Insert" },
    tool("text", "Text", "T", "type"), tool("image", "Image", "I", "image"),
    menu({ id: "shape-menu", label: "Shape", button: [icon("shapes"), icon("chevron-down")], props: { class: "ed-tool ed-tool-menu", "data-tooltip": "Shape", "data-testid": "insert-shape", disabled: off }, items: SHAPES.map(([shape, label, picture, keys]) => ({ label, icon: picture, keys, run: () => actions.insert("shape", { shape }) })) }),
    tool("qr", "QR code", "Q", "qr-code"), tool("badge", "Badge", "B", "badge"));
}

function travel({ store, actions }) {
  const { undo, redo } = store.state.history;
  const step = (name, entry, label, keys, run) => h("button", { key: name, type: "button", class: "ed-tool", "aria-label": entry ? `${label}: ${entry.label}` : label, "data-tooltip": entry ? `${label}: ${entry.label}` : label, "data-keys": keys, "data-testid": name, "aria-disabled": String(!entry), onclick: () => entry && run() }, icon(`${name}-2`));
  return h("div", { class: "ed-tools", key: "travel", role: "group", "aria-label": "History" }, step("undo", undo.at(-1), "Undo", "Ctrl+Z", actions.undo), step("redo", redo.at(-1), "Redo", "Ctrl+Shift+Z", actions.redo));
}

function aligning({ store, actions }) {
  const { state } = store, off = readOnly(state) || !state.sel.length;
  const one = ([edge, label, picture, keys]) => ({ label, icon: picture, keys, disabled: off, run: () => actions.align(edge) });
  const spread = state.sel.length < 3;
  return h("div", { class: "ed-tools ed-align", key: "align" },
    menu({
      id: "align-menu", label: "Align", button: [icon("align-start-vertical"), icon("chevron-down")], props: { class: "ed-tool ed-tool-menu", "data-tooltip": "Align", "data-testid": "align", disabled: off },
      items: [...ALIGN.map(one), "-", { label: "Spread sideways", icon: "align-horizontal-space-between", keys: "Alt+Shift+H", disabled: off || spread, run: () => actions.distribute("x") }, { label: "Spread up and down", icon: "align-vertical-space-between", keys: "Alt+Shift+V", disabled: off || spread, run: () => actions.distribute("y") }],
    }));
}

function status({ store, actions }) {
  const { state } = store;
  const { words, tone, picture, action } = saveWords(state);
  return h("div", { class: "ed-status", key: "status" },
    h("span", { class: `ed-save ${tone}`, role: "status", "data-testid": "save-state" }, icon(picture), h("span", {}, words)),
    action && h("button", { type: "button", class: "ed-link", onclick: () => actions[action.run]?.() }, action.label),
    people(state.here ?? []));
}

function people(here) {
  if (!here.length) return null;
  const initials = (name) => name.split(/[\s@.]+/).filter(Boolean).slice(0, 2).map((word) => word[0].toUpperCase()).join("");
  return h("ul", { class: "avatars ed-people", role: "list", "aria-label": "Also here" }, here.slice(0, 4).map((person, at) => h("li", { key: `${person.user}${at}` }, h("span", { class: "avatar small", role: "img", "aria-label": person.user, "data-tooltip": person.user, style: { background: person.colour, color: "#FFFFFF" } }, initials(person.user)))));
}

function zoom({ store, actions }) {
  const { ui } = store.state, share = `${Math.round(ui.zoom * 100)} %`;
  const item = (label, to, keys, picture) => ({ label, keys, icon: picture, run: () => actions.zoom(to) });
  return h("div", { class: "ed-tools ed-zoom", key: "zoom", role: "group", "aria-label": "Zoom" },
    h("button", { type: "button", class: "ed-tool", "aria-label": "Zoom out", "data-keys": "Ctrl+−", onclick: () => actions.zoom("out") }, icon("minus")),
    menu({
      id: "zoom-menu", label: `Zoom: ${share}`, end: true, button: share, props: { class: "ed-tool ed-zoom-now", "data-testid": "zoom" },
      items: [item("Fit the artboard", "fit", "Shift+1", "maximize"), item("Fit the selection", "selection", "Shift+2", "focus"), "-", ...ZOOMS.map((value) => item(`${value * 100} %`, value, value === 1 ? "Shift+0" : null)), "-",
        { label: "Rulers", keys: "Shift+R", pressed: Boolean(ui.rulers), run: () => store.update({ ui: { ...ui, rulers: !ui.rulers } }) }, { label: "Safe area", pressed: Boolean(ui.safe), run: () => store.update({ ui: { ...ui, safe: !ui.safe } }) }, { label: "Snapping", keys: "Ctrl+'", pressed: Boolean(ui.snap), run: () => store.update({ ui: { ...ui, snap: !ui.snap } }) }],
    }),
    h("button", { type: "button", class: "ed-tool", "aria-label": "Zoom in", "data-keys": "Ctrl++", onclick: () => actions.zoom("in") }, icon("plus")));
}
