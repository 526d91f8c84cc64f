"""Laying sprites onto a canvas: opacity and the six blend modes, by the formulas of W3C compositing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageChops

from renderer.engine.raster import Window
from renderer.engine.sheets import Sheet, ink, ink_words
from renderer.engine.sprite import Sprite, scaled
from renderer.engine.styles import Color

WORTH_SHARING = 5_000
"""Px of a mask from which on laying it with numpy is quicker than with Pillow."""


def compose(on: Image.Image | Sheet, sprite: Sprite, x: int, y: int, opacity: float = 1, blend: str = "normal") -> None:
    """Lay the sprite of a layer whose box begins at (x, y) of the canvas, in device px. The canvas is changed.

    The canvas is RGB or a sheet (opaque), or RGBA (transparent background). What lies outside it is left out.
    """
    canvas = on.image if isinstance(on, Sheet) else on
    shown = sprite.moved(x, y).cropped(Window(0, 0, canvas.width, canvas.height))
    if shown is None or opacity <= 0:
        return
    if blend != "normal":
        _blend(canvas, shown, opacity, BLENDS[blend])
    elif canvas.mode == "RGBA":
        _lay_clear(canvas, shown, opacity)
    elif isinstance(on, Sheet) and shown.letters and shown.color and shown.color[3] * opacity >= 255:
        start = shown.letters.window
        ink_words(on.pixels, shown.letters.words, shown.dx - start.left, shown.dy - start.top, shown.color)
    elif isinstance(on, Sheet) and shown.color and shown.size[0] * shown.size[1] >= WORTH_SHARING:
        _lay_ink(on, shown, shown.color, opacity)
    else:
        _lay_opaque(canvas, shown, opacity)


def _lay_ink(on: Sheet, shown: Sprite, color: Color, opacity: float) -> None:
    window, mask = shown.window, scaled(shown.pixels, color[3] / 255 * opacity)
    ink(on.pixels[window.top : window.bottom, window.left : window.right], np.asarray(mask), color)


def _lay_opaque(canvas: Image.Image, shown: Sprite, opacity: float) -> None:
    at = (shown.dx, shown.dy)
    if shown.color is not None:
        box = (shown.dx, shown.dy, shown.dx + shown.pixels.width, shown.dy + shown.pixels.height)
        canvas.paste(shown.color[:3], box, scaled(shown.pixels, shown.color[3] / 255 * opacity))
    elif shown.pixels.mode == "RGB" and opacity >= 1:
        canvas.paste(shown.pixels, at)
    elif opacity >= 1:
        canvas.paste(shown.pixels, at, shown.pixels)
    else:
        canvas.paste(shown.pixels, at, scaled(shown.alpha, opacity))


def _lay_clear(canvas: Image.Image, shown: Sprite, opacity: float) -> None:
    source = shown.image
    if opacity < 1:
        source = source.copy()
        source.putalpha(scaled(shown.alpha, opacity))
    canvas.alpha_composite(source, (shown.dx, shown.dy))


Mix = Callable[[Image.Image, Image.Image], Image.Image]


def _blend(canvas: Image.Image, shown: Sprite, opacity: float, mix: Mix) -> None:
    """co = cs·αs·(1 − αb) + cb·αb·(1 − αs) + αs·αb·B(cb, cs); the middle term is what laying over does by itself."""
    box = shown.window.within(Window(0, 0, 0, 0))
    below = canvas.crop(box)
    source = shown.image.convert("RGB")
    mixed = mix(below.convert("RGB"), source)
    if canvas.mode == "RGBA":
        mixed = Image.composite(mixed, source, below.getchannel("A"))
    mixed.putalpha(shown.alpha)
    lay = _lay_clear if canvas.mode == "RGBA" else _lay_opaque
    lay(canvas, Sprite(mixed, shown.dx, shown.dy), opacity)


def _overlay(below: Image.Image, source: Image.Image) -> Image.Image:
    """Multiply in the dark parts of what lies below, screen in the light ones."""
    backdrop, color = np.asarray(below, np.int32), np.asarray(source, np.int32)
    dark = (2 * backdrop * color + 127) // 255
    light = 255 - (2 * (255 - backdrop) * (255 - color) + 127) // 255
    return Image.fromarray(np.where(backdrop * 2 <= 255, dark, light).astype(np.uint8))


BLENDS: Mapping[str, Mix] = {
    "multiply": ImageChops.multiply,
    "screen": ImageChops.screen,
    "overlay": _overlay,
    "darken": ImageChops.darker,
    "lighten": ImageChops.lighter,
}
