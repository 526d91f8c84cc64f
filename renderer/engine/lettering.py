"""Text to pixels: letters in their paints, the boxes behind them, their strokes, and emoji in colour."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import compress

from PIL import Image

from renderer.engine import outlines
from renderer.engine.colourglyphs import colour_glyphs
from renderer.engine.document import TextLayer
from renderer.engine.glyphs import GlyphMask, masks
from renderer.engine.glyphstrokes import stroke_mask
from renderer.engine.gradients import is_invisible, mean_color
from renderer.engine.raster import Window
from renderer.engine.scene import Box, GlyphRow, Line, Run, TextBlock
from renderer.engine.shapes import filled
from renderer.engine.sprite import Sprite, painted
from renderer.engine.styles import Paint, Solid, Stroke, TextBox

FAR = 3
"""Glyphs that begin more than so many em outside of what is shown are not drawn at all."""


def lettering(layer: TextLayer, block: TextBlock, scale: float, view: Window) -> list[Sprite | None]:
    """A text layer around its corner at (0, 0), bottom to top, as far as the view shows it."""
    block = _near(block, scale, view)
    return [
        *_backgrounds(layer.box, block, scale, view),
        *letters(block, layer.paint, layer.stroke, scale, view),
    ]


def letters(block: TextBlock, paint: Paint, stroke: Stroke | None, scale: float, view: Window) -> list[Sprite | None]:
    """The letters alone, bottom to top. Gradients span the text's box."""
    border, under = _stroke(block, stroke, scale)
    plain = [
        _seen(_coloured(drawn, drawn.paint or paint, block.box, scale), view)
        for drawn in masks(block, scale, exact=border is not None)
        if not is_invisible(drawn.paint or paint)
    ]
    colourful = [
        _seen(Sprite(glyph.image, glyph.left, glyph.top), view)
        for glyph in colour_glyphs(block, scale, mean_color(paint))
    ]
    edge = [_seen(border, view)]
    return [*(edge if under else []), *plain, *colourful, *([] if under else edge)]


def _stroke(block: TextBlock, stroke: Stroke | None, scale: float) -> tuple[Sprite | None, bool]:
    if stroke is None or stroke.w <= 0 or is_invisible(stroke.paint):
        return None, False
    drawn = stroke_mask(block, scale, stroke.w, stroke.pos)
    if drawn is None:
        return None, False
    return _painted(drawn.image, stroke.paint, block.box, scale, drawn.left, drawn.top), drawn.under


def _coloured(drawn: GlyphMask, paint: Paint, box: Box, scale: float) -> Sprite:
    if isinstance(paint, Solid):
        return Sprite.of_letters(drawn.letters, paint.color)
    return _painted(drawn.image, paint, box, scale, drawn.left, drawn.top)


def _painted(image: Image.Image, paint: Paint, box: Box, scale: float, left: int, top: int) -> Sprite:
    dx, dy = math.floor(box.x * scale + 0.5), math.floor(box.y * scale + 0.5)
    window = Window(left - dx, top - dy, left - dx + image.width, top - dy + image.height)
    return painted(image, paint, box.w * scale, box.h * scale, window).moved(dx, dy)


def _seen(sprite: Sprite | None, view: Window) -> Sprite | None:
    return sprite and sprite.cropped(view)


def _backgrounds(box: TextBox | None, block: TextBlock, scale: float, view: Window) -> list[Sprite | None]:
    """One box behind the whole text, or one behind each line."""
    if box is None or is_invisible(box.paint):
        return []
    places = [block.box] if box.per == "box" else [_behind(line, box) for line in block.lines if line.width > 0]
    return [_box(place, box, scale, view) for place in places]


def _behind(line: Line, box: TextBox) -> Box:
    top, right, bottom, left = box.pad
    return Box(line.x - left, line.top - top, line.width + left + right, line.height + top + bottom)


def _box(place: Box, box: TextBox, scale: float, view: Window) -> Sprite | None:
    # Edges on whole px: lines of text lie at any height, and soft edges above and below each would look untidy.
    left, top = math.floor(place.x * scale + 0.5), math.floor(place.y * scale + 0.5)
    width = math.floor((place.x + place.w) * scale + 0.5) - left
    height = math.floor((place.y + place.h) * scale + 0.5) - top
    if width <= 0 or height <= 0:
        return None
    outline = outlines.rounded(0, 0, width, height, (box.radius * scale,) * 4)
    drawn = filled(outline, box.paint, None, width, height, scale, view.moved(-left, -top))
    return drawn and drawn.moved(left, top)


def _near(block: TextBlock, scale: float, view: Window) -> TextBlock:
    """The block without glyphs far outside of the view, so that a text of any length costs what is seen of it."""
    ink = block.ink
    if ink is None or (ink.w * scale <= 2 * view.width + 400 and ink.h * scale <= 2 * view.height + 400):
        return block
    return replace(block, lines=tuple(_near_line(line, scale, view) for line in block.lines))


def _near_line(line: Line, scale: float, view: Window) -> Line:
    return replace(line, runs=tuple(_near_run(run, scale, view) for run in line.runs))


def _near_run(run: Run, scale: float, view: Window) -> Run:
    far = FAR * run.size * scale
    near = [
        view.left - far < x * scale < view.right + far and view.top - far < y * scale < view.bottom + far
        for x, y in zip(run.row.xs, run.row.ys, strict=True)
    ]
    kept = GlyphRow._make(tuple(compress(column, near)) for column in run.row)
    if not (run.underline or run.strike):
        return replace(run, row=kept)
    left, right = max(run.x * scale, view.left - far), min((run.x + run.width) * scale, view.right + far)
    return replace(run, row=kept, x=left / scale, width=max(right - left, 0) / scale)
