"""Pictures cut out in the shape of another picture, and strokes along such shapes."""

from __future__ import annotations

import math

from PIL import Image, ImageChops

from renderer.engine.effects import spread
from renderer.engine.fitted import FITTED, WHOLE_PIXELS
from renderer.engine.gradients import is_invisible
from renderer.engine.raster import Window, around
from renderer.engine.shapes import SIDES
from renderer.engine.sprite import Sprite, beside, masked, painted
from renderer.engine.styles import Stroke


def cut_out(
    fitted: Sprite, shape: Image.Image, stroke: Stroke | None, width: float, height: float, scale: float, view: Window
) -> Sprite | None:
    """The picture as visible as the shape is opaque, or light where it has no transparency; the shape fills the box.

    A stroke follows the shape with round corners; dashes are not drawn, since such an edge has no beginning.
    """
    has_stroke = stroke is not None and stroke.w > 0 and not is_invisible(stroke.paint)
    outward, inward = (share * stroke.w * scale for share in SIDES[stroke.pos]) if stroke and has_stroke else (0, 0)
    stencil = _stencil(shape, around(0, 0, width, height), math.ceil(max(outward, inward)) + 1, view)
    if stencil is None:
        return None
    inner = spread(stencil.pixels, -inward)
    picture = _through(fitted, stencil, inner)
    if stroke is None or not has_stroke:
        return picture
    ring = ImageChops.subtract(spread(stencil.pixels, outward), inner)
    return beside(picture, painted(ring, stroke.paint, width, height, stencil.window))


def _stencil(shape: Image.Image, box: Window, margin: int, view: Window) -> Sprite | None:
    """The shape as a mask at its final size, with clear px around it; of large ones no more than the view needs."""
    shown = box if box.width * box.height <= WHOLE_PIXELS else box & view.grown(margin, margin, margin, margin)
    if shown.is_empty:
        return None
    left, top, right, bottom = shown.within(box)
    across, down = shape.width / box.width, shape.height / box.height
    source = (left * across, top * down, min(right * across, shape.width), min(bottom * down, shape.height))

    def make() -> Image.Image:
        coverage = shape.getchannel("A") if shape.mode == "RGBA" else shape.convert("L")
        small = coverage.resize((shown.width, shown.height), Image.Resampling.LANCZOS, source, reducing_gap=3.0)
        return small.crop((-margin, -margin, small.width + margin, small.height + margin))

    mask = FITTED.get(shape, (shown, margin, "stencil"), make)
    return Sprite(mask, shown.left - margin, shown.top - margin, (0, 0, 0, 255))


def _through(fitted: Sprite, stencil: Sprite, mask: Image.Image) -> Sprite | None:
    shown = fitted.cropped(stencil.window)
    if shown is None:
        return None
    return Sprite(masked(shown.pixels, mask.crop(shown.window.within(stencil.window))), shown.dx, shown.dy)
