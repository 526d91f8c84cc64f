"""What is done to a layer's finished pixels: spreading and blurring for shadows, and turning about its centre."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from renderer.engine.raster import Window
from renderer.engine.sprite import Sprite
from renderer.engine.styles import Shadow

BLUR_REACH = 3
"""A Gaussian has faded to nothing after so many sigma."""
SHARP_SIGMA = 5.0
"""Beyond this sigma (device px) a blur is made on a smaller picture: nobody can tell, and it takes a fraction."""
EDGES_SEEN = 8
"""Px of the coarsest picture that blurring, shrinking and enlarging look at beyond the blur itself."""
WIDEST_BRUSH = 12
"""Device px beyond which shadows are spread on a smaller picture."""

Margins = tuple[int, int, int, int]


def shadows_of(shape: Sprite, shadows: Sequence[Shadow], scale: float, view: Window) -> list[Sprite]:
    """The shadows that a silhouette casts, bottom to top (the first is on top), as far as the view shows them."""
    cast = (_shadow(shape, shadow, scale, view) for shadow in reversed(shadows))
    return [shadow for shadow in cast if shadow is not None]


def shadow_margins(shadows: Sequence[Shadow], scale: float) -> Margins:
    """How far shadows reach beyond what casts them: left, top, right, bottom in device px."""
    left = top = right = bottom = 0
    for shadow in shadows:
        reach = _reach(shadow, scale)
        dx, dy = _offset(shadow, scale)
        left, top = max(left, reach - dx), max(top, reach - dy)
        right, bottom = max(right, reach + dx), max(bottom, reach + dy)
    return left, top, right, bottom


def shadow_source(shadows: Sequence[Shadow], scale: float) -> int:
    """How far around a view the layer itself must be drawn for the view's shadows to be right, in device px."""
    return max((_support(shadow, scale) + max(map(abs, _offset(shadow, scale))) for shadow in shadows), default=0)


def _reach(shadow: Shadow, scale: float) -> int:
    return max(math.ceil(BLUR_REACH * shadow.blur / 2 * scale + shadow.spread * scale), 0) + 2


def _support(shadow: Shadow, scale: float) -> int:
    """How far away a px may lie that has a part in another: spread and blur, both on their coarser grids."""
    sigma, by = shadow.blur / 2 * scale, abs(shadow.spread) * scale
    grain = max(_blur_factor(sigma), _brush_factor(by))
    return math.ceil(BLUR_REACH * sigma + by) + EDGES_SEEN * grain


def _offset(shadow: Shadow, scale: float) -> tuple[int, int]:
    return math.floor(shadow.dx * scale + 0.5), math.floor(shadow.dy * scale + 0.5)


