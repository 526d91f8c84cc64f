"""Where a caret may stand in fitted text, for editors that draw their own over the finished picture."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from renderer.engine.breaking import graphemes
from renderer.engine.resolved import Words
from renderer.engine.scene import Line, TextBlock
from renderer.engine.scripts import may_turn
from renderer.engine.wrapping import trim


@dataclass(frozen=True, slots=True)
class CaretLine:
    """One line: offsets into the words, and a box in px at 1x relative to the layer's.

    `xs` holds the caret's x at each of `offsets`, the grapheme borders from `start` to `end`. It is None on lines
    with right-to-left text, where a caret has two places at once.
    """

    start: int
    end: int
    x: float
    y: float
    width: float
    height: float
    baseline: float
    offsets: tuple[int, ...]
    xs: tuple[float, ...] | None


def caret_map(block: TextBlock, words: Words) -> tuple[CaretLine, ...]:
    """The caret places of the words that the block was made from (`words[block.rung]`)."""
    borders = (0, *graphemes(words.text))
    return tuple(_caret_line(line, words.text, borders) for line in block.lines)


def _caret_line(line: Line, text: str, borders: Sequence[int]) -> CaretLine:
    offsets = tuple(borders[bisect_left(borders, line.start) : bisect_left(borders, line.end + 1)])
    turning = line.rtl or may_turn(text[line.start : line.end])
    xs = None if turning else _xs(line, text, offsets)
    return CaretLine(line.start, line.end, line.x, line.top, line.width, line.height, line.baseline, offsets, xs)


def _xs(line: Line, text: str, offsets: Sequence[int]) -> tuple[float, ...]:
    """Pens at the clusters' starts; the carets inside a ligature share its width evenly."""
    pens, end = _pens(line)
    last = max(trim(text, line.end), line.start)
    pens.setdefault(line.start, line.x)
    end = pens.setdefault(last, end)
    stops = sorted(pens)
    return tuple(
        _within(offset, offsets, stops, pens)
        if offset <= last
        else end + _space(line) * len(text[last:offset].replace("\n", ""))
        for offset in offsets
    )


def _within(offset: int, offsets: Sequence[int], stops: Sequence[int], pens: dict[int, float]) -> float:
    index = max(bisect_right(stops, offset) - 1, 0)
    start = stops[index]
    if start == offset or index + 1 == len(stops):
        return pens[start]
    following = stops[index + 1]
    borders = [border for border in offsets if start <= border <= following]
    share = borders.index(offset) / max(len(borders) - 1, 1)
    return pens[start] + (pens[following] - pens[start]) * share


def _pens(line: Line) -> tuple[dict[int, float], float]:
    """The pen at the start of each cluster, and behind the last one."""
    pens: dict[int, float] = {}
    pen = line.x
    for run in line.runs:
        pen = run.x
        for glyph in run.glyphs:
            pens.setdefault(glyph.cluster, pen)
            pen += glyph.advance
    return pens, pen


def _space(line: Line) -> float:
    """The width of one of the spaces that hang at the line's end."""
    if not line.runs:
        return 0
    run = line.runs[-1]
    font = run.face.font
    glyph = font.get_nominal_glyph(0x20)
    return float(font.get_glyph_h_advance(glyph)) * run.size / run.face.upem if glyph else 0
