"""Strokes along an outline: bands of so many px to either side of it, mitred at corners, whole or in dashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.engine.raster import Points

MITER_LIMIT = 4.0
MOST_DASHES = 2000

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sides:
    """Straight pieces of outline, a row each: from `start` to `end`.

    `start_out` and `end_out` point outwards, so long that neighbouring bands meet in a mitre.
    """

    start: Points
    end: Points
    start_out: Points
    end_out: Points

    @property
    def lengths(self) -> Numbers:
        run = self.end - self.start
        lengths: Numbers = np.hypot(run[:, 0], run[:, 1])
        return lengths

    def bands(self, outward: float, inward: float) -> Points:
        """Four corners per side: its share of the stroke, turning as the outline does. They do not overlap."""
        out, into = self._held(outward), self._held(-inward)
        return np.stack(
            [
                self.start + self.start_out * out,
                self.end + self.end_out * out,
                self.end + self.end_out * into,
                self.start + self.start_out * into,
            ],
            axis=1,
        )

    def _held(self, by: float) -> Numbers:
        """The offset of every side, stopped where a side has shrunk to a point, so that no band turns over."""
        lengths = self.lengths
        along = (self.end - self.start) / np.maximum(lengths, 1e-9)[:, None]
        growth = ((self.end_out - self.start_out) * along).sum(axis=1)
        turns_over = lengths + by * growth < 0
        limit = np.divide(-lengths, growth, out=np.full_like(growth, by), where=turns_over)
        return np.where(turns_over, limit, by)[:, None]

    def parts(self, of: NDArray[np.int64], begin: Numbers, finish: Numbers) -> Sides:
        """Pieces from `begin` to `finish` px along the sides of these numbers; cut ends are square."""
        start, end, lengths = self.start[of], self.end[of], self.lengths[of]
        along = (end - start) / lengths[:, None]
        normal = np.column_stack([along[:, 1], -along[:, 0]])
        from_start, to_end = (begin <= 1e-9)[:, None], (finish >= lengths - 1e-9)[:, None]
        return Sides(
            start + along * begin[:, None],
            start + along * finish[:, None],
            np.where(from_start, self.start_out[of], normal),
            np.where(to_end, self.end_out[of], normal),
        )


def sides(points: Points, closed: bool = True) -> Sides:
    """The sides of a clockwise polygon, or of an open line."""
    ends = np.roll(points, -1, axis=0) if closed else points[1:]
    starts = points if closed else points[:-1]
    along = ends - starts
    lengths = np.hypot(along[:, 0], along[:, 1])
    kept = lengths > 1e-6
    starts, ends, along = starts[kept], ends[kept], along[kept] / lengths[kept][:, None]
    normals = np.column_stack([along[:, 1], -along[:, 0]])
    before, after = np.roll(normals, 1, axis=0), np.roll(normals, -1, axis=0)
    if not closed and len(normals):
        before[0], after[-1] = normals[0], normals[-1]
    return Sides(starts, ends, _mitre(before, normals), _mitre(normals, after))


def _mitre(before: Points, after: Points) -> Points:
    """Half-way between two normals, as long as a mitre needs (held back where the corner is very sharp)."""
    both = before + after
    square = np.maximum((both**2).sum(axis=1), 4 / MITER_LIMIT**2)
    mitred: Points = both * (2 / square)[:, None]
    return mitred


def dashed(outline: Sides, dash: Sequence[float], closed: bool = True) -> Sides:
    """The pieces that lie under a dash. On a closed outline the pattern is stretched to come out even."""
    lengths = outline.lengths
    ends = np.cumsum(lengths)
    if not any(length > 0 for length in dash) or not len(ends):
        return outline
    pieces: list[tuple[int, float, float]] = []
    for begin, finish in _marks(float(ends[-1]), list(dash) * (2 if len(dash) % 2 else 1), closed):
        first = int(np.searchsorted(ends, begin, side="right"))
        last = min(int(np.searchsorted(ends, finish)), len(ends) - 1)
        for side in range(first, last + 1):
            from_here = float(ends[side] - lengths[side])
            pieces.append((side, max(begin - from_here, 0), min(finish - from_here, float(lengths[side]))))
    of, begins, finishes = zip(*pieces, strict=True) if pieces else ((), (), ())
    return outline.parts(np.array(of, np.int64), np.array(begins, float), np.array(finishes, float))


def _marks(total: float, pattern: list[float], closed: bool) -> list[tuple[float, float]]:
    """Where every dash begins and finishes along a line of `total` px."""
    cycle = sum(pattern)
    cycles = min(total / cycle, MOST_DASHES)
    stretch = total / (max(1, round(cycles)) * cycle) if closed or cycles == MOST_DASHES else 1.0
    marks, at = [], 0.0
    while at < total - 1e-6:
        for i in range(0, len(pattern), 2):
            marks.append((at, min(at + pattern[i] * stretch, total)))
            at += (pattern[i] + pattern[i + 1]) * stretch
    return [(begin, finish) for begin, finish in marks if finish > begin]
