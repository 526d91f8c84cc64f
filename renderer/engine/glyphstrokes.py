"""Outlined letters: strokes with round joins, made by moving the letters around a circle and keeping the extremes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from renderer.engine.coverage import Pixels
from renderer.engine.glyphs import rasterise
from renderer.engine.scene import Run, TextBlock

PHASES = 4
"""Letters are drawn at so many sub-pixel places in each direction; the rest of each move is whole px."""
STEP = 0.5
"""Device px between two neighbouring places on the circle, lest a corner come out as a flight of stairs."""
MOST_STEPS = 250

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
        drawn = rasterise(runs, scale)
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
        drawn = rasterise(self.runs, self.scale, dx, dy)
        if drawn is not None:
            left, top, pixels = drawn
            x, y = left - self.left, top - self.top
            canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
        return canvas

    def spread(self, radius: float) -> Pixels:
        """Every px within `radius` of the letters."""
        return self._gathered(radius, np.maximum)

    def shrink(self, radius: float) -> Pixels:
        """Every px of the letters farther than `radius` from their edge."""
        return self._gathered(radius, np.minimum)

    def _gathered(self, radius: float, keep: Callable[..., Pixels]) -> Pixels:
        result = self.at(0, 0).copy()
        for dx, dy in _disc(radius, self.grain):
            whole_x, whole_y = math.floor(dx), math.floor(dy)
            moved = self.at(dx - whole_x, dy - whole_y)
            target = result[_slice(whole_y, moved.shape[0]), _slice(whole_x, moved.shape[1])]
            keep(target, moved[_slice(-whole_y, moved.shape[0]), _slice(-whole_x, moved.shape[1])], out=target)
        return result


def _slice(by: int, length: int) -> slice:
    """Where something moved `by` px lands; what it comes from is the slice for minus `by`.

    The canvas has room all around the letters, so what is cut off at its edge is empty.
    """
    return slice(max(by, 0), length + min(by, 0))


def _disc(radius: float, grain: float) -> Iterator[Offset]:
    """Places on a circle and, `grain` apart, inside it: without those a wide stroke would make a ring of a dot."""
    seen = set()
    ring = radius
    while ring == radius or ring > grain / 2:
        round_about = 2 * math.pi * ring
        count = min(math.ceil(round_about / STEP), MOST_STEPS) if ring == radius else math.ceil(round_about / grain)
        for index in range(count):
            angle = 2 * math.pi * index / count
            place = _phase(ring * math.cos(angle)), _phase(ring * math.sin(angle))
            if place not in seen:
                seen.add(place)
                yield place
        ring -= grain


def _phase(offset: float) -> float:
    return math.floor(offset * PHASES + 0.5) / PHASES
