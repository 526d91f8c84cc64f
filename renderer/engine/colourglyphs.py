"""Glyphs that bring their own colours: emoji bitmaps, scaled, and fonts whose glyphs are layers of colour."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb
from PIL import Image

from renderer.engine.faces import Face
from renderer.engine.scene import Glyph, Run, TextBlock

KEPT_AREA = 40_000
"""Emoji are kept at sizes of up to so many px; larger ones are rare."""


@dataclass(frozen=True, slots=True)
class ColourGlyph:
    """An RGBA picture in device px, placed relative to the layer's box times the scale."""

    left: int
    top: int
    image: Image.Image


def colour_glyphs(
    block: TextBlock, scale: float, foreground: tuple[int, int, int, int] = (0, 0, 0, 255)
) -> tuple[ColourGlyph, ...]:
    """The block's coloured glyphs, in text order. `foreground` is what layered fonts call the text's own colour."""
    return tuple(
        drawn
        for line in block.lines
        for run in line.runs
        if run.face.has_bitmaps or run.face.has_layers
        for drawn in _drawn(run, scale, foreground)
    )


def _drawn(run: Run, scale: float, foreground: tuple[int, int, int, int]) -> Iterator[ColourGlyph]:
    for glyph in run.glyphs:
        drawn = _bitmap(run, glyph, scale) if run.face.has_bitmaps else _layered(run, glyph, scale, foreground)
        if drawn is not None:
            yield drawn


def _bitmap(run: Run, glyph: Glyph, scale: float) -> ColourGlyph | None:
    """The bitmap, scaled to the whole px inside its box: its ink never passes the box that was measured."""
    unit = run.size * scale / run.face.upem
    box = run.face.extents(glyph.id)
    left, right = glyph.x * scale + box.left * unit, glyph.x * scale + box.right * unit
    top, bottom = glyph.y * scale - box.top * unit, glyph.y * scale - box.bottom * unit
    x, y = math.ceil(left - 0.01), math.ceil(top - 0.01)
    image = _scaled(run.face, glyph.id, max(math.floor(right + 0.01) - x, 1), max(math.floor(bottom + 0.01) - y, 1))
    return None if image is None else ColourGlyph(x, y, image)


def _scaled(face: Face, glyph: int, width: int, height: int) -> Image.Image | None:
    return (_kept if width * height <= KEPT_AREA else _fresh)(face, glyph, width, height)


def _fresh(face: Face, glyph: int, width: int, height: int) -> Image.Image | None:
    picture = _picture(face, glyph)
    return None if picture is None else picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


_kept = lru_cache(maxsize=512)(_fresh)


@lru_cache(maxsize=256)
def _picture(face: Face, glyph: int) -> Image.Image | None:
    data = face.font.get_glyph_color_png(glyph).data
    if not data:
        return None
    return Image.open(io.BytesIO(data)).convert("RGBA")


def _layered(run: Run, glyph: Glyph, scale: float, foreground: tuple[int, int, int, int]) -> ColourGlyph | None:
    unit = run.size * scale / run.face.upem
    raw = run.face.font.get_glyph_extents(glyph.id)
    if raw is None or not raw.width:
        return None
    canvas = hb.RasterPaint()
    canvas.foreground = hb.Color(*foreground)
    canvas.transform = (unit, 0, 0, unit, glyph.x * scale, -glyph.y * scale)
    if not canvas.set_glyph_extents(raw):
        return None
    canvas.paint_glyph(run.face.font, glyph.id)
    drawn = canvas.render()
    extents = drawn.extents
    if not extents.width or not extents.height:
        return None
    size = (extents.width, extents.height)
    # Premultiplied BGRA, rows upwards.
    image = Image.frombuffer("RGBa", size, bytes(drawn.buffer), "raw", "BGRa", extents.stride, -1)
    return ColourGlyph(extents.x_origin, -extents.y_origin - extents.height, image.convert("RGBA"))
