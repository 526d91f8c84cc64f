"""Two versions of a picture, pixel by pixel: where they differ, and how much of the picture that is."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops

MAGENTA = (230, 0, 126)
SEEN = 12
"""Levels per channel below which nobody sees a difference; encoding noise stays below it."""
FADED = 0.35


@dataclass(frozen=True, slots=True)
class Difference:
    """`map` shows changed pixels magenta on a grey, faded picture; `share` runs from 0 to 1."""

    map: Image.Image
    share: float


def difference(before: Image.Image, after: Image.Image) -> Difference:
    """Compare on a common canvas, top left aligned; what only one of them has counts as changed."""
    width, height = max(before.width, after.width), max(before.height, after.height)
    one, other = _on_canvas(before, width, height), _on_canvas(after, width, height)
    changed = _strongest(ImageChops.difference(one, other)).point(lambda level: 255 if level > SEEN else 0)
    grey = other.convert("L").point(lambda level: round(255 - (255 - level) * FADED)).convert("RGB")
    grey.paste(MAGENTA, (0, 0, width, height), changed)
    return Difference(grey, changed.histogram()[255] / (width * height))


def _strongest(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _on_canvas(image: Image.Image, width: int, height: int) -> Image.Image:
    canvas = Image.new("RGB", (width, height), (255, 255, 255))
    canvas.paste(image, (0, 0), image if image.mode == "RGBA" else None)
    return canvas
