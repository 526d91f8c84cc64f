// How far a box is from its neighbours: the gaps shown while it is dragged, and between two layers. Pure; px of the artboard.

/**
 * @typedef {{x: number, y: number, w: number, h: number}} Box upright
 * @typedef {{axis: "x" | "y", from: number, to: number, at: number}} Gap from `from` to `to` along the axis, at `at` across it
 */

const SIDES = [["x", -1], ["x", 1], ["y", -1], ["y", 1]];

/** The gap to the nearest neighbour on each side, or to the artboard's edge. @param {Box} box @param {Box[]} others @returns {Gap[]} */
export function gapsAround(box, others, board) {
  return SIDES.map(([axis, way]) => gapOn(axis, way, box, others, board)).filter(Boolean);
}

function gapOn(axis, way, box, others, board) {
  const own = span(box, axis), across = span(box, axis === "x" ? "y" : "x");
  const edge = way < 0 ? own.start : own.end;
  const facing = others.flatMap((other) => {
    const { start, end } = span(other, axis), side = span(other, axis === "x" ? "y" : "x");
    const near = way < 0 ? end : start;
    const beside = side.start < across.end && across.start < side.end && (near - edge) * way >= 0;
    return beside ? [{ near, at: middle(Math.max(side.start, across.start), Math.min(side.end, across.end)) }] : [];
  });
  const wall = { near: way < 0 ? 0 : axis === "x" ? board.w : board.h, at: middle(across.start, across.end) };
  const best = [...facing, wall].reduce((a, b) => ((b.near - a.near) * way < 0 ? b : a));
  return gap(axis, edge, best.near, best.at, way);
}

const gap = (axis, edge, near, at, way) => ((near - edge) * way > 0 ? { axis, from: Math.min(edge, near), to: Math.max(edge, near), at } : null);

/** The gaps between two boxes: between their facing edges, or between like edges where they lie over each other. @returns {Gap[]} */
export function gapsBetween(box, other) {
  return ["x", "y"].flatMap((axis) => {
    const a = span(box, axis), b = span(other, axis), side = span(box, axis === "x" ? "y" : "x");
    const pairs = a.end <= b.start ? [[a.end, b.start]] : b.end <= a.start ? [[b.end, a.start]] : [[a.start, b.start], [a.end, b.end]];
    return pairs.filter(([one, two]) => one !== two).map(([one, two]) => ({ axis, from: Math.min(one, two), to: Math.max(one, two), at: middle(side.start, side.end) }));
  });
}

const span = (box, axis) => (axis === "x" ? { start: box.x, end: box.x + box.w } : { start: box.y, end: box.y + box.h });
const middle = (a, b) => (a + b) / 2;
