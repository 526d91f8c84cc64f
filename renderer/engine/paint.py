"""Scene to pixels: each layer becomes a sprite that does not depend on its place, then all are laid on the canvas."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PIL import Image

from renderer.engine.assets import Assets
from renderer.engine.blending import compose
from renderer.engine.effects import quarter_turned, shadow_margins, shadow_source, shadows_of, turned, turned_window
from renderer.engine.gradients import colors, is_invisible
from renderer.engine.parts import parts
from renderer.engine.raster import Window, around
from renderer.engine.scene import Placed, Scene
from renderer.engine.sprite import Sprite, over, silhouette

__all__ = ["Sprite", "compose", "ground", "lay", "paint", "reach", "sprite", "whole"]

FINENESS = 2
"""Layers at a slant are drawn and turned so many times larger, then scaled down: edges stay crisp and even."""
WORTH_FINENESS = 6_000_000
"""Device px of a layer beyond which it is not: that would take four times the time and memory of something huge."""
SOFT_EDGE = 2
"""Device px that antialiasing and rounding may add around a layer's ink."""


def paint(scene: Scene, assets: Assets, scale: float = 1) -> Image.Image:
    """The whole picture: RGB, or RGBA where the background lets something through."""
    canvas = ground(scene, scale, whole(scene, scale))
    lay(canvas, scene.placed, assets, scale)
    return canvas


def whole(scene: Scene, scale: float) -> Window:
    """The canvas in device px."""
    return Window(0, 0, math.floor(scene.width * scale + 0.5), math.floor(scene.height * scale + 0.5))


def ground(scene: Scene, scale: float, window: Window) -> Image.Image:
    """The background alone, as far as the window shows it."""
    if scene.background is None or is_invisible(scene.background):
        return Image.new("RGBA", (window.width, window.height))
    # `copy`: gradients come on memory that is shared and must not be painted upon.
    return colors(scene.background, scene.width * scale, scene.height * scale, window).copy()


def lay(
    canvas: Image.Image, placed: Iterable[Placed], assets: Assets, scale: float, left: int = 0, top: int = 0
) -> None:
    """Paint these layers onto an image that shows the canvas from device px (left, top) on; it is changed."""
    shown = Window(left, top, left + canvas.width, top + canvas.height)
    for one in placed:
        if one.ink is None:
            continue
        x, y = corner(one, scale)
        for part in laid(one, assets, scale, shown.moved(-x, -y)):
            compose(canvas, part, x - left, y - top, one.layer.opacity, one.layer.blend)


def laid(placed: Placed, assets: Assets, scale: float, view: Window | None) -> list[Sprite]:
    """As `stack`, but in one part where the parts must not be laid one by one."""
    drawn = stack(placed, assets, scale, view)
    if placed.layer.opacity < 1 or placed.layer.blend != "normal":
        return [joined for joined in (over(*drawn),) if joined]
    return drawn


def corner(placed: Placed, scale: float) -> tuple[int, int]:
    """The device px at which a layer's sprite counts from."""
    return math.floor(placed.origin[0] * scale + 0.5), math.floor(placed.origin[1] * scale + 0.5)


def reach(placed: Placed, scale: float) -> Window:
    """All device px of the canvas that painting this layer may change, shadows included."""
    return _reach(placed, scale).moved(*corner(placed, scale))


def _reach(placed: Placed, scale: float) -> Window:
    """As `reach`, relative to the layer's corner."""
    ink = placed.ink
    if ink is None:
        return Window(0, 0, 0, 0)
    x, y = placed.origin
    bare = around((ink.x - x) * scale, (ink.y - y) * scale, (ink.right - x) * scale, (ink.bottom - y) * scale)
    soft = bare.grown(SOFT_EDGE, SOFT_EDGE, SOFT_EDGE, SOFT_EDGE)
    if not placed.layer.shadows:
        return soft
    return soft.grown(*shadow_margins(placed.layer.shadows, scale))


def sprite(placed: Placed, assets: Assets, scale: float, view: Window | None = None) -> Sprite | None:
    """The layer's pixels at this scale, relative to its corner, with turning and shadows, without opacity and blend.

    `view` limits what is drawn, in device px relative to the corner; None draws all of it. None when nothing shows.
    """
    return over(*stack(placed, assets, scale, view))


def stack(placed: Placed, assets: Assets, scale: float, view: Window | None = None) -> list[Sprite]:
    """As `sprite`, but in the parts it is made of, bottom to top: laying them one by one is quicker than as one."""
    layer = placed.layer
    seen = _reach(placed, scale) if view is None else _reach(placed, scale) & view
    if seen.is_empty:
        return []
    margin = shadow_source(layer.shadows, scale)
    drawn = _turned(placed, assets, scale, seen.grown(margin, margin, margin, margin))
    shown = [part for one in drawn if (part := one.cropped(seen))]
    if not layer.shadows or not drawn:
        return shown
    return [*shadows_of(silhouette(drawn), layer.shadows, scale, seen), *shown]


def _turned(placed: Placed, assets: Assets, scale: float, view: Window) -> list[Sprite]:
    degrees = placed.layer.rot
    if not degrees:
        return parts(placed, assets, scale, view)
    cx = (placed.box.x - placed.origin[0] + placed.box.w / 2) * scale
    cy = (placed.box.y - placed.origin[1] + placed.box.h / 2) * scale
    upright = turned_window(view, -degrees, cx, cy)
    if degrees % 90 == 0:
        return [quarter_turned(part, degrees, cx, cy) for part in parts(placed, assets, scale, upright)]
    # By the layer's own size, so that every part of the picture is drawn alike.
    fineness = FINENESS if placed.box.w * placed.box.h * scale * scale <= WORTH_FINENESS else 1
    fine = Window(*(edge * fineness for edge in (upright.left, upright.top, upright.right, upright.bottom)))
    drawn = over(*parts(placed, assets, scale * fineness, fine))
    slanted = turned(drawn, degrees, cx, cy, fineness, view) if drawn else None
    return [slanted] if slanted else []
