// What is drawn over the artboard during a gesture: the lines it snaps to, how far its neighbours are, and its numbers.

import { aabb, union } from "../model/geometry.js";
import { gapsAround, gapsBetween } from "../model/distances.js";
import { boardOf, shownLayer } from "../actions/changes.js";
import { element, style } from "./stage.js";

/** @param {HTMLElement} board @param {any} store */
export function createGuides(board, store) {
  const lines = element("div", "stage-lines"), gaps = element("div", "stage-lines"), badge = element("output", "stage-badge");
  gaps.dataset.testid = "distances";
  badge.hidden = true;
  board.append(lines, gaps, badge);
  const px = (value) => `${value * store.state.ui.zoom}px`;

  const gapNode = ({ axis, from, to, at }) => {
    const node = element("div", `distance ${axis}`), words = element("span", "");
    words.textContent = String(Math.round(to - from));
    node.append(words);
    return style(node, axis === "x" ? { left: px(from), width: px(to - from), top: px(at) } : { top: px(from), height: px(to - from), left: px(at) });
  };
  const showGaps = (list) => gaps.replaceChildren(...list.filter(({ from, to }) => Math.round(to - from) > 0).map(gapNode));

  return {
    /** The lines that something was pulled to. @param {{axis: "x" | "y", at: number}[]} shown */
    snap: (shown) => lines.replaceChildren(...shown.map(({ axis, at }) => style(element("div", `guide ${axis}`), { [axis === "x" ? "left" : "top"]: px(at) }))),
    /** How far an upright box is from what stands around it. */
    around: (box, others) => showGaps(gapsAround(box, others, boardOf(store.state))),
    /** How far two upright boxes are from each other. */
    between: (box, other) => showGaps(gapsBetween(box, other)),
    /** Numbers below a box: its place, size or angle. */
    tell(words, box) {
      badge.hidden = false;
      badge.textContent = words;
      style(badge, { left: px(box.x + box.w / 2), top: `${(box.y + box.h) * store.state.ui.zoom + 10}px` });
    },
    noGaps: () => gaps.replaceChildren(),
    clear() {
      lines.replaceChildren();
      gaps.replaceChildren();
      badge.hidden = true;
    },
  };
}

/** While Alt is held, tell how far the selection is from the layer under the pointer. */
export function mountDistances(root, stage, guides, { store }) {
  let over = null, shown = false;
  const off = [
    listen(root, "pointermove", (event) => ((over = event.target.closest?.(".box")?.dataset.id ?? null), event.buttons || draw(event.altKey))),
    listen(root, "pointerleave", () => ((over = null), draw(false))),
    listen(document, "keydown", (event) => event.key === "Alt" && draw(true)),
    // Without this, letting go of Alt would give the focus to the browser's menu.
    listen(document, "keyup", (event) => event.key === "Alt" && (shown && event.preventDefault(), draw(false))),
  ];

  function draw(wanted) {
    const { sel, tool } = store.state, boxOf = (id) => aabb(stage.boxOf(shownLayer(store.state, id)));
    const measure = wanted && over && sel.length && !sel.includes(over) && !tool;
    if (measure) guides.between(union(sel.map(boxOf)), boxOf(over));
    else if (shown) guides.noGaps();
    shown = Boolean(measure);
  }

  return { stop: () => off.forEach((one) => one()) };
}

function listen(target, type, run) {
  target.addEventListener(type, run);
  return () => target.removeEventListener(type, run);
}
