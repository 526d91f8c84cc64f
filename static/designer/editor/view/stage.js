// The artboard: a plane of production's bitmaps below, a plane of boxes to take hold of above.

import { place, union } from "../model/geometry.js";
import { layerAt } from "../model/ops.js";
import { placeOf } from "../net/bitmaps.js";
import { boardOf, shownLayer } from "../actions/changes.js";

const MARGIN = 48;

/** @param {HTMLElement} root @param {{store: any, net: any, bitmaps: any, actions: any}} context */
export function mountStage(root, context) {
  const { store, bitmaps } = context;
  const board = element("div", "stage-board"), pixels = element("div", "stage-pixels"), boxes = element("div", "stage-boxes");
  const ground = element("img", "stage-ground"), marks = element("div", "stage-marks");
  pixels.setAttribute("aria-hidden", "true");
  pixels.dataset.testid = "pixels";
  ground.alt = "";
  pixels.append(ground);
  board.append(pixels, marks, boxes);
  root.append(board);
  board.dataset.testid = "artboard";
  boxes.setAttribute("role", "group");
  const pictures = new Map(), holds = new Map();
  let groundKey = "", fitted = false;

  const off = [
    store.subscribe(["doc", "size", "bitmaps", "sel", "ui", "editing", "perms", "save"], draw),
    store.subscribe(["doc", "size", "ui"], paintGround),
    store.subscribe("fit", ({ fit }) => fitView(fit.what)),
  ];
  new ResizeObserver(() => (fitted ? draw() : fitView("fit"))).observe(root);
  paintGround();

  function draw() {
    const { state } = store, size = boardOf(state), { zoom } = state.ui;
    const wanted = Math.min(3, Math.max(1, Math.ceil(zoom * devicePixelRatio - 0.01)));
    bitmaps.rescale(wanted);
    style(board, { width: `${size.w * zoom}px`, height: `${size.h * zoom}px` });
    style(pixels, { width: `${size.w * bitmaps.scale}px`, height: `${size.h * bitmaps.scale}px`, transform: `scale(${zoom / bitmaps.scale})` });
    boxes.setAttribute("aria-label", state.doc.alt ? `Artboard. ${state.doc.alt}` : "Artboard");
    const layers = state.doc.layers.map((layer) => layerAt(state.doc, state.size, layer));
    arrange(pictures, layers, (layer) => picture(layer), pixels, 1);
    arrange(holds, layers, (layer) => hold(layer), boxes, 0);
    marks.classList.toggle("is-shown", Boolean(state.ui.safe));
    if (state.ui.safe) safeArea(state, size, zoom);
  }

  /** One element per layer, in drawing order; only what is new or gone touches the page. */
  function arrange(known, layers, update, plane, first) {
    const ids = new Set(layers.map((layer) => layer.id));
    for (const [id, node] of known) if (!ids.has(id)) node.remove(), known.delete(id);
    layers.forEach((layer, at) => {
      const node = update(layer);
      if (plane.children[at + first] !== node) plane.insertBefore(node, plane.children[at + first] ?? null);
    });
  }

  function picture(layer) {
    const bitmap = bitmaps.of(layer.id);
    const img = pictures.get(layer.id) ?? element("img", "stage-layer");
    pictures.set(layer.id, img);
    img.alt = "";
    img.draggable = false;
    const shown = layer.visible && bitmap?.src;
    img.hidden = !shown;
    if (!shown) return img;
    if (img.dataset.src !== bitmap.src) (img.src = bitmap.src), (img.dataset.src = bitmap.src);
    const scale = bitmap.scale, share = bitmaps.scale / scale, [x, y] = origin(layer, bitmap);
    style(img, {
      left: `${(place(x * scale) + bitmap.off[0]) * share}px`, top: `${(place(y * scale) + bitmap.off[1]) * share}px`,
      width: `${bitmap.px[0] * share}px`, height: `${bitmap.px[1] * share}px`,
      opacity: layer.opacity, "mix-blend-mode": layer.blend, transform: turning(layer, bitmap),
      "transform-origin": `${(x + layer.w / 2) * bitmaps.scale - (place(x * scale) + bitmap.off[0]) * share}px ${(y + layer.h / 2) * bitmaps.scale - (place(y * scale) + bitmap.off[1]) * share}px`,
    });
    return img;
  }

  /** Until the turned layer is drawn, its old bitmap turns along. */
  const turning = (layer, { rot = layer.rot }) => (rot === layer.rot ? "none" : `rotate(${layer.rot - rot}deg)`);

  function hold(layer) {
    const { state } = store, { zoom } = state.ui;
    const box = boxOf(layer), chosen = state.sel.includes(layer.id), bitmap = bitmaps.of(layer.id);
    const node = holds.get(layer.id) ?? element("div", "box");
    if (!holds.has(layer.id)) {
      holds.set(layer.id, node);
      node.dataset.id = layer.id;
      node.setAttribute("role", "button");
    }
    node.setAttribute("aria-label", `${layer.name}, ${layer.type} layer, x ${Math.round(box.x)} y ${Math.round(box.y)}, ${Math.round(box.w)} by ${Math.round(box.h)}`);
    node.setAttribute("aria-pressed", String(chosen));
    node.tabIndex = (state.focus ?? state.doc.layers.at(-1)?.id) === layer.id ? 0 : -1;
    node.hidden = !layer.visible || state.editing?.id === layer.id;
    node.classList.toggle("is-locked", layer.locked);
    node.classList.toggle("is-overflow", Boolean(bitmap?.meta?.overflow));
    node.classList.toggle("is-problem", Boolean(bitmap?.problem));
    return boxOn(node, box, zoom);
  }

  /** Where a layer's own box begins: what it follows may have moved it, and may have been moved since. */
  function origin(layer, bitmap) {
    if (!layer.anchor || !bitmap?.meta?.origin) return [layer.x, layer.y];
    const [x, y] = bitmap.meta.origin, before = bitmap.leaderAt, now = placeOf(store.state, layer);
    return before && now ? [x + now[0] - before[0], y + now[1] - before[1]] : [x, y];
  }

  function boxOf(layer) {
    const [x, y] = origin(layer, bitmaps.of(layer.id));
    return { x, y, w: layer.w, h: layer.h, rot: layer.rot };
  }

  /** Plain colours by CSS; gradients as the renderer paints them. */
  async function paintGround() {
    const { state } = store, paint = state.doc.background, size = boardOf(state);
    const solid = paint?.type === "solid" || paint?.token || !paint;
    board.classList.toggle("is-clear", !paint);
    style(pixels, { background: solid ? colorOf(state, paint) : "none" });
    ground.hidden = solid;
    const key = JSON.stringify([paint, size, bitmaps.scale]);
    if (solid || key === groundKey) return;
    groundKey = key;
    const doc = { ...state.doc, layers: [], overrides: {}, rules: [] };
    const blob = await context.net.compose({ size: state.size, record: state.record, doc, scale: bitmaps.scale }).catch(() => null);
    if (blob && key === groundKey) ground.src = URL.createObjectURL(blob);
  }

  function safeArea(state, size, zoom) {
    const { margin = 0, zones = [] } = state.doc.safe ?? {};
    const frames = [...(margin ? [{ x: margin, y: margin, w: size.w - 2 * margin, h: size.h - 2 * margin }] : []), ...zones];
    marks.replaceChildren(...frames.map((zone) => {
      const node = boxOn(element("div", "stage-zone"), zone, zoom);
      node.dataset.name = zone.name ?? "";
      return node;
    }));
  }

  function fitView(what) {
    const { state } = store, size = boardOf(state);
    const room = { w: root.clientWidth - 2 * MARGIN, h: root.clientHeight - 2 * MARGIN };
    if (room.w <= 0 || room.h <= 0) return;
    fitted = true;
    const chosen = what === "selection" ? union(state.sel.map((id) => boxOf(shownLayer(state, id)))) : null;
    const target = chosen ?? { x: 0, y: 0, ...size };
    const zoom = Math.min(chosen ? 4 : 1, room.w / target.w, room.h / target.h);
    store.update({ ui: { ...state.ui, zoom } });
    draw();
    if (chosen) root.scrollTo(board.offsetLeft + (chosen.x + chosen.w / 2) * zoom - root.clientWidth / 2, board.offsetTop + (chosen.y + chosen.h / 2) * zoom - root.clientHeight / 2);
  }

  return {
    board,
    boxOf,
    boxes: () => store.state.doc.layers.map((layer) => layerAt(store.state.doc, store.state.size, layer)),
    node: (id) => holds.get(id),
    /** A pointer's place on the artboard, px at 1x. */
    at(event) {
      const frame = board.getBoundingClientRect();
      return [(event.clientX - frame.left) / store.state.ui.zoom, (event.clientY - frame.top) / store.state.ui.zoom];
    },
    draw,
    stop: () => off.forEach((one) => one()),
  };
}

function colorOf(state, paint) {
  if (!paint) return "transparent";
  if (!paint.token) return paint.color;
  const hex = state.brand.frozen?.colors?.[paint.token] ?? "#FFFFFF";
  return paint.alpha === undefined || paint.alpha === 1 ? hex : `${hex.slice(0, 7)}${Math.floor(paint.alpha * 255 + 0.5).toString(16).padStart(2, "0")}`;
}

export function element(tag, className) {
  const node = document.createElement(tag);
  node.className = className;
  return node;
}

/** Lay an element over a box of the artboard. @param {{x: number, y: number, w: number, h: number, rot?: number}} box */
export const boxOn = (node, { x, y, w, h, rot }, zoom) => style(node, { left: `${x * zoom}px`, top: `${y * zoom}px`, width: `${w * zoom}px`, height: `${h * zoom}px`, transform: rot ? `rotate(${rot}deg)` : "none" });

/** Set styles without markup; returns the element. */
export function style(node, values) {
  for (const [name, value] of Object.entries(values)) if (node.style.getPropertyValue(name) !== String(value)) node.style.setProperty(name, value);
  return node;
}
