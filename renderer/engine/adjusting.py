"""Colour adjustments of pictures: light, contrast, saturation, softness and tint."""

from __future__ import annotations

from PIL import Image, ImageChops

from renderer.engine.effects import blurred
from renderer.engine.gradients import colors
from renderer.engine.raster import Window
from renderer.engine.styles import Adjust, Paint

LUMA = (0.2126, 0.7152, 0.0722)
"""How much red, green and blue add to what the eye takes for light (Rec. 709)."""


def adjusted(image: Image.Image, adjust: Adjust, scale: float) -> Image.Image:
    """The picture (RGB or RGBA) as the adjustments want it; its transparency stays, but for softening."""
    if adjust == Adjust():
        return image
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if adjust.blur:
        sigma = adjust.blur / 2 * scale
        image, alpha = blurred(image, sigma) if alpha is None else _soft(image, sigma), alpha and blurred(alpha, sigma)
    result = _toned(_saturated(image.convert("RGB"), adjust), adjust)
    if adjust.tint is not None:
        result = _tinted(result, adjust.tint)
    if alpha is not None:
        result.putalpha(alpha)
    return result


def _soft(image: Image.Image, sigma: float) -> Image.Image:
    """Blurred with colours weighted by their opacity, so that hidden ones do not bleed in."""
    return blurred(image.convert("RGBa"), sigma).convert("RGBA")


def _saturated(image: Image.Image, adjust: Adjust) -> Image.Image:
    share = (1 + adjust.saturation / 100) * (1 - adjust.grayscale / 100)
    if share == 1:
        return image
    rows = [[luma * (1 - share) + (share if row == i else 0) for i, luma in enumerate(LUMA)] for row in range(3)]
    return image.convert("RGB", tuple(value for row in rows for value in (*row, 0.0)))


def _toned(image: Image.Image, adjust: Adjust) -> Image.Image:
    """Brightness multiplies, contrast stretches around middle grey, as the CSS filters of these names do."""
    if not adjust.brightness and not adjust.contrast:
        return image
    gain, slope = 1 + adjust.brightness / 100, 1 + adjust.contrast / 100
    curve = [min(max((min(v * gain, 255) - 127.5) * slope + 128, 0), 255) for v in range(256)]
    return image.point([int(value) for value in curve] * 3)


def _tinted(image: Image.Image, paint: Paint) -> Image.Image:
    """The paint multiplied in as strongly as it is opaque: lights take its colour, darks stay dark."""
    window = Window(0, 0, *image.size)
    tint = colors(paint, *image.size, window)
    mixed = ImageChops.multiply(image, tint.convert("RGB"))
    return mixed if tint.mode == "RGB" else Image.composite(mixed, image, tint.getchannel("A"))
