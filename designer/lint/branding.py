"""The brand's creative constraints: what a design says of itself, and where things stand in the finished picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from designer import brand
from designer.brand_limits import Constraints, Zone
from designer.lint.findings import Finding, Fix
from designer.previews import Drawn
from renderer.engine.document import BadgeLayer, Document, ImageLayer, QrLayer, TextLayer
from renderer.engine.scene import Box, Placed, Scene
from renderer.engine.styles import Color, Solid

TOUCH = 0.5
"""Px that ink may pass a border before anybody sees it."""
AWAY = 0.06
"""Share of the shorter side that a logo keeps from the edges when the brand names no margin."""
WORDS = (TextLayer, BadgeLayer, QrLayer)


def check_choices(document: Document, limits: Constraints) -> Iterator[Finding]:
    """Fonts, sizes, lines and colours that the brand does not allow, whatever the record."""
    allowed = {family.casefold() for family in limits.fonts}
    known = set(document.brand.colors.values())
    for layer in document.layers[document.size().id]:
        if isinstance(layer, (TextLayer, BadgeLayer)):
            yield from _type(layer, allowed, limits)
        if isinstance(layer, TextLayer) and limits.max_lines and (layer.max_lines or 99) > limits.max_lines:
            yield _too_many_lines(layer, limits.max_lines)
        if not limits.custom_colors and (color := _foreign_color(layer, known)):
            said = f"{layer.name} uses {_hex(color)}, which is not a colour of the brand"
            yield Finding("color_off_brand", "warn", said, layer=layer.id)


def check_places(drawn: Drawn, kit: brand.Kit) -> Iterator[Finding]:
    """Words outside the brand's margin or in an area that stays free; logos where, and as near to others, as may be."""
    if drawn.scene is None:
        return
    limits, own = kit.constraints, drawn.resolved.document.safe.margin
    logos = {logo.digest for logo in kit.logos}
    for placed in drawn.scene.placed:
        if isinstance(placed.layer, WORDS) and placed.ink is not None:
            # The design's own margin is checked by the engine; only a stricter one is news.
            if limits.margin > own:
                yield from _margin(placed, placed.ink, drawn.scene, limits.margin)
            yield from _zones(placed, placed.ink, drawn.scene, limits.zones)
        if isinstance(placed.layer, ImageLayer) and placed.layer.source.asset in logos and placed.ink is not None:
            yield from _logo(placed, placed.ink, drawn.scene, limits)


def _type(layer: TextLayer | BadgeLayer, allowed: set[str], limits: Constraints) -> Iterator[Finding]:
    if allowed and layer.font.family.casefold() not in allowed:
        said = f"{layer.name} uses {layer.font.family}, which is not a font of the brand"
        yield Finding("font_off_brand", "warn", said, layer=layer.id)
    if layer.size > limits.max_size:
        said = f"{layer.name} is set in {layer.size:g} px; the brand allows {limits.max_size:g}"
        yield Finding("above_maximum", "warn", said, layer=layer.id, fixes=(_set(layer, size=limits.max_size),))


def _too_many_lines(layer: TextLayer, most: int) -> Finding:
    fix = Fix(f"Set max lines {most}", ({"op": "set", "id": layer.id, "set": {"max_lines": most}},))
    said = f"{layer.name} may grow beyond the brand’s {most} line{'' if most == 1 else 's'}"
    return Finding("too_many_lines", "warn", said, layer=layer.id, fixes=(fix,))


def _set(layer: TextLayer | BadgeLayer, *, size: float) -> Fix:
    return Fix(f"Set the size to {size:g} px", ({"op": "set", "id": layer.id, "set": {"size": size}},))


def _foreign_color(layer: Any, known: set[Color]) -> Color | None:
    paint = getattr(layer, "paint", None)
    colors = [paint.color] if isinstance(paint, Solid) else [stop.color for stop in getattr(paint, "stops", ())]
    rgb = {color[:3] for color in known}
    return next((color for color in colors if color[:3] not in rgb and color[3]), None)


def _hex(color: Color) -> str:
    return "#" + "".join(f"{channel:02X}" for channel in color[:3])


def _margin(placed: Placed, ink: Box, scene: Scene, margin: float) -> Iterator[Finding]:
    gaps = (ink.x, ink.y, scene.width - ink.right, scene.height - ink.bottom)
    if min(gaps) >= margin - TOUCH:
        return
    said = f"{placed.layer.name} stands {max(min(gaps), 0):.0f} px from the edge; the brand asks for {margin:g}"
    fixes = _into(placed, ink, scene, margin)
    yield Finding("outside_brand_margin", "warn", said, layer=placed.layer.id, box=_numbers(ink), fixes=fixes)


