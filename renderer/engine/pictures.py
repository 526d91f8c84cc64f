"""Image layers: a picture framed, adjusted, masked and stroked."""

from __future__ import annotations

import math

from PIL import Image, ImageChops

from renderer.engine import outlines
from renderer.engine.adjusting import adjusted
from renderer.engine.document import ImageLayer
from renderer.engine.fitted import FITTED, WHOLE_PIXELS
from renderer.engine.framing import Framing, framing
from renderer.engine.raster import Points, Window, around_points, mask
from renderer.engine.shapes import scaled_radii, stroke_mask, stroke_polygons
from renderer.engine.sprite import Sprite, beside, masked, painted
from renderer.engine.stencils import cut_out
from renderer.engine.styles import Mask, Stroke

FLIPS = {
    "h": Image.Transpose.FLIP_LEFT_RIGHT,
    "v": Image.Transpose.FLIP_TOP_BOTTOM,
    "hv": Image.Transpose.ROTATE_180,
}
KERNEL = 3
"""How many px of the source the resampling looks at on each side."""
LANCZOS = Image.Resampling.LANCZOS


def picture(
    layer: ImageLayer,
    image: Image.Image,
    shape: Image.Image | None,
    width: float,
    height: float,
    scale: float,
    view: Window,
) -> Sprite | None:
    """The image in a box of width by height device px at (0, 0), as far as the view shows it.

    `shape` is the picture to mask with, where the layer's mask is one.
    """
    placed = framing(layer, image.size, width, height, scale)
    fitted = _fitted(layer, image, placed, scale, view)
    outline = outline_of(layer.mask, width, height, scale)
    if shape is not None:
        return fitted and cut_out(fitted, shape, layer.stroke, width, height, scale, view)
    return _cut(fitted, outline, layer, width, height, scale, view)


def outline_of(wanted: Mask, width: float, height: float, scale: float) -> Points:
    """The edge along which the picture is cut, in device px."""
    box = (0.0, 0.0, width, height)
    match wanted.shape:
        case "ellipse":
            return outlines.ellipse(*box)
        case "polygon":
            return outlines.softened(outlines.polygon(*box, wanted.points), wanted.radius[0] * scale)
        case _:
            return outlines.rounded(*box, scaled_radii(wanted.radius, scale))


def _fitted(layer: ImageLayer, image: Image.Image, placed: Framing, scale: float, view: Window) -> Sprite | None:
    """The picture at its final size, before any mask; of large ones no more than the view needs."""
    whole = placed.window
    shown = whole if whole.width * whole.height <= WHOLE_PIXELS else whole & view
    if shown.is_empty:
        return None
    recipe = (shown, placed, layer.flip, layer.adjust, scale)

    def make() -> Image.Image:
        softness = math.ceil(layer.adjust.blur / 2 * scale * 3)
        needed = shown.grown(softness, softness, softness, softness) & whole
        pixels = adjusted(_resized(image, placed, needed, layer.flip), layer.adjust, scale)
        return pixels if needed == shown else pixels.crop(shown.within(needed))

    return Sprite(FITTED.get(image, recipe, make), shown.left, shown.top)


def _resized(image: Image.Image, placed: Framing, needed: Window, flip: str) -> Image.Image:
    whole = placed.window
    wanted = needed if flip == "none" else _mirrored(needed, whole, flip)
    # Pillow does not look beyond the part it is asked for, so ask for as much more as its kernel wants to see.
    stretch = max((placed.x.high - placed.x.low) / max(placed.x.end - placed.x.start, 1e-9), 1)
    margin = math.ceil(KERNEL * stretch) if wanted != whole else 0
    asked = wanted.grown(margin, margin, margin, margin) & whole
    source = placed.source(asked)
    size = (asked.width, asked.height)
    if source == (int(source[0]), int(source[1]), int(source[0]) + size[0], int(source[1]) + size[1]):
        pixels = image.crop((int(source[0]), int(source[1]), int(source[2]), int(source[3])))
    else:
        pixels = image.resize(size, LANCZOS, _not_flat(source, image.size), reducing_gap=3.0)
    pixels = pixels if asked == wanted else pixels.crop(wanted.within(asked))
    return pixels.transpose(FLIPS[flip]) if flip in FLIPS else pixels


def _not_flat(box: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The box, at least a sliver wide and high: Pillow refuses an empty one."""
    left, top, right, bottom = box
    left, top = min(left, size[0] - 0.01), min(top, size[1] - 0.01)
    return left, top, max(right, left + 0.01), max(bottom, top + 0.01)


def _mirrored(window: Window, whole: Window, flip: str) -> Window:
    left, right, top, bottom = window.left, window.right, window.top, window.bottom
    if "h" in flip:
        left, right = whole.left + whole.right - right, whole.left + whole.right - left
    if "v" in flip:
        top, bottom = whole.top + whole.bottom - bottom, whole.top + whole.bottom - top
    return Window(left, top, right, bottom)


def _cut(
    fitted: Sprite | None, outline: Points, layer: ImageLayer, width: float, height: float, scale: float, view: Window
) -> Sprite | None:
    """The picture within the outline, and the outline's stroke."""
    stroke = layer.stroke
    ring = stroke_polygons(outline, stroke, scale)
    if not ring or stroke is None:
        return fitted and _within(fitted, outline, view)
    window = around_points([outline, *ring]) & view
    if window.is_empty:
        return None
    edge = stroke_mask(outline, ring, stroke, window)
    border = painted(edge, stroke.paint, width, height, window)
    return beside(fitted and _inside(fitted, outline, edge, stroke, window), border)


def _within(fitted: Sprite, outline: Points, view: Window) -> Sprite | None:
    shown = fitted.cropped(view & around_points([outline]))
    if shown is None or _is_pixel_box(outline):
        return shown
    return Sprite(masked(shown.pixels, mask([outline], shown.window)), shown.dx, shown.dy)


def _is_pixel_box(outline: Points) -> bool:
    """Whether the outline is a plain rectangle along px edges, which needs no mask."""
    return len(outline) == 4 and bool((outline == outline.round()).all()) and bool((outline[0] == outline[3]).any())


def _inside(fitted: Sprite, outline: Points, edge: Image.Image, stroke: Stroke, window: Window) -> Sprite | None:
    shown = fitted.cropped(window)
    if shown is None:
        return None
    inside = mask([outline], shown.window)
    if stroke.pos != "outside":
        inside = ImageChops.subtract(inside, edge.crop(shown.window.within(window)))
    return Sprite(masked(shown.pixels, inside), shown.dx, shown.dy)
