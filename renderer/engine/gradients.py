"""Paints to pixels: the colours of a solid, linear or radial paint within a window of a layer's box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.engine.document import Color, Linear, Paint, Radial, Solid, Stop
from renderer.engine.raster import Window

STEPS = 4096
"""Entries of a gradient's table: far more than 8-bit colour can tell apart, so that steps are the colours' own."""

Ratios = NDArray[np.float32]


def is_opaque(paint: Paint) -> bool:
    match paint:
        case Solid(color):
            return color[3] == 255
        case Linear(stops=stops) | Radial(stops=stops):
            return all(stop.color[3] == 255 for stop in stops)


def is_invisible(paint: Paint | None) -> bool:
    match paint:
        case None:
            return True
        case Solid(color):
            return color[3] == 0
        case Linear(stops=stops) | Radial(stops=stops):
            return all(stop.color[3] == 0 for stop in stops)


def colors(paint: Paint, width: float, height: float, window: Window) -> Image.Image:
    """The paint of a box `width` by `height` device px at (0, 0), as far as the window shows it.

    RGB where the paint is opaque, else RGBA.
    """
    size = (window.width, window.height)
    match paint:
        case Solid(color):
            return Image.new("RGB", size, color[:3]) if color[3] == 255 else Image.new("RGBA", size, color)
        case Linear():
            length = _length(paint.angle, width, height)
            at = _linear(paint.angle, length, width, height, window)
        case Radial():
            length = max(paint.r * max(width, height) / 2, 1e-6)
            at = _radial(paint, length, width, height, window)
    image = _looked_up(at, _table(_eased(paint.stops, length)), is_opaque(paint))
    # An axis-aligned gradient is one row or one column of pixels: stretching it is a copy.
    return image if image.size == size else image.resize(size, Image.Resampling.NEAREST)


def _length(angle: float, width: float, height: float) -> float:
    """Device px from the first to the last stop: the line spans the box's corners, as in CSS."""
    radians = math.radians(angle)
    return max(abs(width * math.cos(radians)) + abs(height * math.sin(radians)), 1e-6)


def _linear(angle: float, length: float, width: float, height: float, window: Window) -> Ratios:
    """How far along the gradient each pixel lies."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = _axes(width / 2, height / 2, window)
    along_x, along_y = x * np.float32(cos / length), y * np.float32(sin / length)
    if abs(sin) < 1e-9:
        return along_x[None, :] + np.float32(0.5)
    if abs(cos) < 1e-9:
        return along_y[:, None] + np.float32(0.5)
    ratios: Ratios = (along_x + np.float32(0.5))[None, :] + along_y[:, None]
    return ratios


def _radial(paint: Radial, radius: float, width: float, height: float, window: Window) -> Ratios:
    x, y = _axes(width * paint.cx, height * paint.cy, window)
    x, y = x / np.float32(radius), y / np.float32(radius)
    ratios: Ratios = np.sqrt((x * x)[None, :] + (y * y)[:, None])
    return ratios


def _eased(stops: Sequence[Stop], length: float) -> tuple[Stop, ...]:
    """The stops, those at one place drawn a px apart: an edge between two colours is as smooth as any other edge."""
    half = 0.5 / length
    places = [stop.at for stop in stops]
    if len(set(places)) == len(places):
        return tuple(stops)
    eased = []
    for i, stop in enumerate(stops):
        ends = (i > 0 and places[i - 1] == stop.at) - (i + 1 < len(stops) and places[i + 1] == stop.at)
        eased.append(Stop(stop.at + ends * half, stop.color))
    return tuple(eased)


def _axes(x: float, y: float, window: Window) -> tuple[Ratios, Ratios]:
    """Distances of pixel centres from (x, y), along either axis."""
    return (
        np.arange(window.left, window.right, dtype=np.float32) + np.float32(0.5 - x),
        np.arange(window.top, window.bottom, dtype=np.float32) + np.float32(0.5 - y),
    )


def _looked_up(ratios: Ratios, table: NDArray[np.uint32], opaque: bool) -> Image.Image:
    scaled = ratios * np.float32(STEPS - 1)
    scaled += np.float32(0.5)
    pixels = np.take(table, scaled.astype(np.int64), mode="clip")
    height, width = pixels.shape
    image = Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1)
    return image.convert("RGB") if opaque else image


@lru_cache(maxsize=256)
def _table(stops: Sequence[Stop]) -> NDArray[np.uint32]:
    """RGBA for every step of the gradient, each packed into four bytes. Mixed premultiplied, as browsers do."""
    at = np.linspace(0, 1, STEPS)
    places = [stop.at for stop in stops]
    colors = np.array([stop.color for stop in stops], dtype=float)
    alpha = np.interp(at, places, colors[:, 3])
    mixed = [np.interp(at, places, colors[:, i] * colors[:, 3]) for i in range(3)]
    visible = np.maximum(alpha, 1e-9)
    channels = np.column_stack([*(channel / visible for channel in mixed), alpha])
    table = np.ascontiguousarray(np.clip(channels + 0.5, 0, 255).astype(np.uint8))
    return table.view(np.uint32).reshape(STEPS)


def mean_color(paint: Paint) -> Color:
    """One colour that stands for the paint where only one can be used."""
    match paint:
        case Solid(color):
            return color
        case Linear(stops=stops) | Radial(stops=stops):
            red, green, blue, alpha = (round(sum(stop.color[i] for stop in stops) / len(stops)) for i in range(4))
            return red, green, blue, alpha
