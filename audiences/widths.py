"""How wide a value is when it is drawn: told by the app above, which has fonts. Without one, letters are counted."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from functools import cached_property
from heapq import heappush, heapreplace

Measure = Callable[[str], float]
LONGEST = 300
"""Characters that are looked at: longer ones are cut in every design."""
MEASURED = 24
"""Values of a column that are set in type; a sum of single letters chooses them."""
_measures: list[Measure] = []


def measure_with(measure: Measure) -> None:
    """Called once by the app that can set type; the text's width on one line, in em."""
    _measures.append(measure)


def width(text: str) -> float:
    """In em, or in characters where nothing can be drawn."""
    return _measures[-1](text) if _measures else float(len(text))


class Letters:
    """Widths of single letters, shared by all columns of a sheet."""

    def __init__(self) -> None:
        self._widths: dict[str, float] = {}

    @cached_property
    def widest_plain(self) -> float:
        """No letter of ASCII is wider."""
        return max(map(self.one, string.printable))

    def one(self, letter: str) -> float:
        known = self._widths.get(letter)
        if known is None:
            known = self._widths[letter] = width(letter)
        return known

    def total(self, text: str) -> float:
        """Without kerning and joining, so only good for choosing."""
        return sum(map(self.one, text))


class Widest:
    """The widest of many values, with what came along with it. Most values are passed over by their length alone."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._heap: list[tuple[float, str]] = []
        self._held: dict[str, int] = {}

    def see(self, value: str, number: int) -> bool:
        """True if it is among the widest so far, so that its row is worth keeping. `number` tells rows apart."""
        text = value[:LONGEST]
        is_full = len(self._heap) == MEASURED
        if text in self._held or (is_full and self._is_hopeless(text)):
            return False
        guess = self._letters.total(text)
        if is_full and guess <= self._heap[0][0]:
            return False
        if is_full:
            del self._held[heapreplace(self._heap, (guess, text))[1]]
        else:
            heappush(self._heap, (guess, text))
        self._held[text] = number
        return True

    def values(self) -> Iterable[tuple[str, int]]:
        """Those that are left, the widest first as they are really set, with the numbers of their rows."""
        ordered = sorted(self._held, key=lambda text: (-width(text), text))
        return [(text, self._held[text]) for text in ordered]

    @property
    def rows(self) -> Iterable[int]:
        return self._held.values()

    def _is_hopeless(self, text: str) -> bool:
        return text.isascii() and len(text) * self._letters.widest_plain <= self._heap[0][0]
