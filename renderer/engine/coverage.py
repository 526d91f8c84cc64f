"""Coverage: how much of each px letters fill, as grey masks that are joined, and as lists of the px that have ink.

Most px of a line of text are ground. Laying letters px by px, and those that are filled without any arithmetic, takes
a fraction of what laying a whole mask takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Places = NDArray[np.intp]
"""Numbers of px, counted row by row."""


class Inked(NamedTuple):
    """The px that have ink on a canvas that is `stride` px wide: those filled, and those covered in part."""

    stride: int
    full: Places
    part: Places
    cover: Pixels


class Coverage:
    """A mask; `left` and `top` are its place in device px, `pixels` from 0 to 255. Not to be painted upon."""

    __slots__ = ("_inked", "height", "left", "pixels", "top", "width")

    def __init__(self, left: int, top: int, pixels: Pixels):
        self.left, self.top, self.pixels = left, top, pixels
        self.height, self.width = pixels.shape
        self._inked: Inked | None = None

    @property
    def nbytes(self) -> int:
        """Memory that it takes, with the list of its px; about half of them have ink."""
        return self.pixels.size * (1 + np.dtype(np.intp).itemsize // 2)

    def inked(self, stride: int) -> Inked:
        """Its px with ink on a canvas of this width, counted from the mask's own corner."""
        found = self._inked
        if found is None or found.stride != stride:
            found = self._inked = _inked(self.pixels, stride)
        return found


class Drawn(NamedTuple):
    """Coverage and the px from which it counts."""

    x: int
    y: int
    coverage: Coverage

    @property
    def left(self) -> int:
        return self.x + self.coverage.left

    @property
    def top(self) -> int:
        return self.y + self.coverage.top


def _inked(pixels: Pixels, stride: int) -> Inked:
    values, margin = pixels.reshape(-1), stride - pixels.shape[1]
    full, part = np.flatnonzero(values == 255), np.flatnonzero((values - 1) < 254)
    cover = values[part]
    for places in (full, part):
        places += places // pixels.shape[1] * margin
    return Inked(stride, full, part, cover)


def joined(parts: Sequence[Drawn]) -> Coverage:
    """One mask of neighbours, such as the letters of a word; there must be one at least.

    Neighbours go onto two sheets in turn, so that most are copied and need no arithmetic.
    """
    if len(parts) < 2:
        return Coverage(parts[0].left, parts[0].top, parts[0].coverage.pixels)
    left, top, right, bottom = bounds(parts)
    one = np.zeros((bottom - top, right - left), np.uint8)
    other = np.zeros_like(one)
    free = other_free = 0
    for part in parts:
        pixels, x, y = part.coverage.pixels, part.left - left, part.top - top
        height, width = pixels.shape
        if x >= free:
            one[y : y + height, x : x + width] = pixels
            free = x + width
        elif x >= other_free:
            other[y : y + height, x : x + width] = pixels
            other_free = x + width
        else:
            _add(one[y : y + height, x : x + width], pixels)
            free = max(free, x + width)
    return Coverage(left, top, one + np.minimum(other, ~one) if other_free else one)


def stacked(rows: Sequence[Drawn]) -> Coverage:
    """One mask of lines below each other."""
    left, top, right, bottom = bounds(rows)
    canvas = np.zeros((bottom - top, right - left), np.uint8)
    for row in rows:
        pixels, x, y = row.coverage.pixels, row.left - left, row.top - top
        _add(canvas[y : y + pixels.shape[0], x : x + pixels.shape[1]], pixels)
    return Coverage(left, top, canvas)


def _add(part: Pixels, pixels: Pixels) -> None:
    """Letters that touch add up, as they would if they were drawn together, but to no more than 255."""
    part += np.minimum(pixels, ~part)


def bounds(parts: Sequence[Drawn]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the px that all of them together cover."""
    lefts, tops = [x + c.left for x, _, c in parts], [y + c.top for _, y, c in parts]
    rights = [left + part[2].width for left, part in zip(lefts, parts, strict=True)]
    bottoms = [top + part[2].height for top, part in zip(tops, parts, strict=True)]
    return min(lefts), min(tops), max(rights), max(bottoms)


def groups(parts: Iterable[Drawn]) -> list[list[Drawn]]:
    """Neighbours on a line; those together that share columns of px with each other."""
    found: list[list[Drawn]] = []
    behind = free = -inf
    for part in parts:
        x, _, coverage = part
        left = x + coverage.left
        end = left + coverage.width
        if left >= free:
            behind, free = free, end
            found.append([part])
            continue
        free = max(free, end)
        if left < behind:
            # It reaches back over more than the last ones, as swashes and marks may.
            found, behind = [[one for group in found for one in group]], -inf
        found[-1].append(part)
    return found


def as_one(group: Sequence[Drawn]) -> Drawn:
    return group[0] if len(group) == 1 else Drawn(0, 0, joined(group))
