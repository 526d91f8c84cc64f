"""Which part of a picture shows in a box, and where: fit, focal point, crop and zoom, as numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from renderer.engine.document import ImageLayer
from renderer.engine.raster import Window


@dataclass(frozen=True, slots=True)
class Span:
    """Along one axis: `start` to `end` of the source (its px) lands on `low` to `high` of the box (device px)."""

    start: float
    end: float
    low: float
    high: float

    def cut(self, low: int, high: int) -> tuple[float, float]:
        """The source's stretch for the whole px from `low` to `high` of the box, held within the source's own."""
        step = (self.end - self.start) / max(self.high - self.low, 1e-9)
        start, end = self.start + (low - self.low) * step, self.start + (high - self.low) * step
        start = min(max(start, self.start), self.end)
        return start, max(min(end, self.end), start)


@dataclass(frozen=True, slots=True)
class Framing:
    x: Span
    y: Span

    @property
    def window(self) -> Window:
        """The whole px of the box that show the picture."""
        return Window(_down(self.x.low), _down(self.y.low), _up(self.x.high), _up(self.y.high))

    def source(self, window: Window) -> tuple[float, float, float, float]:
        """The part of the source that fills this window, as a Pillow box."""
        left, right = self.x.cut(window.left, window.right)
        top, bottom = self.y.cut(window.top, window.bottom)
        return left, top, right, bottom


def _down(edge: float) -> int:
    return math.floor(edge + 1e-6)


def _up(edge: float) -> int:
    return math.ceil(edge - 1e-6)


def framing(layer: ImageLayer, source: tuple[int, int], width: float, height: float, scale: float) -> Framing:
    """How a picture of `source` px lies in a box of width by height device px."""
    crop_x, crop_y, crop_w, crop_h = _cropped(layer, source)
    across, down = factors(layer, source, width, height, scale)
    return Framing(
        _span(crop_x, crop_w, across, width, layer.focal[0]),
        _span(crop_y, crop_h, down, height, layer.focal[1]),
    )


def factors(
    layer: ImageLayer, source: tuple[int, int], width: float, height: float, scale: float
) -> tuple[float, float]:
    """How many device px one px of the picture becomes, along either axis."""
    _, _, crop_w, crop_h = _cropped(layer, source)
    across, down = width / crop_w, height / crop_h
    match layer.fit:
        case "cover":
            across = down = max(across, down)
        case "contain":
            across = down = min(across, down)
        case "none":
            across = down = scale
    return across * layer.zoom, down * layer.zoom


def _cropped(layer: ImageLayer, source: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = source
    crop = layer.crop
    if crop is None:
        return 0, 0, width, height
    x, y = crop.x * width, crop.y * height
    return x, y, max(min(crop.w * width, width - x), 1), max(min(crop.h * height, height - y), 1)


def _span(start: float, length: float, factor: float, room: float, focal: float) -> Span:
    """Where there is too much picture, its focal point comes as near to the middle as the edges let it;

    where there is too little, the focal point says how the spare room is shared.
    """
    shown = length * factor
    if shown >= room:
        # Rounding must not carry the window past the picture's edge by a hair: Pillow refuses that.
        visible = min(room / factor, length)
        offset = min(max(focal * length - visible / 2, 0), length - visible)
        return Span(start + offset, start + offset + visible, 0, room)
    low = (room - shown) * focal
    return Span(start, start + length, low, low + shown)
