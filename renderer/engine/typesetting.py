"""Sets lines: glyphs in the order the eye meets them, the box of their ink, and where each line stands in its box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from renderer.engine.faces import Metrics
from renderer.engine.scripts import visual_order
from renderer.engine.shaping import EmGlyphs, Ink, Shaped, ShapedRun
from renderer.engine.spans import Finish, Span
from renderer.engine.wrapping import LineRange

INSET = 0.08
"""Px that ink keeps away from the edge of its box: letters are drawn up to 1/16 of a device px off their place."""


def union(boxes: Sequence[Ink | None]) -> Ink | None:
    rows = [box for box in boxes if box is not None]
    if len(rows) < 2:
        return rows[0] if rows else None
    lefts, tops, rights, bottoms = zip(*rows, strict=True)
    return Ink(min(lefts), min(tops), max(rights), max(bottoms))


class Piece(NamedTuple):
    """Part of a shaped run on one line and of one finish; `x` and `width` in em."""

    run: ShapedRun
    glyphs: EmGlyphs
    x: float
    width: float
    finish: Finish


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line in em of the layer's size. `ink` is relative to its start and baseline, None when nothing shows."""

    range: LineRange
    rtl: bool
    pieces: tuple[Piece, ...]
    width: float
    ink: Ink | None


def set_line(shaped: Shaped, line: LineRange, rtl: bool, finishes: Sequence[Span[Finish]]) -> SetLine:
    """Put the runs of a line in visual order and measure them."""
    parts = [
        (run, glyphs, finish)
        for run in shaped.runs
        if run.start < line.trimmed and run.end > line.start
        for glyphs, finish in _finished(run, line, finishes)
    ]
    pieces: list[Piece] = []
    pen = 0.0
    for index in visual_order([run.level for run, _, _ in parts]):
        run, glyphs, finish = parts[index]
        width = sum(glyphs.advances)
        pieces.append(Piece(run, glyphs, pen, width, finish))
        pen += width
    pen -= next((piece.glyphs.tracking[-1] for piece in reversed(pieces) if piece.glyphs.tracking), 0.0)
    return SetLine(line, rtl, tuple(pieces), pen, union([_ink(piece) for piece in pieces]))


def _finished(run: ShapedRun, line: LineRange, finishes: Sequence[Span[Finish]]) -> Iterator[tuple[EmGlyphs, Finish]]:
    """The run's glyphs on this line, split where the finish changes; in reading order of the pieces."""
    for span in finishes:
        low, high = max(line.start, span.start), min(line.trimmed, span.end)
        if low < run.end and high > run.start:
            is_all = low <= run.start and run.end <= high
            yield run.glyphs if is_all else run.glyphs.within(low, high), span.style


def _ink(piece: Piece) -> Ink | None:
    run = piece.run
    found = run.ink if piece.glyphs is run.glyphs else piece.glyphs.ink(run.face, run.unit)
    if found is not None:
        found = Ink(found.left + piece.x, found.top, found.right + piece.x, found.bottom)
    if found is None and not piece.width:
        return None
    lines = [Ink(piece.x, y, piece.x + piece.width, y + thickness) for y, thickness in rules(piece)]
    return union([found, *lines]) if lines else found


def rules(piece: Piece) -> Sequence[tuple[float, float]]:
    """Top (below the baseline) and thickness in em of the lines drawn under and through a piece."""
    finish = piece.finish
    if not (finish.underline or finish.strike):
        return ()
    metrics, scale = piece.run.nominal.metrics, piece.run.scale
    wanted = ((finish.underline, metrics.underline), (finish.strike, metrics.strike))
    return [
        (-(height + metrics.thickness / 2) * scale, metrics.thickness * scale)
        for is_wanted, height in wanted
        if is_wanted
    ]


class Frame(NamedTuple):
    """The layer's box and what applies inside it, in px. `pad` is top, right, bottom, left; `grow` is how far a
    stroke reaches beyond the letters; `line_height` is in em.
    """

    width: float
    height: float
    pad: tuple[float, float, float, float]
    line_height: float
    align: str
    valign: str
    grow: float

    @property
    def inner_width(self) -> float:
        return max(self.width - self.pad[1] - self.pad[3], 0)

    @property
    def inner_height(self) -> float:
        return max(self.height - self.pad[0] - self.pad[2], 0)


