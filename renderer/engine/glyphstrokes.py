"""Outlined letters: strokes with round joins, made by moving the letters around a circle and keeping the extremes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from renderer.engine.glyphs import Pixels, rasterise
from renderer.engine.scene import Run, TextBlock

PHASES = 4
"""Letters are drawn at so many sub-pixel places in each direction; the rest of each move is whole px."""
SCALLOP = 0.06
"""How far (device px) the outline may fall short between two neighbouring places."""

DOT = 0.07
"""Em; the dot of an i is wider than this in all but hairline fonts."""

Offset = tuple[float, float]


@dataclass(frozen=True, slots=True)
class StrokeMask:
    """Coverage of a stroke in device px, placed as a `GlyphMask` is. `under`: paint it below the letters, which then
    cover its inner part without a seam; else above them.
    """

    left: int
    top: int
    image: Image.Image
    under: bool


def stroke_mask(block: TextBlock, scale: float, width: float, position: str) -> StrokeMask | None:
    """The stroke of a block's letters. `width` is px at 1x, `position` inside, center or outside."""
    runs = [run for line in block.lines for run in line.runs]
    reach = width * scale / (2 if position == "center" else 1)
    if reach <= 0:
        return None
    letters = _Letters(runs, scale, math.ceil(reach) + 1)
    if letters.size is None:
        return None
    if position == "outside":
        return letters.mask(letters.spread(reach), under=True)
    outer = letters.spread(reach) if position == "center" else letters.at(0, 0)
    return letters.mask(outer - np.minimum(letters.shrink(reach), outer), under=False)


class _Letters:
    """The letters of a block, drawn at sub-pixel places on one canvas with room for the stroke around them."""

    def __init__(self, runs: list[Run], scale: float, room: int):
        self.runs, self.scale, self.room = runs, scale, room
        self.grain = max(DOT * scale * min((run.size for run in runs), default=1), 1.5)
        drawn = rasterise(iter(runs), scale)
        self.size: tuple[int, int] | None = None
        self._phases: dict[Offset, Pixels] = {}
        if drawn is not None:
            left, top, pixels = drawn
            # One px more on each side for the sub-pixel moves, then the stroke's own room.
            self.left, self.top = left - room - 1, top - room - 1
            self.size = (pixels.shape[0] + 2 * (room + 1), pixels.shape[1] + 2 * (room + 1))

    def mask(self, pixels: Pixels, *, under: bool) -> StrokeMask:
        return StrokeMask(self.left, self.top, Image.fromarray(pixels), under)

    def at(self, dx: float, dy: float) -> Pixels:
        """The canvas with the letters moved by a fraction of a px."""
        found = self._phases.get((dx, dy))
        if found is None:
            found = self._phases[(dx, dy)] = self._draw(dx, dy)
        return found

    def _draw(self, dx: float, dy: float) -> Pixels:
        assert self.size is not None
        canvas = np.zeros(self.size, np.uint8)
        drawn = rasterise(iter(self.runs), self.scale, dx, dy)
        if drawn is not None:
            left, top, pixels = drawn
            x, y = left - self.left, top - self.top
            canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
        return canvas

    def spread(self, radius: float) -> Pixels:
        """Every px within `radius` of the letters."""
        return self._gathered(radius, np.maximum, 0)

    def shrink(self, radius: float) -> Pixels:
        """Every px of the letters farther than `radius` from their edge."""
        return self._gathered(radius, np.minimum, 0)

    def _gathered(self, radius: float, keep: Callable[..., Pixels], outside: int) -> Pixels:
        result = self.at(0, 0).copy()
        for dx, dy in _disc(radius, self.grain):
            whole_x, whole_y = math.floor(dx), math.floor(dy)
            moved = _moved(self.at(dx - whole_x, dy - whole_y), whole_x, whole_y, outside)
            keep(result, moved, out=result)
        return result


def _moved(pixels: Pixels, dx: int, dy: int, outside: int) -> Pixels:
    height, width = pixels.shape
    moved = np.full_like(pixels, outside)
    target = moved[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)]
    target[:] = pixels[max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)]
    return moved


def _disc(radius: float, grain: float) -> Iterator[Offset]:
    """Places on a circle and, `grain` apart, inside it: without those a wide stroke would make a ring of a dot."""
    seen = set()
    ring = radius
    while ring > grain / 2:
        chord = math.sqrt(8 * SCALLOP * ring) if ring == radius else grain
        count = max(8, math.ceil(2 * math.pi * ring / chord))
        for index in range(count):
            angle = 2 * math.pi * index / count
            place = _phase(ring * math.cos(angle)), _phase(ring * math.sin(angle))
            if place not in seen:
                seen.add(place)
                yield place
        ring -= grain


def _phase(offset: float) -> float:
    return math.floor(offset * PHASES + 0.5) / PHASES
