"""What the tests of fonts and text share: one font book from packages alone, and short ways to fit a text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from renderer.engine.document import FontSpec, Mark
from renderer.engine.fonts import FontBook
from renderer.engine.resolved import Words
from renderer.engine.scene import Line, TextBlock
from renderer.engine.text import TextSpec, fit_words

BOLD = FontSpec("Inter", 700)


@lru_cache(maxsize=1)
def wheels() -> FontBook:
    """Fonts from Python packages only: the same on every machine."""
    return FontBook.discover(system_folders=())


@lru_cache(maxsize=1)
def everything() -> FontBook:
    """Those and Debian's Noto fonts."""
    return FontBook.discover()


def fit(
    *texts: str, marks: tuple[Mark, ...] = (), lang: str = "en", fonts: FontBook | None = None, **spec: Any
) -> TextBlock:
    """Fit the texts, best first, into a box of 400 by 120 px at 44 px unless told otherwise."""
    rows: dict[str, Any] = {"font": BOLD, "size": 44, "w": 400, "h": 120, "min_size": 20, **spec}
    return fit_words([Words(text, marks) for text in texts], TextSpec(**rows), fonts or wheels(), lang)


def lines(block: TextBlock) -> list[str]:
    """What each line shows, for texts whose case is left alone and that are not cut."""
    return [block.text[line.start : line.end].strip() for line in block.lines]


def clusters(line: Line) -> list[int]:
    """Offsets of the line's glyphs, from left to right."""
    return [glyph.cluster for run in line.runs for glyph in run.glyphs]


def families(block: TextBlock) -> list[str]:
    """The font families of the block's runs, from left to right."""
    return [run.face.family for line in block.lines for run in line.runs]


def ink_leaves(block: TextBlock, width: float, height: float) -> bool:
    """Does any ink stick out of a box of this size?"""
    ink = block.ink
    if ink is None:
        return False
    return min(ink.x, ink.y, width - ink.x - ink.w, height - ink.y - ink.h) < -0.01
