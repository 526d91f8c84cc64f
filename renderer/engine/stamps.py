"""Letters and words drawn once: coverage kept by font, size and sub-pixel place, of which whole lines are made.

They come again with every recipient. Drawing an outline takes ten times as long as adding a finished mask, most of all
in variable fonts, whose outlines are worked out anew each time; and a word costs hardly more than one of its letters.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from math import floor

import numpy as np
import uharfbuzz as hb

from renderer.engine.coverage import Coverage, Drawn, Pixels, as_one, groups, joined
from renderer.engine.faces import Face
from renderer.engine.scene import Run

PHASES = 8
"""Places within a pixel, in each direction: letters stand no farther than 1/16 px from where they belong."""
LARGEST = 256
"""Device px per em up to which glyphs are kept; larger ones are few, and each its own size."""
LONGEST = 16
"""Glyphs of a word; what has more, such as a line of Chinese, is kept in pieces."""
KEPT_BYTES = 24_000_000
BYTES_PER_GLYPH = 250
"""What a kept glyph takes besides its pixels, about, and each glyph in the name of a kept word."""
BYTES_PER_NAME = 80
"""What it takes to remember that a word came."""


Word = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Glyphs, and how far in phases to the right and down each of them stands from the px of the first one."""


class Sheet:
    """What is kept of one face and size: glyphs by number and phases, and words. Coverage counts from the px in which
    the first glyph's origin lies; it is None for glyphs without ink. `seen` has the hashes of words that came.
    """

    __slots__ = ("face", "glyphs", "nbytes", "seen", "unit", "words")

    def __init__(self, face: Face, unit: float):
        self.face, self.unit, self.nbytes = face, unit, 0
        self.glyphs: dict[int, Coverage | None] = {}
        self.words: dict[Word, Coverage] = {}
        self.seen: set[int] = set()


class Stamps:
    """The sheets used last, up to so many bytes in all. Safe to share between threads."""

    def __init__(self, limit: int = KEPT_BYTES):
        self.limit, self.nbytes, self._lock = limit, 0, threading.Lock()
        self._sheets: OrderedDict[tuple[Face, float], Sheet] = OrderedDict()

    def of(self, runs: Sequence[Run], scale: float) -> Iterator[Drawn]:
        """Every word of these runs that has ink, in its place."""
        for run in runs:
            if not (run.face.has_bitmaps or run.face.has_layers):
                yield from self._run(run, scale)

    def _run(self, run: Run, scale: float) -> Iterator[Drawn]:
        """The run as a whole if it comes again and again, as what an author typed does, else word by word."""
        fine, ids = scale * PHASES, run.row.ids
        if not ids:
            return
        across = [floor(x * fine + 0.5) for x in run.row.xs]
        down = [floor(y * fine + 0.5) for y in run.row.ys]
        sheet = self._sheet(run.face, run.size * scale / run.face.upem)
        spans = list(_words(ids, run.face.blanks))
        if len(spans) > 1 and (whole := self._known(sheet, *_placed(ids, across, down, 0, len(ids)))):
            yield whole
            return
        for start, end in spans:
            word, x, y = _placed(ids, across, down, start, end)
            known = self._known(sheet, word, x, y)
            if known is not None:
                yield known
                continue
            letters = [drawn for glyph in zip(*word, strict=True) if (drawn := self._glyph(sheet, *glyph))]
            for group in groups(letters):
                left, top, mask = as_one(group)
                yield Drawn(x + left, y + top, mask)

    def _known(self, sheet: Sheet, word: Word, x: int, y: int) -> Drawn | None:
        """The mask of a word, kept from the second time on: most names and numbers come once."""
        known = sheet.words.get(word)
        if known is None:
            seen = hash(word)
            if seen not in sheet.seen:
                sheet.seen.add(seen)
                self._grown(sheet, BYTES_PER_NAME)
                return None
            letters = [drawn for glyph in zip(*word, strict=True) if (drawn := self._glyph(sheet, *glyph))]
            if not letters:
                return None
            known = joined(letters)
            if known.nbytes <= self.limit // 8:
                sheet.words[word] = known
                self._grown(sheet, known.nbytes + BYTES_PER_GLYPH * len(letters))
        return Drawn(x, y, known)

    def _glyph(self, sheet: Sheet, number: int, x: int, y: int) -> Drawn | None:
        key = (number * PHASES + y % PHASES) * PHASES + x % PHASES
        try:
            glyph = sheet.glyphs[key]
        except KeyError:
            glyph = sheet.glyphs[key] = drawn_glyph(sheet.face, number, sheet.unit, x % PHASES, y % PHASES)
            self._grown(sheet, BYTES_PER_GLYPH + (glyph.nbytes if glyph else 0))
        return Drawn(x // PHASES, y // PHASES, glyph) if glyph else None

    def _sheet(self, face: Face, unit: float) -> Sheet:
        with self._lock:
            found = self._sheets.get((face, unit))
            if found is None:
                found = self._sheets[face, unit] = Sheet(face, unit)
            self._sheets.move_to_end((face, unit))
            return found

    def _grown(self, sheet: Sheet, weight: int) -> None:
        with self._lock:
            if self._sheets.get((sheet.face, sheet.unit)) is not sheet:
                return
            sheet.nbytes += weight
            self.nbytes += weight
            while self.nbytes > self.limit and self._sheets:
                self.nbytes -= self._sheets.popitem(last=False)[1].nbytes


def _placed(
    ids: tuple[int, ...], across: Sequence[int], down: Sequence[int], start: int, end: int
) -> tuple[Word, int, int]:
    """The word from `start` to `end`, and the px in which it stands."""
    x, y = across[start] // PHASES, down[start] // PHASES
    left, top = x * PHASES, y * PHASES
    rights = tuple([place - left for place in across[start:end]])
    return (ids[start:end], rights, tuple([place - top for place in down[start:end]])), x, y


def _words(ids: Sequence[int], blanks: set[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each stretch without blank glyphs, none too long."""
    start = 0
    for end in (*(index for index, glyph in enumerate(ids) if glyph in blanks), len(ids)):
        while start < end:
            stop = min(start + LONGEST, end)
            yield start, stop
            start = stop
        start = end + 1


def drawn_glyph(face: Face, glyph: int, unit: float, across: int, down: int) -> Coverage | None:
    """The glyph at `unit` device px per font unit, moved by so many phases to the right and down."""
    canvas = hb.RasterDraw()
    canvas.transform = (unit, 0, 0, unit, across / PHASES, -down / PHASES)
    canvas.draw_glyph(face.font, glyph)
    image = canvas.render()
    extents = image.extents
    if not extents.width or not extents.height:
        return None
    rows: Pixels = np.frombuffer(image.buffer, np.uint8).reshape(extents.height, extents.stride)
    # HarfBuzz counts rows upwards.
    pixels = np.ascontiguousarray(rows[::-1, : extents.width])
    return Coverage(extents.x_origin, -extents.y_origin - extents.height, pixels)


STAMPS = Stamps()
