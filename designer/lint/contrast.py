"""How well words stand out, measured on the composed picture: each letter's pixels against what lies beneath them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from designer.lint.findings import Finding, Fix
from designer.previews import Drawn
from renderer.engine.document import BadgeLayer, TextLayer
from renderer.engine.paint import corner, ground, lay, sprite, whole
from renderer.engine.scene import Placed
from renderer.engine.styles import Color, Paint, Solid

ENOUGH, ENOUGH_FOR_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD, BOLD = 24, 18.66, 700
WORST_SHARE = 10
"""Percentile of a text's pixels that has to be readable: a single bright spot under one letter is no harm."""
SOLID = 200
"""Coverage from which a pixel is letter rather than edge."""
Floats = NDArray[np.float64]


def check_contrast(drawn: Drawn) -> Iterator[Finding]:
    """A warning for every text whose worst part is below the ratio of WCAG 2.2 AA."""
    if drawn.scene is None:
        return
    canvas = ground(drawn.scene, 1, whole(drawn.scene, 1)).convert("RGBA")
    for placed in drawn.scene.placed:
        ratio = _ratio(placed, canvas, drawn)
        if ratio is not None and ratio < _needed(placed):
            yield _finding(placed, ratio, drawn)
        lay(canvas, [placed], drawn.assets, 1)


def _ratio(placed: Placed, canvas: Image.Image, drawn: Drawn) -> float | None:
    match placed.layer:
        case BadgeLayer() if placed.look and placed.block and placed.block.ink:
            below = [_over(color, (255, 255, 255, 255)) for color in _colors(placed.look.paint)]
            return min(ratio(_over(front, back), back) for front in _colors(placed.look.text_paint) for back in below)
        case TextLayer() if placed.block and placed.block.ink and placed.layer.opacity > 0:
            return _measured(placed, canvas, drawn)
    return None


def _measured(placed: Placed, canvas: Image.Image, drawn: Drawn) -> float | None:
    layer = placed.layer
    assert isinstance(layer, TextLayer)
    bare = replace(placed, layer=replace(layer, box=None, shadows=()))
    letters = sprite(bare, drawn.assets, 1)
    if letters is None:
        return None
    x, y = corner(placed, 1)
    left, top = x + letters.dx, y + letters.dy
    shown = (left, top, left + letters.pixels.width, top + letters.pixels.height)
    front = np.asarray(letters.image, dtype=np.float64)
    back = np.asarray(canvas.crop(shown), dtype=np.float64)
    where = front[..., 3] >= min(SOLID, front[..., 3].max())
    if not where.any() or not front[..., 3].max():
        return None
    below = _on_white(back[where])
    if layer.box is not None:
        below = _boxed(below, layer.box.paint)
    alpha = (front[where][:, 3:] / max(front[..., 3].max(), 1)) * layer.opacity
    above = front[where][:, :3] * alpha + below * (1 - alpha)
    return float(np.percentile(_ratios(above, below), WORST_SHARE))


def _boxed(below: Floats, paint: Paint) -> Floats:
    """What lies beneath once the text's own box is painted there; a gradient counts as the mean of its stops."""
    layers = [below * (1 - color[3] / 255) + np.array(color[:3]) * (color[3] / 255) for color in _colors(paint)]
    return np.asarray(np.mean(layers, axis=0))


def _on_white(pixels: Floats) -> Floats:
    """Mail clients show white behind a transparent picture."""
    alpha = pixels[:, 3:] / 255
    return pixels[:, :3] * alpha + 255 * (1 - alpha)


def _ratios(one: Floats, other: Floats) -> Floats:
    high, low = _luminance(one), _luminance(other)
    return (np.maximum(high, low) + 0.05) / (np.minimum(high, low) + 0.05)


def _luminance(pixels: Floats) -> Floats:
    channels = pixels / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def ratio(one: Color, other: Color) -> float:
    """Contrast of two opaque colours, 1 to 21."""
    pair = np.array([one[:3], other[:3]], dtype=np.float64)
    return float(_ratios(pair[:1], pair[1:])[0])


def _over(color: Color, ground: Color) -> Color:
    share = color[3] / 255
    red, green, blue = (
        math.floor(c * share + g * (1 - share) + 0.5) for c, g in zip(color[:3], ground[:3], strict=True)
    )
    return red, green, blue, 255


def _colors(paint: Paint) -> list[Color]:
    return [paint.color] if isinstance(paint, Solid) else [stop.color for stop in paint.stops]


def _needed(placed: Placed) -> float:
    size = placed.block.size if placed.block else 0
    layer = placed.layer
    weight = layer.font.weight if isinstance(layer, (TextLayer, BadgeLayer)) else 400
    return ENOUGH_FOR_LARGE if size >= LARGE or (size >= LARGE_BOLD and weight >= BOLD) else ENOUGH


def _finding(placed: Placed, worst: float, drawn: Drawn) -> Finding:
    ink = placed.ink or placed.box
    return Finding(
        "low_contrast",
        "warn",
        f"{placed.layer.name} is hard to read: contrast {worst:.1f} : 1, at least {_needed(placed):g} : 1 is needed",
        layer=placed.layer.id,
        box=(round(ink.x, 2), round(ink.y, 2), round(ink.w, 2), round(ink.h, 2)),
        fixes=_fixes(placed, drawn),
    )


def _fixes(placed: Placed, drawn: Drawn) -> tuple[Fix, ...]:
    """The brand's colour that stands out most from the average of what lies beneath, if that is enough."""
    if not isinstance(placed.layer, TextLayer) or placed.ink is None or drawn.scene is None:
        return ()
    ink = placed.ink
    box = (max(int(ink.x), 0), max(int(ink.y), 0), max(int(ink.right), 1), max(int(ink.bottom), 1))
    under = np.asarray(drawn.image.convert("RGB").resize((drawn.scene.width, drawn.scene.height)).crop(box))
    if not under.size:
        return ()
    average: Color = (*(int(value) for value in np.median(under.reshape(-1, 3), axis=0)), 255)  # type: ignore[assignment]
    brand = drawn.resolved.document.brand.colors
    token, best = max(((token, ratio(color, average)) for token, color in brand.items()), key=lambda pair: pair[1])
    if best < _needed(placed):
        return ()
    change = {"op": "set", "id": placed.layer.id, "set": {"paint": {"token": token}}}
    return (Fix(f"Use the brand’s colour “{token}”", (change,)),)
