// Boxes and angles: rotation, resizing, snapping, aligning, hitting. Pure; px of the artboard, degrees clockwise.

/** @typedef {{x: number, y: number, w: number, h: number, rot?: number}} Box top left of the unrotated box */

const RAD = Math.PI / 180;

/** Round half up, as the server does; JavaScript's and Python's own rounding differ. */
export const place = (value) => Math.floor(value + 0.5);
export const two = (value) => Math.round(value * 100) / 100;

export const centre = ({ x, y, w, h }) => [x + w / 2, y + h / 2];

/** A point turned about another. */
export function turned([x, y], [cx, cy], degrees) {
  const sin = Math.sin(degrees * RAD), cos = Math.cos(degrees * RAD);
  return [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos];
}

/** The four corners after rotation: top left, top right, bottom right, bottom left. */
export function corners(box) {
  const { x, y, w, h, rot = 0 } = box;
  return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]].map((point) => turned(point, centre(box), rot));
}

/** The upright box around a rotated one. */
export function aabb(box) {
  const points = corners(box);
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  const x = Math.min(...xs), y = Math.min(...ys);
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

/** The upright box around several boxes, or null for none. */
export function union(boxes) {
  if (!boxes.length) return null;
  const all = boxes.map(aabb);
  const x = Math.min(...all.map((b) => b.x)), y = Math.min(...all.map((b) => b.y));
  return { x, y, w: Math.max(...all.map((b) => b.x + b.w)) - x, h: Math.max(...all.map((b) => b.y + b.h)) - y };
}

export function contains(box, point) {
  const [x, y] = turned(point, centre(box), -(box.rot ?? 0));
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
}

export const overlaps = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/**
 * Ids of the layers under a point, topmost first. An empty part of a text box lets the ink of a text below win;
 * what is filled all over (no `ink`) neither gives way nor shines through.
 * @param {{id: string, box: Box, ink: Box | null, hit: boolean}[]} items back to front
 */
export function hits(items, point) {
  const under = items.filter((item) => item.hit && contains(item.box, point)).reverse();
  const first = under.findIndex((item) => !item.ink || contains(item.ink, point));
  const order = first > 0 && under[first].ink ? [under[first], ...under.toSpliced(first, 1)] : under;
  return order.map((item) => item.id);
}

/** Which edges a handle moves: [-1 | 0 | 1, -1 | 0 | 1]. */
export const HANDLES = { nw: [-1, -1], n: [0, -1], ne: [1, -1], e: [1, 0], se: [1, 1], s: [0, 1], sw: [-1, 1], w: [-1, 0] };

/**
 * Resize by a handle. The opposite corner or edge stays where it is on the canvas, whatever the rotation.
 * @param {Box} box before the gesture
 * @param {[number, number]} delta of the pointer, on the canvas
 * @param {{ratio?: boolean, centred?: boolean, least?: number}} options
 */
export function resized(box, handle, delta, { ratio = false, centred = false, least = 1 } = {}) {
  const [hx, hy] = HANDLES[handle], rot = box.rot ?? 0;
  const [dx, dy] = turned(delta, [0, 0], -rot);
  const factor = centred ? 2 : 1;
  let w = Math.max(least, box.w + hx * dx * factor), h = Math.max(least, box.h + hy * dy * factor);
  if (ratio) [w, h] = proportionate(box, hx, hy, w, h, least);
  const fixed = centred ? [0, 0] : [-hx, -hy];
  const anchor = turned([box.x + box.w * (fixed[0] + 1) / 2, box.y + box.h * (fixed[1] + 1) / 2], centre(box), rot);
  const toCentre = turned([-fixed[0] * w / 2, -fixed[1] * h / 2], [0, 0], rot);
  return { ...box, x: anchor[0] + toCentre[0] - w / 2, y: anchor[1] + toCentre[1] - h / 2, w, h };
}

function proportionate(box, hx, hy, w, h, least) {
  const share = hx && hy ? Math.max(w / box.w, h / box.h) : hx ? w / box.w : h / box.h;
  const bounded = Math.max(share, least / box.w, least / box.h);
  return [box.w * bounded, box.h * bounded];
}

/** The angle, 0 to 359.99, after turning from one pointer position to another about the box's centre. */
export function rotated(box, from, to, { step = 0, magnet = 3 } = {}) {
  const [cx, cy] = centre(box);
  const angle = (point) => Math.atan2(point[1] - cy, point[0] - cx) / RAD;
  let rot = (((box.rot ?? 0) + angle(to) - angle(from)) % 360 + 360) % 360;
  if (step) rot = Math.round(rot / step) * step;
  else if (Math.abs(rot - Math.round(rot / 90) * 90) <= magnet) rot = Math.round(rot / 90) * 90;
  return two(rot) % 360;
}

/**
 * Pull a moving box to nearby lines. Returns the correction and the lines to show.
 * @param {Box} box upright
 * @param {{x: number[], y: number[]}} lines
 * @returns {{dx: number, dy: number, lines: {axis: 'x' | 'y', at: number}[]}}
 */
export function snapped(box, lines, reach) {
  const x = nearest([box.x, box.x + box.w / 2, box.x + box.w], lines.x, reach);
  const y = nearest([box.y, box.y + box.h / 2, box.y + box.h], lines.y, reach);
  return pulled(x, y);
}

/** The same for the edges that a handle moves; the others stay where they are. */
export function edgesSnapped(box, handle, lines, reach) {
  const [hx, hy] = HANDLES[handle];
  const x = hx ? nearest([hx < 0 ? box.x : box.x + box.w], lines.x, reach) : null;
  const y = hy ? nearest([hy < 0 ? box.y : box.y + box.h], lines.y, reach) : null;
  return pulled(x, y);
}

const pulled = (x, y) => ({ dx: x?.by ?? 0, dy: y?.by ?? 0, lines: [...(x ? [{ axis: "x", at: x.at }] : []), ...(y ? [{ axis: "y", at: y.at }] : [])] });

function nearest(values, lines, reach) {
  let best = null;
  for (const value of values) {
    for (const at of lines) {
      const by = at - value;
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { at, by };
    }
  }
  return best;
}

/** Lines to snap to: the artboard's edges and centre, safe margin and zones, guides, other layers' edges and centres. */
export function snapLines({ width, height, margin = 0, zones = [], guides = [], boxes = [] }) {
  const x = [0, width / 2, width], y = [0, height / 2, height];
  if (margin) x.push(margin, width - margin), y.push(margin, height - margin);
  for (const box of [...zones, ...boxes.map(aabb)]) {
    x.push(box.x, box.x + box.w / 2, box.x + box.w);
    y.push(box.y, box.y + box.h / 2, box.y + box.h);
  }
  for (const guide of guides) (guide.axis === "x" ? x : y).push(guide.at);
  return { x, y };
}

/** How far each box must move to be aligned with the others, or with the artboard when it is alone. */
export function aligned(boxes, edge, artboard) {
  const frame = boxes.length > 1 ? union(boxes) : { x: 0, y: 0, ...artboard };
  return boxes.map((box) => {
    const b = aabb(box);
    const dx = { left: frame.x - b.x, right: frame.x + frame.w - b.x - b.w, centre: frame.x + (frame.w - b.w) / 2 - b.x }[edge];
    const dy = { top: frame.y - b.y, bottom: frame.y + frame.h - b.y - b.h, middle: frame.y + (frame.h - b.h) / 2 - b.y }[edge];
    return [place(dx ?? 0), place(dy ?? 0)];
  });
}

/** How far each box must move so that the gaps between them are equal; the outermost stay. */
export function distributed(boxes, axis) {
  const [start, length] = axis === "x" ? ["x", "w"] : ["y", "h"];
  const order = boxes.map((box, index) => ({ index, ...aabb(box) })).sort((a, b) => a[start] - b[start]);
  const last = order.at(-1), total = order.reduce((sum, box) => sum + box[length], 0);
  const gap = (last[start] + last[length] - order[0][start] - total) / (order.length - 1);
  const moves = boxes.map(() => [0, 0]);
  let at = order[0][start];
  for (const box of order) {
    moves[box.index][axis === "x" ? 0 : 1] = place(at - box[start]);
    at += box[length] + gap;
  }
  return moves;
}

/** A box carried from one artboard to another by its pins. */
export function repinned(box, pin, from, to) {
  const [x, w] = alongAxis(box.x, box.w, pin.h, from.w, to.w, "left", "right");
  const [y, h] = alongAxis(box.y, box.h, pin.v, from.h, to.h, "top", "bottom");
  return { ...box, x: two(x), y: two(y), w: two(Math.max(1, w)), h: two(Math.max(1, h)) };
}

function alongAxis(at, length, pin, from, to, start, end) {
  const change = to - from, share = to / from;
  if (pin === end) return [at + change, length];
  if (pin === "center") return [at + change / 2, length];
  if (pin === "both") return [at, length + change];
  if (pin === "scale") return [at * share, length * share];
  return [at, length];
}
