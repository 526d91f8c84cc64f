"""Glyphs drawn once: small coverage masks, kept by font, size and sub-pixel place, of which whole lines are made.

Letters come again with every recipient. Drawing an outline takes ten times as long as adding a finished mask, most of
all in variable fonts, whose outlines are worked out anew each time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from math import floor
from typing import NamedTuple

import numpy as np
import uharfbuzz as hb
from numpy.typing import NDArray

from renderer.engine.faces import Face
from renderer.engine.scene import Run

Pixels = NDArray[np.uint8]
Drawn = tuple[int, int, Pixels]
"""Left, top and coverage, in device px."""

PHASES = 8
"""Places within a pixel, in each direction: letters stand no farther than 1/16 px from where they belong."""
LARGEST = 256
"""Device px per em up to which glyphs are kept; larger ones are few, and each its own size."""
KEPT_BYTES = 24_000_000
BYTES_PER_STAMP = 250
"""What a kept glyph takes besides its pixels, about."""


class Stamp(NamedTuple):
    """`left` and `top` are relative to the whole pixel in which the glyph's origin lies; `pixels` holds its ink."""

    left: int
    top: int
    pixels: Pixels


Sheet = dict[int, Stamp | None]
"""The stamps of one face and size by glyph and place; None for glyphs without ink."""


class Stamps:
    """The sheets used last, up to so many bytes in all. Safe to share between threads."""

    def __init__(self, limit: int = KEPT_BYTES):
        self.limit, self.nbytes, self._lock = limit, 0, threading.Lock()
        self._sheets: OrderedDict[tuple[Face, float], tuple[Sheet, list[int]]] = OrderedDict()

    def of(self, runs: Sequence[Run], scale: float) -> Iterator[Drawn]:
        """Every glyph of these runs that has ink, in its place."""
        for run in runs:
            if not (run.face.has_bitmaps or run.face.has_layers):
                yield from self._run(run, scale)

    def _run(self, run: Run, scale: float) -> Iterator[Drawn]:
        face, unit, fine = run.face, run.size * scale / run.face.upem, scale * PHASES
        sheet = self._sheet(face, unit)
        for glyph, x, y, _, _ in run.glyphs:
            across, down = floor(x * fine + 0.5), floor(y * fine + 0.5)
            key = (glyph * PHASES + down % PHASES) * PHASES + across % PHASES
            try:
                stamp = sheet[key]
            except KeyError:
                stamp = sheet[key] = drawn_stamp(face, glyph, unit, across % PHASES, down % PHASES)
                self._grown(face, unit, stamp)
            if stamp is not None:
                yield across // PHASES + stamp.left, down // PHASES + stamp.top, stamp.pixels

    def _sheet(self, face: Face, unit: float) -> Sheet:
        with self._lock:
            found = self._sheets.get((face, unit))
            if found is None:
                found = self._sheets[face, unit] = {}, [0]
            self._sheets.move_to_end((face, unit))
            return found[0]

    def _grown(self, face: Face, unit: float, stamp: Stamp | None) -> None:
        weight = BYTES_PER_STAMP + (stamp.pixels.size if stamp else 0)
        with self._lock:
            found = self._sheets.get((face, unit))
            if found is None:
                return
            found[1][0] += weight
            self.nbytes += weight
            while self.nbytes > self.limit and self._sheets:
                _, (_, gone) = self._sheets.popitem(last=False)
                self.nbytes -= gone[0]


def drawn_stamp(face: Face, glyph: int, unit: float, across: int, down: int) -> Stamp | None:
    """The glyph at `unit` device px per font unit, moved by so many phases to the right and down."""
    canvas = hb.RasterDraw()
    canvas.transform = (unit, 0, 0, unit, across / PHASES, -down / PHASES)
    canvas.draw_glyph(face.font, glyph)
    image = canvas.render()
    extents = image.extents
    if not extents.width or not extents.height:
        return None
    rows = np.frombuffer(image.buffer, np.uint8).reshape(extents.height, extents.stride)
    # HarfBuzz counts rows upwards.
    pixels = np.ascontiguousarray(rows[::-1, : extents.width])
    return Stamp(extents.x_origin, -extents.y_origin - extents.height, pixels)


def stamped(lines: Sequence[Sequence[Run]], scale: float) -> Drawn | None:
    """Left, top and coverage of the outlines of these runs, line by line; None when there is no ink."""
    rows = [row for runs in lines if (row := _line(list(STAMPS.of(runs, scale))))]
    if len(rows) < 2:
        return rows[0] if rows else None
    left, top, canvas = _blank(rows)
    for row in rows:
        _add(canvas, row, left, top)
    return left, top, canvas


def _line(stamps: list[Drawn]) -> Drawn | None:
    """One line of glyphs. Neighbours go onto two sheets in turn, so that most are copied and need no arithmetic."""
    if len(stamps) < 2:
        return stamps[0] if stamps else None
    left, top, one = _blank(stamps)
    other = np.zeros_like(one)
    free = other_free = left
    for stamp in stamps:
        x, y, pixels = stamp
        height, width = pixels.shape
        if x >= free:
            one[y - top : y - top + height, x - left : x - left + width] = pixels
            free = x + width
        elif x >= other_free:
            other[y - top : y - top + height, x - left : x - left + width] = pixels
            other_free = x + width
        else:
            _add(one, stamp, left, top)
            free = max(free, x + width)
    return left, top, one + np.minimum(other, ~one)


def _blank(rows: Sequence[Drawn]) -> Drawn:
    """An empty canvas with room for all of them."""
    left, top = min([x for x, _, _ in rows]), min([y for _, y, _ in rows])
    right = max([x + pixels.shape[1] for x, _, pixels in rows])
    bottom = max([y + pixels.shape[0] for _, y, pixels in rows])
    return left, top, np.zeros((bottom - top, right - left), np.uint8)


def _add(canvas: Pixels, row: Drawn, left: int, top: int) -> None:
    """Letters that touch add up, as they would if they were drawn together, but to no more than 255."""
    x, y, pixels = row
    part = canvas[y - top : y - top + pixels.shape[0], x - left : x - left + pixels.shape[1]]
    part += np.minimum(pixels, ~part)


STAMPS = Stamps()
