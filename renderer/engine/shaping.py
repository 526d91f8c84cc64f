"""From text to glyphs: runs of one direction, script, style and font are shaped once, in em, for every size.

Nothing is hinted, so widths grow exactly with the size: fitting a text is arithmetic over what was shaped once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


class EmGlyph(NamedTuple):
    """A glyph in em of the layer's size; `cluster` is an offset into the text, dy grows upwards."""

    id: int
    cluster: int
    advance: float
    dx: float
    dy: float
    tracking: float


_em_glyph = EmGlyph._make


@dataclass(frozen=True, slots=True)
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
    glyphs: tuple[EmGlyph, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    start: int
    end: int
    rtl: bool


@dataclass(frozen=True, slots=True)
class Shaped:
    """`advances` holds the em width of each character; a ligature's width stands at its first. `cuts` are the
    offsets at which the text may be cut without tearing a grapheme or a glyph.
    """

    text: str
    runs: tuple[ShapedRun, ...]
    advances: tuple[float, ...]
    cuts: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]
    missing: tuple[str, ...]


def shape(fonts: FontBook, request: Request) -> Shaped:
    """Shape a text of any script; never fails. Remembered in the book."""
    made: Shaped = fonts.shapes.get(request, lambda: _shape(fonts, request), len(request.text) + 8)
    return made


def _shape(fonts: FontBook, request: Request) -> Shaped:
    runs: list[ShapedRun] = []
    paragraphs: list[Paragraph] = []
    missing: dict[str, None] = {}
    for paragraph, items in itemize(fonts, request.text, request.spans, request.size, request.direction, request.lang):
        paragraphs.append(Paragraph(*paragraph))
        for item in items:
            runs.append(_run(fonts, request, item, missing))
    advances = [0.0] * len(request.text)
    starts = set()
    for run in runs:
        for _, cluster, advance, _, _, _ in run.glyphs:
            advances[cluster] += advance
            starts.add(cluster)
    cuts = tuple(end for end in graphemes(request.text) if end in starts or end == len(request.text))
    return Shaped(request.text, tuple(runs), tuple(advances), cuts, tuple(paragraphs), tuple(missing))


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
    run = ShapedRun(item.start, item.end, item.level, face or item.nominal, item.nominal, scale, unit, ())
    if face is None:
        missing.update(dict.fromkeys(_visible(request.text, item.start, item.end)))
        return run
    tracked = request.tracking and item.script not in CURSIVE
    tracking = request.tracking / 1000 * scale if tracked else 0
    glyphs = _raw_glyphs(request, item, face, unit, bool(tracked), missing)
    if tracking:
        glyphs = _track(glyphs, graphemes(request.text), tracking)
    return ShapedRun(item.start, item.end, item.level, face, item.nominal, scale, unit, tuple(glyphs))


def _raw_glyphs(
    request: Request, item: Item, face: Face, unit: float, loose: bool, missing: dict[str, None]
) -> list[EmGlyph]:
    buffer = hb.Buffer()
    if item.instead:
        buffer.add_str(item.instead)
    else:
        buffer.add_codepoints([ord(char) for char in request.text], item.start, item.end - item.start)
    buffer.direction = "rtl" if item.level % 2 else "ltr"
    buffer.script, buffer.language, buffer.flags = item.script, request.lang, _FLAGS
    hb.shape(face.font, buffer, dict(_LOOSE + request.features if loose else request.features))
    glyphs = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=False):
        dx, dy, advance, _ = place.position
        glyph, cluster = info.codepoint, item.start if item.instead else info.cluster
        if glyph:
            glyphs.append(_em_glyph((glyph, cluster, advance * unit, dx * unit, dy * unit, 0)))
        else:
            missing.update(dict.fromkeys(_visible(request.text, cluster, cluster + 1)))
    return glyphs


def _track(glyphs: list[EmGlyph], ends: Sequence[int], tracking: float) -> list[EmGlyph]:
    """Add space after each grapheme. It always goes to the right, so that a line sheds it at its right end."""
    starts = {0, *ends}
    spaced = []
    for index, glyph in enumerate(glyphs):
        is_last = index + 1 == len(glyphs) or glyphs[index + 1].cluster != glyph.cluster
        if is_last and glyph.cluster in starts:
            number, cluster, advance, dx, dy, _ = glyph
            glyph = _em_glyph((number, cluster, advance + tracking, dx, dy, tracking))
        spaced.append(glyph)
    return spaced


def _visible(text: str, start: int, end: int) -> Iterator[str]:
    return (char for char in text[start:end] if not is_ignorable(char) and not char.isspace())
