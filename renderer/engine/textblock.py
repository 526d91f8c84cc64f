"""Turns lines that were placed into the `TextBlock` that a scene holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from renderer.engine.scene import Box, GlyphRow, Line, Run, TextBlock
from renderer.engine.shaping import Ink
from renderer.engine.typesetting import Piece, PlacedLine, rules

if TYPE_CHECKING:
    from renderer.engine.text import Laid, TextSpec


def build_block(laid: Laid, rung: int, spec: TextSpec, substituted: tuple[str, ...]) -> TextBlock:
    """`rung` is the index of the words that were used."""
    rows, origins = laid.placed.rows, laid.text.origins
    return TextBlock(
        text=laid.text.drawn,
        rung=rung,
        size=laid.size,
        lines=tuple(_line(row, origins, laid.size) for row in rows),
        box=_hugged(rows, spec, laid.size),
        ink=_box(laid.placed.ink) if laid.placed.ink else None,
        overflow=not laid.fits,
        ellipsis=laid.text.is_cut,
        missing=laid.shaped.missing,
        substituted=substituted,
    )


def _line(row: PlacedLine, origins: Sequence[int], size: float) -> Line:
    line = row.line
    return Line(
        start=origins[line.range.start],
        end=origins[line.range.end],
        x=row.x,
        top=row.top,
        baseline=row.baseline,
        width=line.width * size,
        height=row.height,
        rtl=line.rtl,
        runs=tuple(_runs(row, origins, size)),
    )


def _runs(row: PlacedLine, origins: Sequence[int], size: float) -> Iterator[Run]:
    for piece in row.line.pieces:
        yield Run(
            face=piece.run.face,
            size=size * piece.run.scale,
            row=_glyphs(piece, row.x + piece.x * size, row.baseline, origins, size),
            x=row.x + piece.x * size,
            width=piece.width * size,
            paint=piece.finish.paint,
            underline=piece.finish.underline,
            strike=piece.finish.strike,
            rules=tuple([(row.baseline + y * size, thickness * size) for y, thickness in rules(piece)]),
        )


def _glyphs(piece: Piece, pen: float, baseline: float, origins: Sequence[int], size: float) -> GlyphRow:
    glyphs = piece.glyphs
    advances = tuple([advance * size for advance in glyphs.advances])
    pens = tuple(accumulate(advances[:-1], initial=pen)) if advances else ()
    if any(glyphs.dx):
        pens = tuple([pen + dx * size for pen, dx in zip(pens, glyphs.dx, strict=True)])
    lifted = tuple([baseline - dy * size for dy in glyphs.dy]) if any(glyphs.dy) else (baseline,) * len(advances)
    # Where nothing was recased, words and text are the same.
    same = isinstance(origins, range)
    clusters = glyphs.clusters if same else tuple([origins[cluster] for cluster in glyphs.clusters])
    return GlyphRow(glyphs.ids, pens, lifted, advances, clusters)


def _hugged(rows: Sequence[PlacedLine], spec: TextSpec, size: float) -> Box:
    """The layer's box, drawn in around the text and its padding on the sides where it hugs."""
    top, right, bottom, left = spec.pad
    x, y, w, h = 0.0, 0.0, spec.w, spec.h
    if rows and spec.hug == "width":
        x = max(min(_left(row) for row in rows) - left, 0)
        w = min(max(_right(row, size) for row in rows) + right, spec.w) - x
    if rows and spec.hug == "height":
        y = max(rows[0].top - top, 0)
        h = min(rows[-1].top + rows[-1].height + bottom, spec.h) - y
    return Box(x, y, max(w, 0), max(h, 0))


def _left(row: PlacedLine) -> float:
    return min(row.x, row.ink.left) if row.ink else row.x


def _right(row: PlacedLine, size: float) -> float:
    end = row.x + row.line.width * size
    return max(end, row.ink.right) if row.ink else end


def _box(ink: Ink) -> Box:
    return Box(ink.left, ink.top, ink.right - ink.left, ink.bottom - ink.top)
