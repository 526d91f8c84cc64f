"""Each layer by itself: its text fitted, its picture framed, its code made; nothing is placed on the canvas yet."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import assert_never

from renderer.engine import badges, qr
from renderer.engine.assets import Assets
from renderer.engine.document import BadgeLayer, ImageLayer, Layer, QrLayer, ShapeLayer, TextLayer
from renderer.engine.framing import framing
from renderer.engine.gradients import is_invisible
from renderer.engine.raster import around_points
from renderer.engine.resolved import Filled, Issue
from renderer.engine.scene import Box, Placed, TextBlock
from renderer.engine.shapes import SIDES, outline_of, stroke_polygons
from renderer.engine.styles import BadgeLook, Stroke
from renderer.engine.text import fit_text


@dataclass(frozen=True, slots=True)
class Draft:
    """A layer's measures relative to its own corner, before it is turned. `ink` is None when nothing shows.

    `placed` is where a layer stands that no value can move.
    """

    layer: Layer
    box: Box
    ink: Box | None
    block: TextBlock | None = None
    picture: str | None = None
    look: BadgeLook | None = None
    modules: qr.Modules = ()
    issues: tuple[Issue, ...] = field(default=())
    placed: Placed | None = None


def draft(filled: Filled, assets: Assets, lang: str) -> Draft:
    layer = filled.layer
    match layer:
        case TextLayer():
            return _text(layer, filled, assets, lang)
        case ImageLayer():
            return _image(layer, filled.picture, assets)
        case ShapeLayer():
            return Draft(layer, Box(0, 0, layer.w, layer.h), _shape_ink(layer))
        case QrLayer():
            return _qr(layer, filled)
        case BadgeLayer():
            return _badge(layer, filled, assets, lang)
        case _:
            assert_never(layer)


def _text(layer: TextLayer, filled: Filled, assets: Assets, lang: str) -> Draft:
    block = fit_text(filled, assets.fonts, lang)
    ink = block.ink
    if layer.box is not None and not is_invisible(layer.box.paint) and block.lines:
        boxes = [block.box] if layer.box.per == "box" else list(_line_boxes(layer.box.pad, block))
        ink = united([*boxes, *([ink] if ink else [])])
    return Draft(layer, block.box, ink, block=block)


def _line_boxes(pad: tuple[float, float, float, float], block: TextBlock) -> list[Box]:
    top, right, bottom, left = pad
    return [
        Box(line.x - left, line.top - top, line.width + left + right, line.height + top + bottom)
        for line in block.lines
        if line.width > 0
    ]


def _image(layer: ImageLayer, wanted: str | None, assets: Assets) -> Draft:
    box = Box(0, 0, layer.w, layer.h)
    picture = next((name for name in (wanted, layer.source.fallback) if name in assets.images), None)
    if picture is None:
        reason = Issue("image_missing", "block", f"{layer.name} has no picture to show", layer.id)
        return Draft(layer, box, None, issues=(reason,))
    placed = framing(layer, assets.images[picture].size, layer.w, layer.h, 1)
    shown = Box(placed.x.low, placed.y.low, placed.x.high - placed.x.low, placed.y.high - placed.y.low)
    ink = shown.shares(box)
    if layer.stroke and layer.stroke.w and not is_invisible(layer.stroke.paint):
        ink = box.grown(_outside(layer.stroke))
    return Draft(layer, box, ink, picture=picture)


def _outside(stroke: Stroke) -> float:
    return stroke.w * SIDES[stroke.pos][0]


def _shape_ink(layer: ShapeLayer) -> Box | None:
    box = Box(0, 0, layer.w, layer.h)
    stroke = layer.stroke
    has_stroke = stroke is not None and stroke.w > 0 and not is_invisible(stroke.paint)
    if layer.shape == "line":
        if stroke is not None:
            return Box(0, (layer.h - stroke.w) / 2, layer.w, stroke.w) if has_stroke else None
        return None if is_invisible(layer.paint) else box
    if stroke is not None and has_stroke and SIDES[stroke.pos][0]:
        if layer.shape in ("rect", "ellipse"):
            return box.grown(_outside(stroke))
        return _around_stroke(layer)
    return box if has_stroke or not is_invisible(layer.paint) else None


def _around_stroke(layer: ShapeLayer) -> Box:
    """The mitres of slanted corners reach farther than the stroke is wide."""
    outline = outline_of(layer, layer.w, layer.h, 1)
    window = around_points([outline, *stroke_polygons(outline, layer.stroke, 1)])
    return Box(window.left, window.top, window.width, window.height)


def _qr(layer: QrLayer, filled: Filled) -> Draft:
    text = filled.words[0].text if filled.words else ""
    try:
        rows = qr.modules(text, qr.level(layer))
    except qr.TooLong:
        reason = Issue("qr_too_long", "block", f"{layer.name} has more text than a QR code can hold", layer.id)
        return Draft(layer, Box(0, 0, layer.w, layer.h), None, issues=(reason,))
    unit = qr.module_size(len(rows), layer.quiet, min(layer.w, layer.h))
    side = unit * (len(rows) + 2 * layer.quiet)
    box = Box(math.floor((layer.w - side) / 2), math.floor((layer.h - side) / 2), side, side)
    ink = box.grown(-layer.quiet * unit) if is_invisible(layer.bg) else box
    issues: tuple[Issue, ...] = ()
    if unit < 1:
        sense = f"{layer.name} is too small to be scanned: its squares are less than a pixel wide"
        issues = (Issue("qr_too_small", "block", sense, layer.id),)
    return Draft(layer, box, ink, modules=rows, issues=issues)


def _badge(layer: BadgeLayer, filled: Filled, assets: Assets, lang: str) -> Draft:
    look = filled.look
    if look is None:
        return Draft(layer, Box(0, 0, layer.w, layer.h), None)
    block = badges.label(layer, look, filled.words, assets.fonts, lang)
    pill = badges.pill_box(layer, look, block)
    icon = badges.icon_box(layer, look, block, pill) if look.icon in assets.images else None
    ink = pill if not is_invisible(look.paint) else united([box for box in (block.ink, icon) if box])
    return Draft(layer, pill, ink, block=block, look=look)


def united(boxes: list[Box]) -> Box | None:
    """The smallest box around all of them."""
    if not boxes:
        return None
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)
