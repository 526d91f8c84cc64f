"""From text to glyphs: runs of one direction, script, style and font are shaped once, in em, for every size.

Nothing is hinted, so widths grow exactly with the size: fitting a text is arithmetic over what was shaped once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from math import inf
from operator import add
from typing import NamedTuple

import uharfbuzz as hb

from renderer.engine.breaking import graphemes
from renderer.engine.faces import Face
from renderer.engine.fonts import FontBook
from renderer.engine.itemizing import Item, itemize
from renderer.engine.scripts import CURSIVE, is_ignorable
from renderer.engine.spans import Span, TypeStyle

_FLAGS = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
_LOOSE = (("liga", False), ("clig", False))
"""Ligatures are off in tracked text: a joined pair among spaced letters looks like a mistake."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be shaped. `size` (px) only chooses the optical size; `tracking` is in 1/1000 em."""

    text: str
    spans: tuple[Span[TypeStyle], ...]
    size: float
    direction: str = "auto"
    lang: str = "en"
    tracking: float = 0
    features: tuple[tuple[str, bool], ...] = ()


class Ink(NamedTuple):
    """A box of visible pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def grown(self, by: float) -> Ink:
        return Ink(self.left - by, self.top - by, self.right + by, self.bottom + by)


class EmGlyphs(NamedTuple):
    """Glyphs by columns of equal length, in em of the layer's size; `clusters` are offsets into the text, `dy` grows
    upwards. Columns, because an object for each glyph would cost more than shaping does.
    """

    ids: tuple[int, ...]
    clusters: tuple[int, ...]
    advances: tuple[float, ...]
    dx: tuple[float, ...]
    dy: tuple[float, ...]
    tracking: tuple[float, ...]

    def within(self, low: int, high: int) -> EmGlyphs:
        """Those whose clusters begin from `low` to before `high`."""
        return self._kept([low <= cluster < high for cluster in self.clusters])

    def ink(self, face: Face, unit: float) -> Ink | None:
        """The box of their ink in em, from the first one's start and baseline; y grows downwards."""
        pen, left, top, right, bottom = 0.0, inf, inf, -inf, -inf
        for number, advance, dx, dy in zip(self.ids, self.advances, self.dx, self.dy, strict=True):
            low_x, low_y, high_x, high_y = face.extents(number)
            if high_x > low_x:
                x = pen + dx
                if x + low_x * unit < left:
                    left = x + low_x * unit
                if x + high_x * unit > right:
                    right = x + high_x * unit
                if -dy - high_y * unit < top:
                    top = -dy - high_y * unit
                if -dy - low_y * unit > bottom:
                    bottom = -dy - low_y * unit
            pen += advance
        return Ink(left, top, right, bottom) if right > left else None

    def visible(self) -> EmGlyphs:
        """Those that the face has: glyph 0 stands for what it lacks."""
        return self._kept(self.ids)

    def _kept(self, wanted: Sequence[object]) -> EmGlyphs:
        return EmGlyphs._make(tuple(compress(column, wanted)) for column in self)


NO_GLYPHS = EmGlyphs((), (), (), (), (), ())


@dataclass(frozen=True)
class ShapedRun:
    """Glyphs in the order they are shown, left to right; `unit` is em per font unit. `nominal` is the face that the
    style asks for, which `face` may only stand in for: lines under a text keep its height and weight throughout.
    """

    start: int
    end: int
    level: int
    face: Face
    nominal: Face
    scale: float
    unit: float
    glyphs: EmGlyphs

    @cached_property
    def ink(self) -> Ink | None:
        """The box of its ink in em, from its start and baseline."""
        return self.glyphs.ink(self.face, self.unit)


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    end: int
    rtl: bool


@dataclass(frozen=True, slots=True)
class Shaped:
    """`advances` holds the em width of each character; a ligature's width stands at its first."""

    text: str
    runs: tuple[ShapedRun, ...]
    advances: tuple[float, ...]
    paragraphs: tuple[Paragraph, ...]
    missing: tuple[str, ...]

    def cuts(self) -> tuple[int, ...]:
        """The offsets at which the text may be cut without tearing a grapheme or a glyph, its end included."""
        starts = {len(self.text)}.union(*(run.glyphs.clusters for run in self.runs))
        return tuple(end for end in graphemes(self.text) if end in starts)


def shape(fonts: FontBook, request: Request) -> Shaped:
    """Shape a text of any script; never fails. Remembered in the book."""
    made: Shaped = fonts.shapes.get(request, lambda: shape_anew(fonts, request), len(request.text) + 8)
    return made


