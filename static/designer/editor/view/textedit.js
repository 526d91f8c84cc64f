// Text edited in place: a hidden text field takes the keys, the server's pixels show the words and say where the caret is.

import { changedRange, edited, erased, length, marked, outsideTags, slice, stepped, tags, toOutput, toPoint, toSource, toUnit } from "../model/text.js";
import { layerOf, opsFor, shownLayer } from "../actions/changes.js";
import { comboOf } from "../keys.js";
import { onceDrawn } from "../ui/render.js";
import { boxOn, element, style } from "./stage.js";

const FAR_MS = 250;
/** Keys that do what they always do while text is edited. */
const OF_THE_PAGE = new Set(["Ctrl+S", "Ctrl+K", "Ctrl+Shift+P", "F6", "Shift+F6", ...Array.from("123456789", (digit) => `Alt+${digit}`)]);

/** @param {any} stage @param {{store: any, actions: any, bitmaps: any, announce: (text: string) => void}} context */
export function mountTextEdit(stage, { store, actions, bitmaps, announce }) {
  const layerBox = element("div", "stage-text"), caret = element("div", "stage-caret"), pills = element("div", "stage-pills"), field = element("textarea", "stage-field");
  field.id = "ta";
  field.setAttribute("aria-label", "Text of the layer");
  field.spellcheck = false;
  layerBox.append(pills, caret, field);
  layerBox.hidden = true;
  stage.board.append(layerBox);
  let editing = null, composing = false, headBefore = 0, atEnd = false;

  store.subscribe("editing", ({ editing: wanted }) => (wanted ? open(wanted) : close()));
  store.subscribe(["bitmaps", "doc", "ui", "record"], () => editing && (linesOf() === null && !composing ? toInspector() : draw()));

  function open({ id }) {
    if (editing?.id === id) return;
    const layer = layerOf(store.state, id);
    if (!layer) return store.update({ editing: null });
    editing = { id, before: { text: layer.text, marks: layer.marks } };
    layerBox.hidden = false;
    field.value = layer.text;
    field.focus({ preventScroll: true });
    field.setSelectionRange(0, field.value.length);
    announce(`Editing ${layer.name}`);
    if (isFar() || linesOf() === null) return toInspector();
    draw();
  }

  /** Where every answer is long in coming, a field that shows the letters at once is the better place to type. */
  const isFar = () => (navigator.connection?.rtt ?? 0) > FAR_MS;

  function close() {
    if (!editing) return;
    const { id } = editing, isHere = [field, document.body].includes(document.activeElement);
    editing = null;
    layerBox.hidden = true;
    store.closeEntry();
    if (isHere) stage.node(id)?.focus({ preventScroll: true });
  }

  /** Right-to-left and complex lines have no one place for a caret: the field in the panel is the way to edit. */
  function toInspector() {
    const { id } = editing, at = field.selectionEnd, all = field.selectionStart === 0 && at === field.value.length;
    editing = null;
    layerBox.hidden = true;
    store.update({ editing: null });
    actions.select([id]);
    onceDrawn(() => {
      const input = document.querySelector("textarea#p-text");
      input?.focus();
      if (input) all ? input.select() : input.setSelectionRange(at, at);
    });
  }

  const metaOf = () => bitmaps.of(editing.id)?.meta ?? {};
  const linesOf = () => (metaOf().lines === undefined ? undefined : metaOf().lines);
  const textOf = () => layerOf(store.state, editing.id)?.text ?? "";

  function apply({ text, marks, caret: at }) {
    const { state } = store;
    store.dispatch("Type", opsFor(state, editing.id, { text, marks }), `text:${editing.id}`);
    field.value = text;
    select(at, at);
  }

  function select(start, end, ofLine = false) {
    atEnd = ofLine;
    field.setSelectionRange(toUnit(field.value, start), toUnit(field.value, end));
    draw();
  }

  const range = () => [toPoint(field.value, field.selectionStart), toPoint(field.value, field.selectionEnd)];

  field.addEventListener("compositionstart", () => (composing = true));
  field.addEventListener("compositionend", () => ((composing = false), take()));
  field.addEventListener("input", () => !composing && take());
  field.addEventListener("select", draw);
  field.addEventListener("keyup", () => editing && (keepOutside(), draw()));
  field.addEventListener("blur", () => setTimeout(left, 0));
  field.addEventListener("keydown", key);
  layerBox.addEventListener("pointerdown", press);

  /** Whoever looks at another record goes on typing; whoever goes anywhere else is done. */
  function left() {
    const now = document.activeElement;
    if (!editing || now === field || store.state.fieldMenu) return;
    if (now?.matches("[data-record]")) field.focus({ preventScroll: true });
    else store.update({ editing: null });
  }

  /** What the field holds now becomes one edit of the layer; its marks move along. */
  function take() {
    const text = textOf(), { start, end, insert } = changedRange(text, field.value);
    if (start === end && !insert) return;
    const layer = layerOf(store.state, editing.id);
    const next = edited(text, layer.marks, start, end, insert);
    const at = toPoint(field.value, field.selectionEnd);
    apply({ ...next, caret: at });
    if (insert === "{" || (insert === "/" && /(^|\s)$/u.test(slice(text, 0, start)))) openMenu(at, insert);
  }

  function openMenu(at, typed) {
    const place = caretPlace(at), frame = layerBox.getBoundingClientRect(), { zoom } = store.state.ui;
    const x = frame.left + (place?.x ?? 0) * zoom, y = frame.top + ((place?.y ?? 0) + (place?.h ?? 20)) * zoom;
    store.update({
      fieldMenu: {
        x, y, layer: editing.id,
        insert: (source) => {
          const layer = layerOf(store.state, editing.id);
          const from = slice(layer.text, at - 1, at) === typed ? at - 1 : at;
          apply(edited(layer.text, layer.marks, from, at, source));
        },
        back: () => field.focus({ preventScroll: true }),
      },
    });
  }

  /** What the browser's own keys did, by words for example, may have led into a tag: on to its end, the way they went. */
  function keepOutside() {
    const [start, end] = range(), backward = field.selectionDirection === "backward", way = (backward ? start : end) - headBefore;
    const [a, b] = outsideTags(field.value, start, end, way);
    if (a !== start || b !== end) field.setSelectionRange(toUnit(field.value, a), toUnit(field.value, b), backward ? "backward" : "forward");
  }

  function key(event) {
    if (OF_THE_PAGE.has(comboOf(event))) return;
    event.stopPropagation();
    const [start, end] = range(), text = field.value, layer = layerOf(store.state, editing.id);
    const command = event.ctrlKey || event.metaKey;
    headBefore = field.selectionDirection === "backward" ? start : end;
    const run = (what) => (event.preventDefault(), what());
    if (event.key === "Escape") return run(revert);
    if (event.key === "Enter" && command) return run(() => store.update({ editing: null }));
    if (command && event.key.toLowerCase() === "z") return run(() => travel(event.shiftKey ? "redo" : "undo"));
    if (command && STYLES[event.key.toLowerCase()] && start !== end) return run(() => mark(layer, start, end, STYLES[event.key.toLowerCase()]));
    if (command && event.shiftKey && [",", ".", "<", ">"].includes(event.key) && start !== end) return run(() => mark(layer, start, end, (before) => ({ scale: Math.min(3, Math.max(0.3, Math.round(((before.scale ?? 1) + ([".", ">"].includes(event.key) ? 0.1 : -0.1)) * 10) / 10)) })));
    if ((event.key === "Backspace" || event.key === "Delete") && start === end && !command) {
      const [from, to] = erased(text, start, event.key === "Backspace" ? -1 : 1);
      return run(() => from !== to && apply(edited(text, layer.marks, from, to, "")));
    }
    if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !command && !event.altKey) return run(() => step(event, start, end));
    if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key) && linesOf()?.length && !command) return run(() => jump(event, start, end));
  }

  const STYLES = { b: (before, layer) => ({ font: before.font?.weight >= 600 ? null : { ...fontOf(before, layer), weight: 700 } }), i: (before, layer) => ({ font: before.font?.italic ? null : { ...fontOf(before, layer), italic: true } }), u: (before) => ({ underline: !before.underline }) };

  function fontOf(before, layer) {
    const own = before.font ?? layer.font;
    return own.token ? { ...(store.state.brand.frozen?.fonts?.[own.token] ?? { family: "Inter", weight: 400, italic: false }) } : own;
  }

  function mark(layer, start, end, change) {
    const before = layer.marks.findLast((one) => one.from <= start && one.to >= end) ?? {};
    store.dispatch("Style", opsFor(store.state, editing.id, { marks: marked(layer.marks, start, end, change(before, layer)) }));
    select(start, end);
  }

  function step(event, start, end) {
    const way = event.key === "ArrowLeft" ? -1 : 1;
    const head = field.selectionDirection === "backward" ? start : end, tail = head === start ? end : start;
    if (!event.shiftKey && start !== end) return select(way < 0 ? start : end, way < 0 ? start : end);
    moveHead(stepped(field.value, head, way), event.shiftKey ? tail : null);
  }

  /** Up, down, Home and End follow the lines that the server set. */
  function jump(event, start, end) {
    const head = field.selectionDirection === "backward" ? start : end, tail = head === start ? end : start;
    const lines = linesOf(), place = caretPlace(head), at = Math.max(0, lines.indexOf(place?.line));
    const line = event.key === "ArrowUp" ? lines[at - 1] : event.key === "ArrowDown" ? lines[at + 1] : lines[at];
    const out = !line ? (event.key === "ArrowUp" ? 0 : length(metaOf().resolved)) : event.key === "Home" ? line.s : event.key === "End" ? line.e : nearest(line, place?.x ?? 0);
    moveHead(toSource(metaOf().segs, out), event.shiftKey ? tail : null, out === line?.e);
  }

  /** Where a line breaks, its end and the next one's start are the same offset: `ofLine` tells which is meant. */
  function moveHead(head, tail, ofLine = false) {
    const [at] = outsideTags(field.value, head, head);
    if (tail === null) return select(at, at, ofLine);
    atEnd = ofLine;
    field.setSelectionRange(toUnit(field.value, Math.min(at, tail)), toUnit(field.value, Math.max(at, tail)), at < tail ? "backward" : "forward");
    draw();
  }

  const nearest = (line, x) => line.at[line.xs.reduce((best, here, at) => (Math.abs(here - x) < Math.abs(line.xs[best] - x) ? at : best), 0)];

  function revert() {
    const { id, before } = editing, layer = layerOf(store.state, id);
    if (layer.text !== before.text) store.dispatch("Revert text", opsFor(store.state, id, before));
    store.update({ editing: null });
  }

  function travel(way) {
    store[way]();
    const layer = layerOf(store.state, editing.id);
    if (!layer) return store.update({ editing: null });
    field.value = layer.text;
    select(length(layer.text), length(layer.text));
  }

  function press(event) {
    event.preventDefault();
    event.stopPropagation();
    const at = (moved) => {
      const frame = layerBox.getBoundingClientRect(), { zoom } = store.state.ui, lines = linesOf();
      if (!lines?.length) return length(field.value);
      const x = (moved.clientX - frame.left) / zoom, y = (moved.clientY - frame.top) / zoom;
      const line = lines.find((one) => y < one.y + one.h) ?? lines.at(-1);
      return outsideTags(field.value, toSource(metaOf().segs, nearest(line, x)), 0)[0];
    };
    const from = at(event);
    field.focus({ preventScroll: true });
    select(from, from);
    const drag = (moved) => moveHead(at(moved), from);
    layerBox.setPointerCapture(event.pointerId);
    layerBox.addEventListener("pointermove", drag);
    layerBox.addEventListener("pointerup", () => layerBox.removeEventListener("pointermove", drag), { once: true });
  }

  /** Where the caret stands, px at 1x from the layer's corner: {x, y, h, line}, or null while it is not known. */
  function caretPlace(point) {
    const { segs, lines } = metaOf();
    if (!lines?.length) return null;
    const out = segs?.length ? toOutput(segs, point) : point;
    const holds = (one) => out >= one.s && out <= one.e;
    const line = (atEnd ? lines.find(holds) : lines.findLast(holds)) ?? lines.at(-1);
    const at = line.at.findLastIndex((offset) => offset <= out);
    return { x: line.xs[Math.max(at, 0)] ?? line.x, y: line.y, h: line.h, line };
  }

  function draw() {
    if (!editing) return;
    const layer = shownLayer(store.state, editing.id);
    if (!layer) return store.update({ editing: null });
    const box = stage.boxOf(layer), { zoom } = store.state.ui, [start, end] = range();
    boxOn(layerBox, box, zoom);
    const place = caretPlace(field.selectionDirection === "backward" ? start : end);
    caret.hidden = !place;
    if (place) style(caret, { left: `${place.x * zoom}px`, top: `${place.y * zoom}px`, height: `${place.h * zoom}px` });
    if (place) style(field, { left: `${place.x * zoom}px`, top: `${place.y * zoom}px` });
    pills.replaceChildren(...[...spans(start, end, "chosen"), ...values()]);
  }

  /** Boxes over a range of the source, one for each line. */
  function spans(start, end, kind) {
    if (start === end) return [];
    const { segs = [], lines = [] } = metaOf();
    const [a, b] = segs.length ? [toOutput(segs, start), toOutput(segs, end)] : [start, end];
    return (lines ?? []).flatMap((line) => (a < line.e && b > line.s ? [bar(line, Math.max(a, line.s), Math.min(b, line.e), kind)] : []));
  }

  function bar(line, from, to, kind) {
    const { zoom } = store.state.ui, x = (offset) => line.xs[Math.max(0, line.at.findLastIndex((one) => one <= offset))];
    return style(element("span", `stage-pill ${kind}`), { left: `${x(from) * zoom}px`, top: `${line.y * zoom}px`, width: `${Math.max(2, (x(to) - x(from)) * zoom)}px`, height: `${line.h * zoom}px` });
  }

  function values() {
    const lines = metaOf().lines ?? [];
    return (metaOf().segs ?? []).filter(([, , , , key]) => key).flatMap(([, , from, to, key, state]) => {
      if (from === to) return lines.filter((line) => from >= line.s && from <= line.e).slice(0, 1).map((line) => emptyPill(line, from, key));
      return lines.flatMap((line) => (from < line.e && to > line.s ? [bar(line, Math.max(from, line.s), Math.min(to, line.e), state)] : []));
    });
  }

  /** A field that says nothing in this record: its name in a dashed frame, at the place where it would be. */
  function emptyPill(line, at, key) {
    const pill = bar(line, at, at, "empty"), words = element("span", "");
    words.textContent = store.state.doc.fields.find((one) => one.key === key)?.label || key;
    pill.append(words);
    return pill;
  }

  return { tagsOf: () => tags(field.value) };
}