class PlacedLine(NamedTuple):
    """A line at its size in px, relative to the layer's box."""

    line: SetLine
    x: float
    top: float
    baseline: float
    height: float
    ink: Ink | None


@dataclass(frozen=True, slots=True)
class PlacedLines:
    """`fits` is False when ink leaves the layer's box, or lines need more height than there is."""

    rows: tuple[PlacedLine, ...]
    ink: Ink | None
    fits: bool


LineMetrics = tuple[Metrics, float]
"""The vertical measures of a line and the scale of its largest letters."""


def needed_height(measures: Sequence[LineMetrics], line_height: float) -> float:
    """Em from the top of the first line's letters to the foot of the last line's, whichever letters these are.

    The air that `line_height` adds above and below the block needs no room.
    """
    if not measures:
        return 0
    (first, first_scale), (last, last_scale) = measures[0], measures[-1]
    between = sum([line_height * scale for _, scale in measures])
    above = _baseline(first, first_scale, line_height) - first.high * first_scale
    below = line_height * last_scale - _baseline(last, last_scale, line_height) - last.low * last_scale
    return between - above - below


def _baseline(metrics: Metrics, scale: float, line_height: float) -> float:
    """Em from a line's top to its baseline: half of the leading, then the ascent."""
    return ((line_height - metrics.ascent - metrics.descent) / 2 + metrics.ascent) * scale


def place(lines: Sequence[SetLine], measures: Sequence[LineMetrics], size: float, frame: Frame) -> PlacedLines:
    """Stand lines in the box at a size; where ink would stick out, a line or the block moves as far as needed."""
    heights = [frame.line_height * scale * size for _, scale in measures]
    spare = frame.inner_height - sum(heights)
    top = frame.pad[0] + max(spare, 0 if frame.valign == "top" else spare) * _share(frame.valign)
    rows = []
    for line, (metrics, scale), height in zip(lines, measures, heights, strict=True):
        baseline = top + _baseline(metrics, scale, frame.line_height) * size
        rows.append(_across(line, top, baseline, height, size, frame))
        top += height
    return _inside(rows, frame)


def _share(where: str) -> float:
    return {"top": 0.0, "left": 0.0, "middle": 0.5, "center": 0.5}.get(where, 1.0)


def _across(line: SetLine, top: float, baseline: float, height: float, size: float, frame: Frame) -> PlacedLine:
    align = frame.align
    if align in ("start", "end"):
        align = "left" if (align == "start") != line.rtl else "right"
    x = frame.pad[3] + (frame.inner_width - line.width * size) * _share(align)
    if line.ink is None:
        return PlacedLine(line, x, top, baseline, height, None)
    left, top_edge, right, bottom = line.ink
    ink = Ink(left * size, top_edge * size, right * size, bottom * size).grown(frame.grow)
    x += _shift(x + ink.left, x + ink.right, frame.width)
    return PlacedLine(
        line, x, top, baseline, height, Ink(x + ink.left, baseline + ink.top, x + ink.right, baseline + ink.bottom)
    )


def _shift(low: float, high: float, room: float) -> float:
    """How far to move something so that it lies within 0 and `room`; 0 when it is too large for it."""
    if high - low > room - 2 * INSET:
        return 0
    return INSET - low if low < INSET else min(room - INSET - high, 0)


def _inside(rows: Sequence[PlacedLine], frame: Frame) -> PlacedLines:
    ink = union([row.ink for row in rows])
    if ink is None:
        return PlacedLines(tuple(rows), None, True)
    down = _shift(ink.top, ink.bottom, frame.height)
    moved = tuple(_moved(row, down) for row in rows) if down else tuple(rows)
    ink = Ink(ink.left, ink.top + down, ink.right, ink.bottom + down)
    out = (-ink.left, -ink.top, ink.right - frame.width, ink.bottom - frame.height)
    return PlacedLines(moved, ink, max(out) <= 1e-6 - INSET)


def _moved(row: PlacedLine, down: float) -> PlacedLine:
    ink = row.ink and Ink(row.ink.left, row.ink.top + down, row.ink.right, row.ink.bottom + down)
    return row._replace(top=row.top + down, baseline=row.baseline + down, ink=ink)