def shape_anew(fonts: FontBook, request: Request) -> Shaped:
    """The same, for texts that hardly ever come again."""
    runs: list[ShapedRun] = []
    paragraphs: list[Paragraph] = []
    missing: dict[str, None] = {}
    for paragraph, items in itemize(fonts, request.text, request.spans, request.size, request.direction, request.lang):
        paragraphs.append(Paragraph(*paragraph))
        for item in items:
            runs.append(_run(fonts, request, item, missing))
    return Shaped(request.text, tuple(runs), _advances(request.text, runs), tuple(paragraphs), tuple(missing))


def _advances(text: str, runs: Sequence[ShapedRun]) -> tuple[float, ...]:
    if len(runs) == 1 and runs[0].glyphs.clusters == tuple(range(len(text))):
        return runs[0].glyphs.advances
    advances = [0.0] * len(text)
    for run in runs:
        for cluster, advance in zip(run.glyphs.clusters, run.glyphs.advances, strict=True):
            advances[cluster] += advance
    return tuple(advances)


def _run(fonts: FontBook, request: Request, item: Item, missing: dict[str, None]) -> ShapedRun:
    """The item's run. A stretch of Latin beside one of another style is remembered: a name stands in the other."""
    length = item.end - item.start
    if item.script != "Latn" or item.instead or item.face is None or length == len(request.text):
        return _shape_item(request, item, missing)
    words = request.text[item.start : item.end]
    key = (words, item.start, item.level, item.style.scale, item.face, item.nominal, request.lang)

    def make() -> tuple[ShapedRun, dict[str, None]]:
        lacking: dict[str, None] = {}
        return _shape_item(request, item, lacking), lacking

    run, lacking = fonts.shapes.get((key, request.tracking, request.features), make, length + 8)
    missing.update(lacking)
    return run  # type: ignore[no-any-return]


def _shape_item(request: Request, item: Item, missing: dict[str, None]) -> ShapedRun:
    face, scale = item.face, item.style.scale
    unit = scale / face.upem if face else 0
    if face is None:
        missing.update(dict.fromkeys(_visible(request.text, item.start, item.end)))
        glyphs = NO_GLYPHS
    else:
        tracking = request.tracking / 1000 * scale if item.script not in CURSIVE else 0
        glyphs = _glyphs(request, item, face, unit, bool(tracking), missing)
        if tracking:
            glyphs = _tracked(glyphs, graphemes(request.text), tracking)
    return ShapedRun(item.start, item.end, item.level, face or item.nominal, item.nominal, scale, unit, glyphs)


def _glyphs(request: Request, item: Item, face: Face, unit: float, loose: bool, missing: dict[str, None]) -> EmGlyphs:
    buffer = _shaped_buffer(request, item, face, loose)
    infos = buffer.glyph_infos
    places = [place.position for place in buffer.glyph_positions or ()]
    ids = tuple([info.codepoint for info in infos])
    clusters = (item.start,) * len(ids) if item.instead else tuple([info.cluster for info in infos])
    glyphs = EmGlyphs(
        ids,
        clusters,
        tuple([advance * unit for _, _, advance, _ in places]),
        tuple([dx * unit for dx, _, _, _ in places]),
        tuple([dy * unit for _, dy, _, _ in places]),
        (0.0,) * len(ids),
    )
    if all(ids):
        return glyphs
    for glyph, cluster in zip(ids, clusters, strict=True):
        if not glyph:
            missing.update(dict.fromkeys(_visible(request.text, cluster, cluster + 1)))
    return glyphs.visible()


def _shaped_buffer(request: Request, item: Item, face: Face, loose: bool) -> hb.Buffer:
    buffer = hb.Buffer()
    if item.instead:
        buffer.add_str(item.instead)
    elif item.end - item.start == len(request.text):
        buffer.add_str(request.text)
    else:
        buffer.add_codepoints(list(map(ord, request.text)), item.start, item.end - item.start)
    buffer.direction = "rtl" if item.level % 2 else "ltr"
    buffer.script, buffer.language, buffer.flags = item.script, request.lang, _FLAGS
    hb.shape(face.font, buffer, dict(_LOOSE + request.features if loose else request.features))
    return buffer


def _tracked(glyphs: EmGlyphs, ends: Sequence[int], tracking: float) -> EmGlyphs:
    """Add space after each grapheme. It always goes to the right, so that a line sheds it at its right end."""
    clusters = glyphs.clusters
    if not clusters:
        return glyphs
    if len(set(clusters)) == len(clusters) and ends and len(ends) == ends[-1]:
        # Each glyph, and each character, stands for itself.
        added = (tracking,) * len(clusters)
    else:
        starts, following = {0, *ends}, (*clusters[1:], None)
        is_last = [one != after and one in starts for one, after in zip(clusters, following, strict=True)]
        added = tuple([tracking if last else 0.0 for last in is_last])
    return glyphs._replace(advances=tuple(map(add, glyphs.advances, added)), tracking=added)


def _visible(text: str, start: int, end: int) -> Iterator[str]:
    return (char for char in text[start:end] if not is_ignorable(char) and not char.isspace())
