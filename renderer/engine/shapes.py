"""Shape layers: outlines filled, stroked inside, along or outside their edge."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

from renderer.engine import outlines, strokes
from renderer.engine.document import ShapeLayer
from renderer.engine.gradients import is_invisible
from renderer.engine.outlines import Radii
from renderer.engine.raster import Points, Window, around_points, fill, mask
from renderer.engine.sprite import Sprite, beside, painted
from renderer.engine.styles import Paint, Stroke

SIDES = {"inside": (0.0, 1.0), "center": (0.5, 0.5), "outside": (1.0, 0.0)}
"""Share of a stroke's width that lies outside and inside of the outline."""


def shape(layer: ShapeLayer, width: float, height: float, scale: float, view: Window) -> Sprite | None:
    """The shape in a box of width by height device px at (0, 0), as far as the view shows it."""
    if layer.shape == "line":
        return _line(layer, width, height, scale, view)
    outline = outline_of(layer, width, height, scale)
    return filled(outline, layer.paint, layer.stroke, width, height, scale, view)


def outline_of(layer: ShapeLayer, width: float, height: float, scale: float) -> Points:
    """The edge of the shape in device px; lines have none and are handled apart."""
    box = (0.0, 0.0, width, height)
    radius = layer.radius[0] * scale
    match layer.shape:
        case "rect":
            return outlines.rounded(*box, scaled_radii(layer.radius, scale))
        case "ellipse":
            return outlines.ellipse(*box)
        case "polygon":
            return outlines.softened(outlines.polygon(*box, layer.points), radius)
        case "star":
            return outlines.softened(outlines.star(*box, layer.points, layer.inner), radius)
        case _:
            return outlines.softened(outlines.arrow(*box), radius)


def scaled_radii(radii: Radii, scale: float) -> Radii:
    tl, tr, br, bl = radii
    return tl * scale, tr * scale, br * scale, bl * scale


def stroke_reach(stroke: Stroke | None, scale: float) -> float:
    """How many device px a stroke may lie outside of its outline, mitres included."""
    if stroke is None:
        return 0
    return stroke.w * scale * SIDES[stroke.pos][0] * strokes.MITER_LIMIT


def filled(
    outline: Points, paint: Paint | None, stroke: Stroke | None, width: float, height: float, scale: float, view: Window
) -> Sprite | None:
    """A closed outline, filled and stroked; the paints span a box of width by height device px."""
    ring = stroke_polygons(outline, stroke, scale)
    window = around_points([outline, *ring]) & view
    if window.is_empty:
        return None
    inside = None if is_invisible(paint) else mask([outline], window)
    if stroke is None or not ring:
        return painted(inside, paint, width, height, window) if inside and paint else None
    edge = stroke_mask(outline, ring, stroke, window)
    border = painted(edge, stroke.paint, width, height, window)
    if not inside or not paint:
        return border
    # The fill ends where the stroke begins, so that no colour shines through along a soft edge.
    rest = inside if stroke.pos == "outside" else ImageChops.subtract(inside, edge)
    return beside(painted(rest, paint, width, height, window), border)


def stroke_polygons(outline: Points, stroke: Stroke | None, scale: float) -> list[Points]:
    """The area of a stroke, not yet cut along the outline it keeps to."""
    if stroke is None or stroke.w <= 0 or is_invisible(stroke.paint):
        return []
    outward, inward = (share * stroke.w * scale for share in SIDES[stroke.pos])
    pieces = strokes.dashed(strokes.sides(outline), [dash * scale for dash in stroke.dash])
    return [pieces.bands(outward, inward)]


def stroke_mask(outline: Points, ring: list[Points], stroke: Stroke, window: Window) -> Image.Image:
    """Coverage of the stroke; what lies inside or outside is held there by the outline itself."""
    edge = fill(ring, window)
    if stroke.pos == "center":
        return Image.fromarray(edge)
    inside = fill([outline], window)
    kept = np.minimum(edge, inside if stroke.pos == "inside" else 255 - inside)
    return Image.fromarray(kept)


def _line(layer: ShapeLayer, width: float, height: float, scale: float, view: Window) -> Sprite | None:
    """A level line through the middle of the box: as thick as its stroke, or as the box where it has none."""
    stroke = layer.stroke
    paint = layer.paint if stroke is None else stroke.paint
    if paint is None or is_invisible(paint):
        return None
    half = (height if stroke is None else stroke.w * scale) / 2
    middle = strokes.sides(np.array([(0.0, height / 2), (width, height / 2)]), closed=False)
    dash = [length * scale for length in stroke.dash] if stroke else []
    polygons = [strokes.dashed(middle, dash, closed=False).bands(half, half)]
    window = around_points(polygons) & view
    return None if window.is_empty else painted(mask(polygons, window), paint, width, height, window)
