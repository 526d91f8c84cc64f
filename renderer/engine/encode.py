"""Image to bytes: PNG, JPEG, WebP and AVIF, the same bytes for the same pixels, with 96 dpi times the scale."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from renderer.engine import jpeg_rows, png_rows
from renderer.engine.output import Encoded, OutputSpec

BASE_DPI = 96
FULL_COLOR_QUALITY = 90
"""From this quality on JPEG keeps colour at full resolution: red letters on a white ground show the difference."""
WEBP_METHOD = 2
"""Measured on flat artwork and a photograph: method 4 takes twice the time for 3 % less."""
AVIF_SPEED = 9
"""Measured: speed 8 takes three times as long, speed 10 changes nothing."""
AVIF_EASE = 18
"""AVIF looks as good as JPEG at a quality so much lower."""


def encode(image: Image.Image, output: OutputSpec) -> Encoded:
    """Encode an RGB or RGBA image. JPEG has no transparency, so what shines through becomes white."""
    match output.format:
        case "png":
            data = png_rows.encoded(opaque_if_possible(image), output.scale)
        case "jpg":
            data = jpeg_rows.encoded(flattened(image), jpeg_options(output))
        case "webp":
            data = _saved(image, "WEBP", quality=output.quality, method=WEBP_METHOD)
        case _:
            quality = max(output.quality - AVIF_EASE, 1)
            # One thread: with more, the bytes depend on how many there are.
            data = _saved(image, "AVIF", quality=quality, speed=AVIF_SPEED, max_threads=1)
    return Encoded(data, output.format, image.width, image.height)


def jpeg_options(output: OutputSpec) -> dict[str, Any]:
    """What Pillow's JPEG writer is told: baseline, because progressive files take twice the time to write and read."""
    dpi = BASE_DPI * output.scale
    subsampling = 0 if output.quality >= FULL_COLOR_QUALITY else 2
    return {"quality": output.quality, "subsampling": subsampling, "progressive": False, "dpi": (dpi, dpi)}


def flattened(image: Image.Image) -> Image.Image:
    """The image on white, as RGB."""
    if image.mode == "RGB":
        return image
    ground = Image.new("RGB", image.size, (255, 255, 255))
    ground.paste(image, (0, 0), image)
    return ground


def opaque_if_possible(image: Image.Image) -> Image.Image:
    """Without its alpha channel if nothing shines through: a third less to compress."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        return image.convert("RGB")
    return image


def _saved(image: Image.Image, format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()