def _shadow(sprite: Sprite, shadow: Shadow, scale: float, view: Window) -> Sprite | None:
    dx, dy = _offset(shadow, scale)
    reach, support = _reach(shadow, scale), _support(shadow, scale)
    shown = sprite.window.grown(reach, reach, reach, reach) & view.moved(-dx, -dy)
    if shown.is_empty or not shadow.color[3]:
        return None
    sigma, by = shadow.blur / 2 * scale, shadow.spread * scale
    # Begin on the grid of the coarser pictures, so that a shadow is the same whichever part of it is drawn.
    grain = max(_blur_factor(sigma), _brush_factor(by))
    wanted = shown.grown(support, support, support, support)
    needed = Window(wanted.left // grain * grain, wanted.top // grain * grain, wanted.right, wanted.bottom)
    mask = Image.new("L", (needed.width, needed.height))
    mask.paste(sprite.alpha, (sprite.dx - needed.left, sprite.dy - needed.top))
    mask = blurred(spread(mask, by), sigma)
    return Sprite(mask.crop(shown.within(needed)), shown.left + dx, shown.top + dy, shadow.color)


def spread(mask: Image.Image, by: float) -> Image.Image:
    """The mask grown by a round brush of so many px, or shrunk where negative."""
    if abs(by) < 0.25:
        return mask
    factor = _brush_factor(by)
    small = _reduced(mask, factor)
    values = np.asarray(small)
    radius = abs(by) / factor
    grown = Image.fromarray(_grown(values, radius) if by > 0 else 255 - _grown(255 - values, radius))
    return grown if factor == 1 else _enlarged(grown, factor, mask.size)


def _brush_factor(by: float) -> int:
    return _power_of_two(math.ceil(abs(by) / WIDEST_BRUSH))


def _blur_factor(sigma: float) -> int:
    return _power_of_two(int(sigma / SHARP_SIGMA * 2))


def _power_of_two(factor: int) -> int:
    """The one at or below: such grids lie within each other, so the coarser one aligns both."""
    return 1 << (max(factor, 1).bit_length() - 1)


def _grown(values: NDArray[np.uint8], radius: float) -> NDArray[np.uint8]:
    """The greatest value under a soft-edged disc around each pixel: column by column, taller towards the middle."""
    reach = math.ceil(radius)
    height, width = values.shape
    padded = np.pad(values, reach)
    column = padded.copy()
    result = np.zeros_like(values)
    tall = 0
    for across in range(reach, -1, -1):
        while _disc(radius, across, tall + 1) >= 1 and tall < reach:
            tall += 1
            _raise(column, padded, tall, 1)
        soft = column if _disc(radius, across, tall) >= 1 else np.zeros_like(padded)
        for rim in range(0 if soft is not column else tall + 1, reach + 1):
            if (weight := _disc(radius, across, rim)) > 0:
                soft = soft.copy() if soft is column else soft
                _raise(soft, padded, rim, weight)
        for shift in {reach - across, reach + across}:
            np.maximum(result, soft[reach : reach + height, shift : shift + width], out=result)
    return result


def _disc(radius: float, across: int, down: int) -> float:
    """How much of the px at this offset the brush fills, so that a straight edge moves by the radius exactly."""
    return min(max(radius + 1 - math.hypot(across, down), 0.0), 1.0)


def _raise(target: NDArray[np.uint8], source: NDArray[np.uint8], by: int, weight: float) -> None:
    """Lift the target to the source moved up and down by so many rows, at this weight."""
    moved = source if weight >= 1 else (source * np.float32(weight)).astype(np.uint8)
    np.maximum(target[by:], moved[: len(moved) - by], out=target[by:])
    np.maximum(target[: len(target) - by], moved[by:], out=target[: len(target) - by])


def blurred(image: Image.Image, sigma: float) -> Image.Image:
    """A Gaussian blur, in device px."""
    if sigma < 0.1:
        return image
    factor = _blur_factor(sigma)
    if factor == 1:
        return image.filter(ImageFilter.GaussianBlur(sigma))
    small = _reduced(image, factor)
    # Shrinking and enlarging blur a little themselves, as two boxes of `factor` px would.
    rest = math.sqrt(max(sigma * sigma - factor * factor / 6, 0.01)) / factor
    soft = small.filter(ImageFilter.GaussianBlur(rest))
    return _enlarged(soft, factor, image.size)


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """The image so many times smaller, its last px as full as all others."""
    if factor == 1:
        return image
    width, height = (math.ceil(side / factor) * factor for side in image.size)
    return image.crop((0, 0, width, height)).reduce(factor)


def _enlarged(image: Image.Image, factor: int, size: tuple[int, int]) -> Image.Image:
    whole = (image.width * factor, image.height * factor)
    return image.resize(whole, Image.Resampling.BICUBIC).crop((0, 0, *size))


def turned(sprite: Sprite, degrees: float, cx: float, cy: float, fineness: int, view: Window) -> Sprite | None:
    """The sprite turned clockwise about (cx, cy), within `view`.

    The sprite was drawn `fineness` times larger than device px; cx, cy and the view are in device px.
    """
    shown = turned_window(sprite.window, degrees, cx * fineness, cy * fineness, fineness) & view
    if shown.is_empty:
        return None
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = shown.left - cx, shown.top - cy
    matrix = (
        cos,
        sin,
        (x * cos + y * sin + cx) * fineness - sprite.dx + 2,
        -sin,
        cos,
        (y * cos - x * sin + cy) * fineness - sprite.dy + 2,
    )
    # A clear margin, so that edges fade into it instead of ending in steps.
    width, height = sprite.pixels.size
    pixels = (sprite.pixels if sprite.color is not None else sprite.image).crop((-2, -2, width + 2, height + 2))
    size = (shown.width * fineness, shown.height * fineness)
    # Turned while still large: only averaging gives an upright edge the soft px that a slant needs.
    turned = pixels.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR).reduce(fineness)
    return Sprite(turned, shown.left, shown.top, sprite.color)


def turned_window(window: Window, degrees: float, cx: float, cy: float, shrink: float = 1) -> Window:
    """The window that holds this one after it was turned about (cx, cy) and divided by `shrink`."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = [(x - cx, y - cy) for x in (window.left, window.right) for y in (window.top, window.bottom)]
    xs = [(cx + x * cos - y * sin) / shrink for x, y in corners]
    ys = [(cy + x * sin + y * cos) / shrink for x, y in corners]
    return Window(math.floor(min(xs)) - 1, math.floor(min(ys)) - 1, math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)


def quarter_turned(sprite: Sprite, degrees: float, cx: float, cy: float) -> Sprite:
    """The sprite turned by a quarter, a half or three quarters about (cx, cy): pixels move, none is mixed."""
    way = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    left, top, right, bottom = sprite.dx - cx, sprite.dy - cy, sprite.window.right - cx, sprite.window.bottom - cy
    corner = {90: (-bottom, left), 180: (-right, -bottom), 270: (top, -right)}[int(degrees)]
    x, y = math.floor(cx + corner[0] + 0.5), math.floor(cy + corner[1] + 0.5)
    return Sprite(sprite.pixels.transpose(way[int(degrees)]), x, y, sprite.color)
