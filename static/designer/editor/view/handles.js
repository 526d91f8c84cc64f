// Taking hold of layers: select, move, resize, turn, lasso, draw a new box; a gesture is shown at once and recorded at its end.

import { aabb, edgesSnapped, HANDLES, hits, overlaps, place, resized, rotated, snapLines, snapped, two, union } from "../model/geometry.js";
import { boardOf, free, isReadOnly, layerOf, opsFor, shownLayer, withGroups } from "../actions/changes.js";
import { createGuides, mountDistances } from "./guides.js";
import { boxOn, element } from "./stage.js";

const THRESHOLD = 3;
const REACH = 5;
const DOUBLE_MS = 500;
const FREE = { dx: 0, dy: 0, lines: [] };

/** @param {HTMLElement} root @param {any} stage @param {{store: any, actions: any, bitmaps: any}} context */
export function mountHandles(root, stage, { store, actions, bitmaps }) {
  const frame = element("div", "stage-frame"), lasso = element("div", "stage-lasso");
  frame.dataset.testid = "frame";
  for (const name of [...Object.keys(HANDLES), "rotate"]) {
    const handle = element("div", `handle ${name}`);
    handle.dataset.handle = name;
    frame.append(handle);
  }
  stage.board.append(frame, lasso);
  const guides = createGuides(stage.board, store), distances = mountDistances(root, stage, guides, { store });
  let gesture = null, lastClick = -DOUBLE_MS;

  const off = store.subscribe(["doc", "sel", "ui", "size", "editing", "bitmaps", "save"], () => !gesture?.moved && outline());
  root.addEventListener("pointerdown", down);
  root.addEventListener("dblclick", (event) => {
    const id = choose(under(event));
    if (id) actions.select([id]), actions.edit(id);
  });
  outline();

  function outline() {
    const { state } = store, ids = state.sel.filter((id) => layerOf(state, id));
    frame.hidden = !ids.length || Boolean(state.editing);
    if (frame.hidden) return;
    const one = ids.length === 1, box = one ? stage.boxOf(shownLayer(state, ids[0])) : union(ids.map((id) => stage.boxOf(shownLayer(state, id))));
    const { zoom } = state.ui;
    boxOn(frame, box, zoom);
    frame.classList.toggle("is-many", !one);
    frame.classList.toggle("is-fixed", isReadOnly(state) || !free(state).length);
  }

  const under = (event) => hits(stage.boxes().filter((layer) => layer.visible && !layer.locked).map((layer) => ({ id: layer.id, box: stage.boxOf(layer), ink: inkOf(layer), hit: layer.hit })), stage.at(event));

  /** A text's ink as it stands, moved along with a layer that was moved since it was drawn. */
  function inkOf(layer) {
    const meta = bitmaps.of(layer.id)?.meta;
    if (layer.type !== "text" || layer.box || !meta?.ink) return null;
    const [x, y, w, h] = meta.ink, [ox, oy] = layer.anchor ? [0, 0] : [layer.x - meta.origin[0], layer.y - meta.origin[1]];
    return { x: x + ox, y: y + oy, w, h };
  }

  function down(event) {
    if (event.button !== 0 || !event.isPrimary || event.target.closest(".stage-text")) return;
    if (store.state.editing) store.update({ editing: null });
    const { state } = store, handle = event.target.dataset?.handle, at = stage.at(event);
    if (state.tool && !isReadOnly(state)) return begin(event, { kind: "draw", at });
    if (handle && !isReadOnly(state)) return begin(event, { kind: handle === "rotate" ? "turn" : "resize", handle, at, ids: free(state) });
    const found = under(event);
    const id = choose(found, event);
    if (!id) return begin(event, { kind: "lasso", at, keep: event.shiftKey ? state.sel : [] });
    const grouped = withGroups(state, [id]);
    const before = state.sel;
    if (event.shiftKey) actions.select(state.sel.includes(id) ? state.sel.filter((one) => !grouped.includes(one)) : [...state.sel, ...grouped]);
    else if (!state.sel.includes(id)) actions.select(grouped);
    stage.node(id)?.focus({ preventScroll: true });
    if (!isReadOnly(state)) begin(event, { kind: "move", at, ids: free(store.state), copy: event.altKey, deeper: before.includes(id) && found.length > 1 ? found : null });
  }

  /** The topmost layer; clicking the same spot again goes one deeper. */
  function choose(found) {
    const chosen = found.find((id) => store.state.sel.includes(id));
    return chosen ?? found[0] ?? null;
  }

  function begin(event, wish) {
    event.preventDefault();
    const { state } = store;
    gesture = { ...wish, pointer: event.pointerId, screen: [event.clientX, event.clientY], moved: false, from: state.doc, boxes: new Map((wish.ids ?? []).map((id) => [id, { ...shownLayer(state, id) }])), ops: [] };
    root.setPointerCapture(event.pointerId);
    root.addEventListener("pointermove", move);
    root.addEventListener("pointerup", up);
    root.addEventListener("pointercancel", cancel);
    document.addEventListener("keydown", key, true);
  }

  function end() {
    root.removeEventListener("pointermove", move);
    root.removeEventListener("pointerup", up);
    root.removeEventListener("pointercancel", cancel);
    document.removeEventListener("keydown", key, true);
    guides.clear();
    lasso.hidden = true;
    const done = gesture;
    gesture = null;
    store.update({ gesture: null });
    outline();
    return done;
  }

  function key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  }

  /** Nothing happened: what was shown goes back, nothing is recorded. */
  function cancel() {
    const { back, originals } = gesture;
    if (back) store.cancel();
    if (originals) actions.select(originals);
    end();
  }

  /** Show operations; what undoes the first of a gesture undoes all of it, for each sets the same properties. */
  function preview(ops) {
    const inverse = store.preview(ops);
    gesture.back ??= inverse;
  }

  function move(event) {
    if (event.pointerId !== gesture.pointer) return;
    const far = Math.hypot(event.clientX - gesture.screen[0], event.clientY - gesture.screen[1]) >= THRESHOLD;
    if (!gesture.moved && !far) return;
    if (!gesture.moved && gesture.kind === "move" && gesture.copy) copyFirst();
    gesture.moved = true;
    const at = stage.at(event), by = [at[0] - gesture.at[0], at[1] - gesture.at[1]];
    ({ move: moving, resize: resizing, turn: turning, lasso: lassoing, draw: lassoing })[gesture.kind](at, by, event);
  }

  function copyFirst() {
    const { length } = store.state.doc.layers, layers = actions.copiesOf(gesture.ids), ids = layers.map((layer) => layer.id);
    const adds = layers.map((layer, at) => ({ op: "add", at: length + at, layer }));
    preview(adds);
    actions.select(ids);
    Object.assign(gesture, { originals: gesture.ids, ids, adds, boxes: new Map(ids.map((id) => [id, { ...shownLayer(store.state, id) }])) });
  }

  function moving(_at, [dx, dy], event) {
    if (event.shiftKey) [dx, dy] = Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy];
    const frameBox = union([...gesture.boxes.values()]);
    const pulled = snaps(event) ? snapped({ ...frameBox, x: frameBox.x + dx, y: frameBox.y + dy }, targets(), REACH / store.state.ui.zoom) : FREE;
    const [mx, my] = [place(dx + pulled.dx), place(dy + pulled.dy)], moved = { ...frameBox, x: frameBox.x + mx, y: frameBox.y + my };
    show([...gesture.boxes].map(([id, box]) => [id, { x: box.x + mx, y: box.y + my }]));
    guides.snap(pulled.lines);
    guides.around(moved, others().map((layer) => aabb(stage.boxOf(layer))));
    guides.tell(`${Math.round(moved.x)}, ${Math.round(moved.y)}`, moved);
  }

  const snaps = (event) => store.state.ui.snap && !event.ctrlKey && !event.metaKey;
  const others = () => stage.boxes().filter((layer) => layer.visible && !gesture.boxes.has(layer.id));

  function targets() {
    const size = boardOf(store.state), { safe = {}, guides: drawn = [] } = store.state.doc;
    return snapLines({ width: size.w, height: size.h, margin: safe.margin, zones: safe.zones, guides: drawn, boxes: others() });
  }

  function resizing(_at, by, event) {
    const [[id, box]] = gesture.boxes;
    if (gesture.boxes.size > 1) return scaling(by);
    const layer = layerOf(store.state, id), proportional = ["qr"].includes(layer.type) || layer.shape === "ellipse";
    const options = { ratio: event.shiftKey !== proportional, centred: event.altKey, least: 4 };
    const loose = resized(box, gesture.handle, by, options);
    const pulled = snaps(event) && !box.rot && !options.ratio ? edgesSnapped(loose, gesture.handle, targets(), REACH / store.state.ui.zoom) : FREE;
    const next = resized(box, gesture.handle, [by[0] + pulled.dx, by[1] + pulled.dy], options);
    const fitted = box.rot ? { x: two(next.x), y: two(next.y), w: two(next.w), h: two(next.h) } : { x: place(next.x), y: place(next.y), w: Math.max(1, place(next.w)), h: Math.max(1, place(next.h)) };
    show([[id, fitted]]);
    guides.snap(pulled.lines);
    guides.tell(`${Math.round(fitted.w)} × ${Math.round(fitted.h)}`, { ...box, ...fitted });
  }

  /** Several layers: all are scaled within the frame around them. */
  function scaling(by) {
    const all = union([...gesture.boxes.values()]), next = resized(all, gesture.handle, by, { least: 8 });
    const sx = next.w / all.w, sy = next.h / all.h;
    show([...gesture.boxes].map(([id, box]) => [id, { x: place(next.x + (box.x - all.x) * sx), y: place(next.y + (box.y - all.y) * sy), w: Math.max(1, place(box.w * sx)), h: Math.max(1, place(box.h * sy)) }]));
  }

  function turning(at, _by, event) {
    const [[id, box]] = gesture.boxes;
    const rot = rotated(box, gesture.at, at, { step: event.shiftKey ? 15 : 0 });
    store.update({ gesture: { turn: { [id]: box.rot } } });
    show([[id, { rot }]]);
    guides.tell(`${Math.round(rot)}°`, box);
  }

  function lassoing(at) {
    const { zoom } = store.state.ui, box = between(gesture.at, at);
    gesture.box = box;
    lasso.hidden = false;
    boxOn(lasso, box, zoom);
    if (gesture.kind === "draw") return guides.tell(`${Math.round(box.w)} × ${Math.round(box.h)}`, box);
    const caught = stage.boxes().filter((layer) => layer.visible && !layer.locked && overlaps(aabb(stage.boxOf(layer)), box)).map((layer) => layer.id);
    actions.select(withGroups(store.state, [...gesture.keep, ...caught]));
  }

  const between = ([x1, y1], [x2, y2]) => ({ x: place(Math.min(x1, x2)), y: place(Math.min(y1, y2)), w: place(Math.abs(x2 - x1)), h: place(Math.abs(y2 - y1)) });

  function show(changes) {
    gesture.ops = changes.flatMap(([id, change]) => opsFor(store.state, id, change));
    preview(gesture.ops);
    stage.draw();
    outline();
  }

  function up(event) {
    if (event.pointerId !== gesture.pointer) return;
    const { kind, moved, ops, back, box, deeper, adds } = gesture;
    end();
    if (kind === "draw") return drawn(moved ? box : null, event);
    if (!moved) return kind === "lasso" ? !event.shiftKey && actions.select([]) : clicked(event, deeper);
    if (!ops.length) return back && store.cancel();
    store.commit(adds ? "Copy" : { move: "Move", resize: "Resize", turn: "Rotate" }[kind], [...(adds ?? []), ...ops], back);
    if (kind === "turn") bitmaps.refresh();
  }

  /** The second click of a double click stays on its layer; a later one goes one deeper. */
  function clicked(event, deeper) {
    const isDouble = event.timeStamp - lastClick < DOUBLE_MS;
    lastClick = event.timeStamp;
    if (deeper && !isDouble) deep(deeper);
  }

  function deep(found) {
    const at = found.findIndex((id) => store.state.sel.includes(id));
    actions.select(withGroups(store.state, [found[(at + 1) % found.length]]));
  }

  function drawn(box, event) {
    const { tool } = store.state, at = stage.at(event);
    store.update({ tool: null });
    const big = box && box.w > 4 && box.h > 4 ? box : null;
    const id = actions.insert(tool.kind ?? tool, tool.extra ?? {}, big);
    const layer = !big && id && layerOf(store.state, id);
    if (layer) actions.set([id], { x: place(at[0] - layer.w / 2), y: place(at[1] - layer.h / 2) }, { label: "Insert" });
    if (layerOf(store.state, id)?.type === "text") actions.edit(id);
  }

  return { cancel: () => gesture && cancel(), stop: () => (off(), distances.stop()) };
}
