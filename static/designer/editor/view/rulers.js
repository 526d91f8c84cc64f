// Rulers along two sides of the stage, and the guides that are pulled out of them.

import { place } from "../model/geometry.js";
import { boardOf, isReadOnly } from "../actions/changes.js";
import { element, style } from "./stage.js";

const THICK = 20;
const STEPS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000];
const APART = 50;

/** @param {HTMLElement} scroller the stage's scrolling element @param {any} stage @param {{store: any, actions: any}} context */
export function mountRulers(scroller, stage, { store, actions }) {
  const root = scroller.parentElement, drawn = element("div", "stage-lines stage-guides");
  const rulers = { x: element("canvas", "ruler x"), y: element("canvas", "ruler y") };
  for (const [axis, canvas] of Object.entries(rulers)) {
    canvas.setAttribute("aria-hidden", "true");
    canvas.addEventListener("pointerdown", (event) => pull(event, axis === "x" ? "y" : "x", canvas));
    root.append(canvas);
  }
  stage.board.append(drawn);
  // The stage must not take hold of the pointer here, or the second click would be the stage's.
  drawn.addEventListener("pointerdown", (event) => event.stopPropagation());
  drawn.addEventListener("dblclick", remove);
  const off = store.subscribe(["ui", "doc", "size"], () => requestAnimationFrame(draw));
  scroller.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(scroller);
  draw();

  function draw() {
    const { ui, doc } = store.state;
    for (const [axis, canvas] of Object.entries(rulers)) {
      canvas.hidden = !ui.rulers;
      if (ui.rulers) ticks(axis, canvas, ui.zoom);
    }
    drawn.hidden = !ui.rulers;
    if (ui.rulers) drawn.replaceChildren(...doc.guides.map((guide, at) => line(guide, at)));
  }

  function ticks(axis, canvas, zoom) {
    const host = root.getBoundingClientRect(), frame = stage.board.getBoundingClientRect();
    const length = axis === "x" ? host.width : host.height, from = axis === "x" ? frame.left - host.left : frame.top - host.top;
    const pen = sharp(canvas, axis === "x" ? [length, THICK] : [THICK, length]);
    const step = STEPS.find((one) => one * zoom >= APART) ?? STEPS.at(-1);
    for (let value = Math.ceil(-from / zoom / step) * step; from + value * zoom < length; value += step) {
      const at = Math.round(from + value * zoom) + 0.5;
      pen.beginPath();
      if (axis === "x") pen.moveTo(at, 12), pen.lineTo(at, THICK), pen.fillText(String(value), at + 3, 10);
      else pen.moveTo(12, at), pen.lineTo(THICK, at), sideways(pen, String(value), at);
      pen.stroke();
    }
  }

  function sharp(canvas, [w, h]) {
    const ratio = devicePixelRatio, look = getComputedStyle(canvas);
    Object.assign(canvas, { width: Math.round(w * ratio), height: Math.round(h * ratio) });
    style(canvas, { width: `${w}px`, height: `${h}px` });
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    Object.assign(pen, { font: `10px ${look.fontFamily}`, fillStyle: look.color, strokeStyle: look.borderColor });
    return pen;
  }

  function sideways(pen, words, at) {
    pen.save();
    pen.translate(10, at + 3);
    pen.rotate(Math.PI / 2);
    pen.fillText(words, 0, 0);
    pen.restore();
  }

  function line({ axis, at }, index) {
    const node = style(element("div", `guide ${axis}`), { [axis === "x" ? "left" : "top"]: `${at * store.state.ui.zoom}px` });
    node.dataset.guide = index;
    node.title = "Double-click to remove this guide";
    return node;
  }

  /** A line out of a ruler; it becomes a guide where it is let go over the artboard. */
  function pull(event, axis, canvas) {
    if (isReadOnly(store.state)) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    const ghost = line({ axis, at: 0 }, -1), where = (moved) => place(stage.at(moved)[axis === "x" ? 0 : 1]);
    drawn.append(ghost);
    const follow = (moved) => style(ghost, { [axis === "x" ? "left" : "top"]: `${where(moved) * store.state.ui.zoom}px` });
    canvas.addEventListener("pointermove", follow);
    canvas.addEventListener("pointerup", (dropped) => {
      canvas.removeEventListener("pointermove", follow);
      ghost.remove();
      const at = where(dropped), size = boardOf(store.state), most = axis === "x" ? size.w : size.h;
      if (at >= 0 && at <= most) actions.setDoc({ guides: [...store.state.doc.guides, { axis, at }] }, { label: "Add guide" });
    }, { once: true });
  }

  function remove(event) {
    const index = Number(event.target.dataset?.guide ?? -1);
    event.stopPropagation();
    if (index >= 0 && !isReadOnly(store.state)) actions.setDoc({ guides: store.state.doc.guides.toSpliced(index, 1) }, { label: "Remove guide" });
  }

  return { stop: off };
}
