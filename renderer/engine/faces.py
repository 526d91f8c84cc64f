"""A face: one font at one set of variation coordinates, opened once and shared by all who draw with it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import NamedTuple

import uharfbuzz as hb

from renderer.engine.fontfiles import FontFile


class Extents(NamedTuple):
    """A glyph's ink in font units, y upwards; all zero when it has none."""

    left: float
    bottom: float
    right: float
    top: float


class Metrics(NamedTuple):
    """Vertical measures in em: `ascent` and `descent` of the line, `high` and `low` of plain letters, all positive."""

    ascent: float
    descent: float
    high: float
    low: float
    underline: float
    strike: float
    thickness: float


class Face:
    """A hashable handle. Two faces are equal when they draw the same glyphs, whichever process or book they are of."""

    def __init__(self, file: FontFile, coords: tuple[tuple[str, float], ...] = (), slant: float = 0):
        self.file, self.coords, self.slant = file, coords, slant
        axes = "".join(f" {tag}={value:g}" for tag, value in coords)
        self.name = f"{file.identity}{axes}{f' slant={slant:g}' if slant else ''}"
        self._hash = hash(self.name)
        self._extents: dict[int, Extents] = {}
        self.blanks: set[int] = set()
        """Glyphs without ink, as far as they have been measured."""
        self._covers: dict[int, bool] = {}
        self._covered: set[str] = set()

    @staticmethod
    def shared(file: FontFile, coords: tuple[tuple[str, float], ...], slant: float = 0) -> Face:
        return _shared(file, coords, slant)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Face) and other.name == self.name)

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Face({self.name})"

    @property
    def family(self) -> str:
        return self.file.family

    @cached_property
    def font(self) -> hb.Font:
        """The open font, scaled so that one unit is one font unit. Treat it as read-only."""
        font = hb.Font(self.file.opened)
        if self.coords:
            font.set_variations(dict(self.coords))
        if self.slant:
            font.synthetic_slant = self.slant
        return font

    @cached_property
    def upem(self) -> int:
        return int(self.file.opened.upem)

    @cached_property
    def has_bitmaps(self) -> bool:
        return bool(self.file.opened.has_color_png)

    @cached_property
    def has_layers(self) -> bool:
        opened = self.file.opened
        return bool(opened.has_color_paint or opened.has_color_layers)

    def covers(self, codepoint: int) -> bool:
        found = self._covers.get(codepoint)
        if found is None:
            found = self._covers[codepoint] = bool(self.font.get_nominal_glyph(codepoint))
        return found

    def covers_all(self, text: str) -> bool:
        """Whether there is a glyph for each character."""
        unknown = set(text) - self._covered
        if not unknown:
            return True
        self._covered |= {char for char in unknown if self.covers(ord(char))}
        return unknown <= self._covered

    def extents(self, glyph: int) -> Extents:
        found = self._extents.get(glyph)
        if found is None:
            found = self._extents[glyph] = self._measure(glyph)
        return found

    def _measure(self, glyph: int) -> Extents:
        raw = self.font.get_glyph_extents(glyph)
        if raw is None or not raw.width or not raw.height:
            self.blanks.add(glyph)
            return Extents(0, 0, 0, 0)
        return Extents(raw.x_bearing, raw.y_bearing + raw.height, raw.x_bearing + raw.width, raw.y_bearing)

    @cached_property
    def metrics(self) -> Metrics:
        em = self.upem
        line = self.font.get_font_extents("ltr")
        ascent, descent = max(line.ascender, 0) / em, max(-line.descender, 0) / em
        high, low = self._reach("bdhklHT", ascent), self._reach("gjpqy", descent, below=True)
        get = self.font.get_metric_position_with_fallback
        tag = hb.OTMetricsTag
        thickness = max(get(tag.UNDERLINE_SIZE) / em, 0.02)
        underline = get(tag.UNDERLINE_OFFSET) / em
        return Metrics(ascent, descent, high, low, underline, get(tag.STRIKEOUT_OFFSET) / em, thickness)

    def _reach(self, letters: str, otherwise: float, *, below: bool = False) -> float:
        glyphs = [self.font.get_nominal_glyph(ord(letter)) for letter in letters]
        boxes = [self.extents(glyph) for glyph in glyphs if glyph]
        if not boxes:
            return otherwise
        edge = max(-box.bottom for box in boxes) if below else max(box.top for box in boxes)
        return max(edge, 0) / self.upem


@lru_cache(maxsize=4096)
def _shared(file: FontFile, coords: tuple[tuple[str, float], ...], slant: float) -> Face:
    return Face(file, coords, slant)
