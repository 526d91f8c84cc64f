"""Breaks a measured text into lines that are no wider than allowed. Pure arithmetic: it knows no fonts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

SLACK = 1e-6
"""Rounding room in em, so that a box hugging a text takes this text."""


class LineRange(NamedTuple):
    """Offsets of a line; `end` is where the next one starts, `trimmed` where its last visible character ends."""

    start: int
    trimmed: int
    end: int


@dataclass(frozen=True)
class Measured:
    """A text and its widths in em. `breaks` are the ends of its unbreakable pieces, `cuts` the offsets at which even
    a word may be torn; both include the text's end. `tracking` is what a line's last letter carries in vain.
    """

    text: str
    advances: Sequence[float]
    breaks: Sequence[int]
    cuts: Sequence[int]
    tracking: float = 0

    @cached_property
    def pens(self) -> list[float]:
        """The pen before each character, had the text one endless line."""
        return list(accumulate(self.advances, initial=0.0))

    @cached_property
    def break_pens(self) -> list[float]:
        return [self.pens[trim(self.text, end)] for end in self.breaks]

    @cached_property
    def cut_pens(self) -> list[float]:
        return [self.pens[end] for end in self.cuts]

    @cached_property
    def newlines(self) -> list[int]:
        """Ends of the lines that the text itself breaks."""
        return [index + 1 for index, char in enumerate(self.text) if char == "\n"] + [len(self.text)]

    def width(self, line: LineRange) -> float:
        drawn = self.pens[line.trimmed] - self.pens[line.start]
        return drawn - self.tracking if line.trimmed > line.start else drawn


@dataclass(frozen=True, slots=True)
class Wrapped:
    """`torn`: a word had to be cut between letters. `too_wide`: a line sticks out all the same."""

    lines: tuple[LineRange, ...]
    torn: bool
    too_wide: bool


def wrap(measured: Measured, width: float, mode: str, *, tear: bool = True) -> Wrapped:
    """Fill lines one after the other. `width` in em; `mode` is word, char or none.

    Unless `tear` is set a word longer than the line stays whole and sticks out.
    """
    lines: list[LineRange] = []
    torn = False
    for start, end in _paragraphs(measured):
        for line, was_torn in _fill(measured, start, end, width, mode, tear):
            lines.append(line)
            torn = torn or was_torn
    too_wide = any(measured.width(line) > width + SLACK for line in lines)
    return Wrapped(tuple(lines), torn, too_wide)


def _paragraphs(measured: Measured) -> Iterator[tuple[int, int]]:
    start = 0
    for end in measured.newlines:
        yield start, end
        start = end


def _fill(
    measured: Measured, start: int, end: int, width: float, mode: str, tear: bool
) -> Iterator[tuple[LineRange, bool]]:
    room = width + measured.tracking + SLACK
    if mode == "none" or measured.pens[trim(measured.text, end)] - measured.pens[start] <= room:
        yield LineRange(start, max(trim(measured.text, end), start), end), False
        return
    while start < end:
        cut, torn = _next_end(measured, start, end, room, mode, tear)
        yield LineRange(start, max(trim(measured.text, cut), start), cut), torn
        start = cut


def _next_end(measured: Measured, start: int, end: int, room: float, mode: str, tear: bool) -> tuple[int, bool]:
    limit = measured.pens[start] + room
    if mode == "char":
        return _last_within(measured.cuts, measured.cut_pens, start, end, limit), False
    first = bisect_right(measured.breaks, start)
    found = min(_last_within(measured.breaks, measured.break_pens, start, end, limit), end)
    if not tear or measured.break_pens[first] <= limit:
        return found, False
    return min(_last_within(measured.cuts, measured.cut_pens, start, end, limit), end), True


def _last_within(ends: Sequence[int], pens: Sequence[float], start: int, end: int, limit: float) -> int:
    """The last of the ends whose pen lies within the limit; at least the first one behind `start`."""
    first = bisect_right(ends, start)
    last = bisect_right(pens, limit, lo=min(first + 1, len(ends)))
    return min(ends[min(max(last - 1, first), len(ends) - 1)], end)


def trim(text: str, end: int) -> int:
    """The end without the white space before it."""
    while end and text[end - 1].isspace():
        end -= 1
    return end
