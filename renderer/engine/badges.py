"""Badges: a pill around a short text and an icon, as wide as both need."""

from __future__ import annotations

from PIL import Image

from renderer.engine import outlines
from renderer.engine.document import BadgeLayer
from renderer.engine.fonts import FontBook
from renderer.engine.raster import Window
from renderer.engine.resolved import Words
from renderer.engine.scene import Box, TextBlock
from renderer.engine.shapes import filled
from renderer.engine.sprite import Sprite, painted
from renderer.engine.styles import BadgeLook
from renderer.engine.text import TextSpec, fit_words

TINTED = "lucide:"
"""References that begin so name drawn icons, which take the text's colour; other pictures keep their own."""
ICON_SIZE = 1.15
ICON_GAP = 0.4
"""Size of the icon and its distance from the text, in em."""
SHRINK_TO = 0.6


def label(layer: BadgeLayer, look: BadgeLook, words: tuple[Words, ...], fonts: FontBook, lang: str) -> TextBlock:
    """The badge's text, fitted beside the room its icon needs; the block's box is the pill."""
    top, right, bottom, left = layer.pad
    aside = icon_room(layer, look, has_text=any(row.text.strip() for row in words))
    left, right = (left + aside, right) if layer.icon_pos == "left" else (left, right + aside)
    spec = TextSpec(
        font=layer.font,
        size=layer.size,
        min_size=layer.size * SHRINK_TO,
        w=layer.w,
        h=layer.h,
        max_lines=1,
        hug=layer.hug,
        align="left" if layer.hug == "width" else "center",
        valign="middle",
        pad=(top, right, bottom, left),
    )
    return fit_words(words, spec, fonts, lang)


def icon_room(layer: BadgeLayer, look: BadgeLook, has_text: bool) -> float:
    if look.icon is None:
        return 0
    return layer.size * (ICON_SIZE + (ICON_GAP if has_text else 0))


def pill_box(layer: BadgeLayer, look: BadgeLook, block: TextBlock) -> Box:
    """The pill relative to the layer's corner: the text's box, or for an icon alone the icon and its padding."""
    if layer.hug != "width" or block.ink:
        return block.box
    width = layer.pad[3] + icon_room(layer, look, has_text=False) + layer.pad[1]
    return Box(0, 0, min(max(width, 1), layer.w), layer.h)


def icon_box(layer: BadgeLayer, look: BadgeLook, block: TextBlock, pill: Box) -> Box | None:
    """Where the icon is drawn, relative to the layer's corner."""
    if look.icon is None:
        return None
    size = min(layer.size * ICON_SIZE, pill.h)
    y = pill.y + (pill.h - size) / 2
    if not block.ink:
        return Box(pill.x + (pill.w - size) / 2, y, size, size)
    line, gap = block.lines[0], block.size * ICON_GAP
    x = line.x - gap - size if layer.icon_pos == "left" else line.x + line.width + gap
    return Box(x, y, size, size)


def pill(layer: BadgeLayer, look: BadgeLook, box: Box, scale: float, view: Window) -> Sprite | None:
    width, height = box.w * scale, box.h * scale
    outline = outlines.rounded(0, 0, width, height, (layer.radius * scale,) * 4)
    drawn = filled(outline, look.paint, None, width, height, scale, view)
    return drawn and drawn.moved(*_corner(box, scale))


def icon(look: BadgeLook, image: Image.Image, box: Box, scale: float) -> Sprite:
    """The icon within its box, as large as its proportions allow."""
    room = max(box.w * scale, 1)
    factor = min(room / image.width, room / image.height)
    size = max(round(image.width * factor), 1), max(round(image.height * factor), 1)
    x, y = _corner(box, scale)
    x, y = x + round((room - size[0]) / 2), y + round((room - size[1]) / 2)
    small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    if not (look.icon or "").startswith(TINTED):
        return Sprite(small, x, y)
    window = Window(0, 0, *size)
    return painted(small.convert("RGBA").getchannel("A"), look.text_paint, *size, window).moved(x, y)


def _corner(box: Box, scale: float) -> tuple[int, int]:
    return int(box.x * scale + 0.5), int(box.y * scale + 0.5)
