// The inspector: properties of the selected layers, or of the artboard when nothing is selected.

import { h, icon, render, scheduled } from "../../ui/render.js";
import { artboard } from "./artboard.js";
import { cases, pill } from "./badge.js";
import { placing, position } from "./everylayer.js";
import { showWhen } from "./conditions.js";
import { fitNote } from "./fitnote.js";
import { follow } from "./follow.js";
import { adjust, framing, mask, source } from "./image.js";
import { fill, shadows, stroke, textFill } from "./paints.js";
import { code } from "./qr.js";
import { form } from "./shape.js";
import { box, content, fitting, type } from "./text.js";
import { toolsOf } from "./tools.js";

const TOPICS = ["doc", "sel", "record", "records", "size", "bitmaps", "issues", "perms", "save", "brand", "library"];
const KINDS = { text: "Text", image: "Image", shape: "Shape", qr: "QR code", badge: "Badge" };

const SECTIONS = {
  text: [content, type, fitting, textFill, box, stroke],
  image: [source, framing, mask, adjust, stroke],
  shape: [form, (tools) => fill(tools, { none: true }), stroke],
  qr: [(tools) => content(tools, "Leads to"), code],
  badge: [cases, pill],
};

/** @param {HTMLElement} root @returns {() => void} */
export function mountInspector(root, context) {
  const draw = scheduled(() => render(root, inspector(toolsOf(context))));
  draw();
  const off = context.store.subscribe(TOPICS, draw);
  return () => (off(), render(root, []));
}

function inspector(tools) {
  if (!tools.layers.length) return [head("Artboard", ""), h("div", { class: "ed-sections", key: "artboard" }, artboard(tools))];
  const kinds = new Set(tools.layers.map((layer) => layer.type));
  const kind = kinds.size === 1 ? tools.layer.type : null;
  return [
    head(titleOf(tools, kind), kind),
    problems(tools),
    h("div", { class: "ed-sections", key: `${kind ?? "mixed"}` }, position(tools), (SECTIONS[kind] ?? []).map((part) => part(tools)), shadows(tools), showWhen(tools), follow(tools), placing(tools)),
    tools.layers.length === 1 && h("div", { class: "ed-foot", key: "foot" }, fitNote(tools, tools.actions.metaOf?.(tools.layer.id))),
  ];
}

const head = (title, kind) => h("div", { class: "ed-panel-head", key: "head" }, h("h2", { "data-testid": "inspector-title" }, title), kind === null && h("span", { class: "fine" }, "What they share"));

function titleOf({ layers, layer }, kind) {
  if (layers.length === 1) return `${KINDS[kind]} · ${layer.name}`;
  return kind ? `${layers.length} × ${KINDS[kind]}` : `${layers.length} layers`;
}

/** What the server refused to draw, beside the property it is about. */
function problems({ state, layers }) {
  const ids = new Set(layers.map((layer) => layer.id));
  const found = (state.issues[state.record] ?? []).filter((issue) => ids.has(issue.layer) && issue.level !== "info");
  if (!found.length) return null;
  return h("ul", { class: "ed-problems", key: "problems", role: "list" }, found.map((issue, at) =>
    h("li", { key: `${issue.code}${at}`, class: `ed-note ${issue.level === "block" ? "bad" : "warn"}` }, icon(issue.level === "block" ? "circle-x" : "triangle-alert"), h("span", {}, issue.text))));
}
