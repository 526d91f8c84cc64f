// Text with merge tags as the editor sees it: where the tags are, how marks move with edits, where the caret may stand.

const TAG = /\{\{[^{}]*\}\}/g;

/**
 * @typedef {{start: number, end: number, key: string, source: string}} Tag offsets in code points
 * @typedef {{from: number, to: number}} Mark a styled range, with properties of its own
 */

/** Code points of a string: offsets here and on the server count these, never UTF-16 units. */
export const points = (text) => Array.from(text);
export const length = (text) => points(text).length;
export const slice = (text, from, to) => points(text).slice(from, to).join("");

/** From a UTF-16 offset, such as a textarea's, to code points, and back. */
export const toPoint = (text, unit) => length(text.slice(0, unit));
export const toUnit = (text, point) => slice(text, 0, point).length;

/** @returns {Tag[]} every complete merge tag, in order */
export function tags(text) {
  return Array.from(text.matchAll(TAG), (match) => {
    const start = toPoint(text, match.index);
    return { start, end: start + length(match[0]), key: keyOf(match[0]), source: match[0] };
  });
}

export const keyOf = (tag) => (tag.match(/^\{\{\s*([a-z][a-z0-9_]*)/) ?? [, ""])[1];

/** A selection that never ends inside a tag: each end moves to the tag's nearer edge, or the way it was going. */
export function outsideTags(text, start, end, direction = 0) {
  const found = tags(text);
  const out = (at) => {
    const tag = found.find((one) => at > one.start && at < one.end);
    if (!tag) return at;
    return direction > 0 || (!direction && at - tag.start > tag.end - at) ? tag.end : tag.start;
  };
  return [out(start), out(end)];
}

/** The range that Backspace (-1) or Delete (1) removes at a caret: a tag goes whole, else one grapheme. */
export function erased(text, at, direction) {
  const tag = tags(text).find((one) => (direction < 0 ? one.end === at : one.start === at));
  if (tag) return [tag.start, tag.end];
  if (direction < 0) return [previousBoundary(text, at), at];
  return [at, nextBoundary(text, at)];
}

/** The next place for the caret to the left (-1) or right (1): over a tag in one step. */
export function stepped(text, at, direction) {
  const tag = tags(text).find((one) => (direction < 0 ? one.end === at : one.start === at));
  if (tag) return direction < 0 ? tag.start : tag.end;
  return direction < 0 ? previousBoundary(text, at) : nextBoundary(text, at);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function boundaries(text) {
  const result = [0];
  for (const { segment } of graphemes.segment(text)) result.push(result.at(-1) + length(segment));
  return result;
}

const previousBoundary = (text, at) => boundaries(text).findLast((edge) => edge < at) ?? 0;
const nextBoundary = (text, at) => boundaries(text).find((edge) => edge > at) ?? length(text);

/** Replace a range and carry the marks along. Returns the new text, marks, and where the caret goes. */
export function edited(text, marks, start, end, insert) {
  const all = points(text), fresh = points(insert);
  const result = [...all.slice(0, start), ...fresh, ...all.slice(end)].join("");
  return { text: result, marks: shifted(marks, start, end, fresh.length), caret: start + fresh.length };
}

/** Marks after a range was replaced by `added` code points; marks that became empty are gone. */
export function shifted(marks, start, end, added) {
  const by = added - (end - start);
  const moveStart = (at) => (at <= start ? at : at >= end ? at + by : start + added);
  // Typing at the very end of a mark goes on in its style; typing right before one does not.
  const moveEnd = (at) => (at < start ? at : at >= end ? at + by : start);
  return marks
    .map((mark) => ({ ...mark, from: mark.from === start && end === start ? start + added : moveStart(mark.from), to: moveEnd(mark.to) }))
    .filter((mark) => mark.to > mark.from);
}

/** What changed between two strings, as one replaced range: how a textarea's edit becomes an operation. */
export function changedRange(before, after) {
  const a = points(before), b = points(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { start, end: a.length - tail, insert: b.slice(start, b.length - tail).join("") };
}

/** Set a style on a range: existing marks are split at its edges, so that marks never cross. */
export function marked(marks, from, to, style) {
  const edges = [...new Set([from, to, ...marks.flatMap((mark) => [mark.from, mark.to])])].sort((a, b) => a - b);
  const result = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [start, end] = [edges[i], edges[i + 1]];
    const { from: _from, to: _to, ...under } = Object.assign({}, ...marks.filter((mark) => mark.from <= start && mark.to >= end));
    const look = start >= from && end <= to ? { ...under, ...style } : under;
    if (Object.values(look).some((value) => value !== null && value !== false && value !== 1)) result.push({ ...look, from: start, to: end });
  }
  return joined(result);
}

function joined(marks) {
  return marks.reduce((all, mark) => {
    const last = all.at(-1);
    const { from, to, ...look } = mark, { from: _f, to: _t, ...lastLook } = last ?? {};
    if (last && last.to === from && JSON.stringify(look) === JSON.stringify(lastLook)) last.to = to;
    else all.push({ ...mark });
    return all;
  }, []);
}

/**
 * From an offset in the source to one in the drawn text, and back, by the server's segments.
 * @param {[number, number, number, number, string | null, string][]} segments source start, source end, output start, output end, field, state
 */
export function toOutput(segments, at) {
  const segment = segments.find(([start, end]) => at >= start && at <= end);
  if (!segment) return at;
  const [start, end, outStart, outEnd, field] = segment;
  return field ? (at - start < end - at ? outStart : outEnd) : outStart + (at - start);
}

export function toSource(segments, at) {
  const segment = segments.find(([, , start, end]) => at >= start && at < end) ?? segments.at(-1);
  if (!segment) return at;
  const [start, end, outStart, outEnd, field] = segment;
  return field ? (at - outStart < outEnd - at ? start : end) : Math.min(end, start + (at - outStart));
}