def _into(placed: Placed, ink: Box, scene: Scene, margin: float) -> tuple[Fix, ...]:
    if ink.w > scene.width - 2 * margin or ink.h > scene.height - 2 * margin:
        return ()
    dx = max(margin - ink.x, 0) or min(scene.width - margin - ink.right, 0)
    dy = max(margin - ink.y, 0) or min(scene.height - margin - ink.bottom, 0)
    return (_move(placed, "Move inside the brand’s margin", dx, dy),)


def _zones(placed: Placed, ink: Box, scene: Scene, zones: tuple[Zone, ...]) -> Iterator[Finding]:
    for zone in zones:
        shared = ink.shares(_area(zone, scene))
        if shared and min(shared.w, shared.h) > TOUCH:
            said = f"{placed.layer.name} reaches into the area that the brand keeps free for {zone.name}"
            yield Finding("in_brand_zone", "warn", said, layer=placed.layer.id, box=_numbers(shared))


def _area(zone: Zone, scene: Scene) -> Box:
    w, h = zone.w * scene.width, zone.h * scene.height
    x, y = _corner(zone.place, w, h, scene, 0)
    return Box(x, y, w, h)


def _corner(place: str, w: float, h: float, scene: Scene, margin: float) -> tuple[float, float]:
    """Where something of this size has its corner when it stands at that place."""
    free_x, free_y = scene.width - w, scene.height - h
    x = margin if "left" in place else free_x - margin if "right" in place else free_x / 2
    y = margin if "top" in place else free_y - margin if "bottom" in place else free_y / 2
    return x, y


def _logo(placed: Placed, ink: Box, scene: Scene, limits: Constraints) -> Iterator[Finding]:
    place = place_of(ink, scene)
    if limits.logo_positions and place not in limits.logo_positions:
        allowed = " or ".join(one.replace("-", " ") for one in limits.logo_positions)
        said = f"{placed.layer.name} stands {_where(place)}; the brand wants its logo {allowed}"
        fixes = tuple(_moves(placed, ink, scene, limits))
        yield Finding("logo_misplaced", "warn", said, layer=placed.layer.id, box=_numbers(ink), fixes=fixes)
    if limits.logo_clearance:
        yield from _clearance(placed, ink, scene, limits.logo_clearance)


def place_of(ink: Box, scene: Scene) -> str:
    """The place that something takes up: nearer to one side means at least twice as near as to the other."""
    across = _side(ink.x, scene.width - ink.right, "left", "right")
    down = _side(ink.y, scene.height - ink.bottom, "top", "bottom")
    return "-".join(filter(None, (down, across))) or "center"


def _side(before: float, after: float, first: str, last: str) -> str:
    if before < after and 2 * before <= after:
        return first
    return last if after < before and 2 * after <= before else ""


def _where(place: str) -> str:
    return "in the middle" if place == "center" else f"at the {place.replace('-', ' ')}"


def _moves(placed: Placed, ink: Box, scene: Scene, limits: Constraints) -> Iterator[Fix]:
    """To each allowed place, within the brand's margin; without one, a little off the edges."""
    gap = limits.margin or AWAY * min(scene.width, scene.height)
    for place in limits.logo_positions:
        x, y = _corner(place, ink.w, ink.h, scene, gap)
        yield _move(placed, f"Move to the {place.replace('-', ' ')}", x - ink.x, y - ink.y)


def _move(placed: Placed, label: str, dx: float, dy: float) -> Fix:
    layer = placed.layer
    x, y = layer.x + _away(dx), layer.y + _away(dy)
    return Fix(label, ({"op": "set", "id": layer.id, "set": {"x": x, "y": y}},))


def _away(value: float) -> int:
    """Rounded away from zero, so that a move is never a pixel short."""
    return math.ceil(value) if value > 0 else math.floor(value)


def _clearance(logo: Placed, ink: Box, scene: Scene, clearance: float) -> Iterator[Finding]:
    near = ink.grown(clearance)
    for placed in scene.placed:
        if placed is logo or placed.ink is None or not isinstance(placed.layer, WORDS):
            continue
        shared = placed.ink.shares(near)
        if shared and min(shared.w, shared.h) > TOUCH:
            said = f"{placed.layer.name} comes nearer to {logo.layer.name} than the {clearance:g} px of the brand"
            yield Finding("logo_crowded", "warn", said, layer=placed.layer.id, box=_numbers(shared))


def _numbers(box: Box) -> tuple[float, float, float, float]:
    return round(box.x, 2), round(box.y, 2), round(box.w, 2), round(box.h, 2)
