// Tells where pixels are behind the design: a thin line while they are on their way, a mark to try again when they are late.

import { boxOn, element, style } from "./stage.js";
import { shownLayer } from "../actions/changes.js";

const SLOW_MS = 400;
const STALE_MS = 4000;

/** @param {any} stage @param {{store: any, bitmaps: any}} context */
export function mountFreshness(stage, { store, bitmaps }) {
  const plane = element("div", "stage-lines");
  plane.dataset.testid = "freshness";
  stage.board.append(plane);
  const marks = new Map();
  let timer = 0;
  const off = store.subscribe(["bitmaps", "pending", "doc", "size", "ui"], draw);

  function draw() {
    clearTimeout(timer);
    const now = performance.now(), late = bitmaps.waiting().map(([id, since]) => [id, now - since]);
    const shown = new Map(late.filter(([id, age]) => age >= SLOW_MS && shownLayer(store.state, id)?.visible));
    for (const [id, node] of marks) if (!shown.has(id)) node.remove(), marks.delete(id);
    for (const [id, age] of shown) mark(id, age >= STALE_MS);
    const next = Math.min(...late.map(([, age]) => (age < SLOW_MS ? SLOW_MS : age < STALE_MS ? STALE_MS : Infinity) - age));
    if (Number.isFinite(next)) timer = setTimeout(draw, next);
  }

  function mark(id, isStale) {
    const node = marks.get(id) ?? plane.appendChild(element("div", "stage-late"));
    marks.set(id, node);
    boxOn(node, stage.boxOf(shownLayer(store.state, id)), store.state.ui.zoom);
    if (node.classList.toggle("is-stale", isStale) && !node.firstChild) node.append(again());
    else if (!isStale) node.replaceChildren();
  }

  function again() {
    const button = element("button", "button small");
    Object.assign(button, { type: "button", textContent: "Not up to date. Retry" });
    button.addEventListener("pointerdown", (event) => event.stopPropagation());
    button.addEventListener("click", () => bitmaps.retry());
    return button;
  }

  return { stop: () => (off(), clearTimeout(timer), plane.remove()) };
}
