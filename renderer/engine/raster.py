"""Vector outlines to antialiased coverage: polygons in, one byte of coverage per pixel out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Points = NDArray[np.float64]
"""A closed polygon: n rows of x, y in device px; the last point joins the first. Or a stack of such polygons."""

Coverage = NDArray[np.uint8]

FINENESS = 16
"""Scanlines per pixel row. Along x coverage is exact, so this many levels only concern nearly level edges."""
CELLS_AT_ONCE = 4_000_000
"""Px worked out together; each takes some 25 bytes meanwhile, however large the picture is."""
KEPT_MASKS = 128
KEPT_AREA = 250_000
"""Masks of single outlines are kept: so many, of so many px at most."""


class Window(NamedTuple):
    """A rectangle of whole device px: left and top belong to it, right and bottom no more."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return max(self.right - self.left, 0)

    @property
    def height(self) -> int:
        return max(self.bottom - self.top, 0)

    @property
    def is_empty(self) -> bool:
        return self.right <= self.left or self.bottom <= self.top

    def __and__(self, other: Window) -> Window:
        return Window(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def __or__(self, other: Window) -> Window:
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return Window(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def meets(self, other: Window) -> bool:
        """Whether they share a px."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
            and not (self.is_empty or other.is_empty)
        )

    def moved(self, dx: int, dy: int) -> Window:
        return Window(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def grown(self, left: int, top: int, right: int, bottom: int) -> Window:
        return Window(self.left - left, self.top - top, self.right + right, self.bottom + bottom)

    def within(self, outer: Window) -> tuple[int, int, int, int]:
        """This window as a Pillow box of an image that shows `outer`."""
        return self.left - outer.left, self.top - outer.top, self.right - outer.left, self.bottom - outer.top


def around(left: float, top: float, right: float, bottom: float) -> Window:
    """The smallest window that holds this rectangle."""
    return Window(floor(left), floor(top), ceil(right), ceil(bottom))


def around_points(polygons: Sequence[Points]) -> Window:
    """The smallest window that holds these polygons."""
    points = np.concatenate([polygon.reshape(-1, 2) for polygon in polygons] or [np.zeros((0, 2))])
    if not len(points):
        return Window(0, 0, 0, 0)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return around(left, top, right, bottom)


def fill(polygons: Sequence[Points], window: Window) -> Coverage:
    """Coverage of the polygons' union within the window, as (height, width) bytes.

    Overlaps add up and are cut at full, so polygons that overlap must turn the same way; a hole turns the other way.
    """
    if window.width * window.height <= CELLS_AT_ONCE:
        return _filled(polygons, window)
    rows = max(CELLS_AT_ONCE // window.width, 1)
    tops = range(window.top, window.bottom, rows)
    bands = (Window(window.left, top, window.right, min(top + rows, window.bottom)) for top in tops)
    return np.concatenate([_filled(polygons, band) for band in bands])


def _filled(polygons: Sequence[Points], window: Window) -> Coverage:
    edges = _edges(polygons, window)
    rows, repeats = _distinct_rows(edges, window.height)
    cells = _accumulate(edges, rows, window)
    np.cumsum(cells, axis=1, out=cells)
    np.abs(cells, out=cells)
    np.minimum(cells, 1, out=cells)
    cells *= 255
    cells += 0.5
    coverage = cells.astype(np.uint8)
    return coverage if len(rows) == window.height else np.repeat(coverage, repeats, axis=0)


def mask(polygons: Sequence[Points], window: Window) -> Image.Image:
    """As `fill`, but a greyscale image, which others may share: not to be painted upon."""
    if len(polygons) > 1 or polygons[0].ndim > 2 or window.width * window.height > KEPT_AREA:
        return Image.fromarray(fill(polygons, window))
    return _kept_mask(polygons[0].tobytes(), window)


@lru_cache(maxsize=KEPT_MASKS)
def _kept_mask(outline: bytes, window: Window) -> Image.Image:
    """Pills and cards come with the same outline for one recipient after another."""
    return Image.fromarray(fill([np.frombuffer(outline).reshape(-1, 2)], window))


def _edges(polygons: Sequence[Points], window: Window) -> NDArray[np.float64]:
    """Rows of x0, y0, x1, y1, turn (+1 down, -1 up), always y0 < y1, relative to the window."""
    starts = np.concatenate([polygon.reshape(-1, 2) for polygon in polygons] or [np.zeros((0, 2))])
    ends = np.concatenate([np.roll(polygon, -1, axis=-2).reshape(-1, 2) for polygon in polygons] or [np.zeros((0, 2))])
    edges = np.hstack([starts, ends, np.ones((len(starts), 1))])
    edges[:, :4] -= (window.left, window.top, window.left, window.top)
    up = edges[:, 1] > edges[:, 3]
    edges[up] = edges[up][:, (2, 3, 0, 1, 4)] * (1, 1, 1, 1, -1)
    slanted: NDArray[np.float64] = edges[edges[:, 1] != edges[:, 3]]
    return slanted


def _distinct_rows(edges: NDArray[np.float64], height: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pixel rows worth computing, and how often each is repeated: upright edges leave runs of rows alike."""
    first = np.clip(np.floor(edges[:, 1]), 0, height).astype(np.int64)
    after = np.clip(np.ceil(edges[:, 3]), 0, height).astype(np.int64)
    upright = edges[:, 0] == edges[:, 2]
    change = np.zeros(height + 1, np.int64)
    np.add.at(change, first[~upright], 1)
    np.add.at(change, after[~upright], -1)
    busy = np.cumsum(change[:height]) > 0
    starts = busy.copy()
    starts[1:] |= busy[:-1]
    starts[:1] = True
    # An upright edge changes the rows where it begins and ends, and the run that follows each.
    for rows in (first[upright], first[upright] + 1, after[upright] - 1, after[upright]):
        starts[rows[(rows >= 0) & (rows < height)]] = True
    rows = np.flatnonzero(starts)
    return rows, np.diff(rows, append=height)


def _accumulate(edges: NDArray[np.float64], rows: NDArray[np.int64], window: Window) -> NDArray[np.float64]:
    """Per cell of the given rows: how much coverage starts there. A running sum along x gives the coverage itself."""
    width, total = window.width, window.width * len(rows)
    at_row, x, turns = _crossings(edges, rows, window.height)
    x = np.clip(x, 0, width)
    column = np.minimum(x.astype(np.int64), width - 1)
    share = (x - column) * turns
    at = at_row * width + column
    cells: NDArray[np.float64] = np.bincount(at, turns - share, total).astype(np.float64, copy=False)
    spill = column < width - 1
    cells += np.bincount(at[spill] + 1, share[spill], total)
    cells /= FINENESS
    return cells.reshape(len(rows), width)


def _crossings(
    edges: NDArray[np.float64], rows: NDArray[np.int64], height: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Where the edges cross the middle of each scanline of the rows: number of the row, x, and turn."""
    first = np.clip(np.ceil(edges[:, 1] * FINENESS - 0.5), 0, height * FINENESS).astype(np.int64)
    last = np.clip(np.ceil(edges[:, 3] * FINENESS - 0.5), 0, height * FINENESS).astype(np.int64)
    counts = last - first
    edge = np.repeat(np.arange(len(edges)), counts)
    scanline = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    number = np.full(height, -1)
    number[rows] = np.arange(len(rows))
    at_row = number[scanline // FINENESS]
    wanted = at_row >= 0
    x0, y0, x1, y1, turn = edges[edge[wanted]].T
    x = x0 + ((scanline[wanted] + 0.5) / FINENESS - y0) * (x1 - x0) / (y1 - y0)
    return at_row[wanted], x, turn
