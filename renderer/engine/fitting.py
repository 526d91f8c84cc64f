"""Decides which text, at which size, cut where: the order in which a text gives way. Pure: trying is a parameter.

The order: the preferred text at full size, each shorter text at full size (lines within the box count as fitting, a
torn word does not), then the last text smaller and smaller down to the least size, there with torn words if need be,
then cut with an ellipsis: behind a word, or between letters when not even one word fits. What is left to give way
after that is the least size itself: ink never leaves the box unless the layer's fit is `none`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Generic, Protocol, TypeVar

STEP = 0.5
"""Sizes are tried in steps of so many px."""
LEAST = 1.0
"""Below this size (px) nothing is tried any more."""


class Attempt(Protocol):
    """A text laid out at a size."""

    @property
    def fits(self) -> bool: ...


A = TypeVar("A", bound=Attempt)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fitter(Generic[T, A]):
    """`attempt(text, size, tear)` lays out; `shortened(text, keep)` is the text's first characters and an ellipsis;
    `word_cuts` and `letter_cuts` give the offsets at which a text may end, in rising order. `most(text)` is a size
    beyond which the text cannot fit, however it is laid out.
    """

    attempt: Callable[[T, float, bool], A]
    shortened: Callable[[T, int], T]
    word_cuts: Callable[[T], Sequence[int]]
    letter_cuts: Callable[[T], Sequence[int]]
    most: Callable[[T], float] = lambda _: inf

    def fit(self, texts: Sequence[T], mode: str, size: float, min_size: float) -> tuple[int, A]:
        """Index of the text used, and how it came out. `mode` is none, shrink, ellipsis or shrink_ellipsis."""
        for index, text in enumerate(texts):
            tried = self.attempt(text, size, False)
            if tried.fits:
                return index, tried
        last = len(texts) - 1
        text = texts[last]
        if mode == "none":
            return last, self.attempt(text, size, True)
        return last, self._give_way(text, mode, size, min(min_size, size))

    def _give_way(self, text: T, mode: str, size: float, min_size: float) -> A:
        if mode == "ellipsis":
            min_size = size
        else:
            smaller = self.largest(text, sizes(size, min_size), tear=False)
            if smaller is not None:
                return smaller
        torn = self.attempt(text, min_size, True)
        if torn.fits:
            return torn
        if mode == "shrink":
            tiny = self.largest(text, sizes(min_size, LEAST), tear=True)
            if tiny is not None:
                return tiny
        return self.cut(text, min_size) or self._last_resort(text, min_size)

    def largest(self, text: T, tries: Sequence[float], *, tear: bool) -> A | None:
        """The first of the falling sizes at which the text fits: mostly the first not too wide, else searched."""
        most = self.most(text)
        possible = [size for size in tries if size <= most]
        if most < inf and possible:
            tried = self.attempt(text, possible[0], tear)
            if tried.fits:
                return tried
        return first_that_fits(len(possible), lambda index: self.attempt(text, possible[index], tear))

    def cut(self, text: T, size: float) -> A | None:
        """As many whole words as fit, and an ellipsis; else as many letters."""
        words, letters = self.word_cuts(text), self.letter_cuts(text)

        def kept(cuts: Sequence[int], tear: bool) -> A | None:
            falling = cuts[::-1]
            return first_that_fits(
                len(falling), lambda index: self.attempt(self.shortened(text, falling[index]), size, tear)
            )

        return kept(words, False) or kept(letters, True)

    def _last_resort(self, text: T, size: float) -> A:
        """Not even one letter fits at the least size, so that has to give way as well; at worst nothing is drawn."""
        dots = self.largest(self.shortened(text, 0), sizes(size, LEAST), tear=True)
        return dots or self.attempt(self.shortened(text, -1), LEAST, True)


def sizes(size: float, least: float) -> tuple[float, ...]:
    """Falling sizes from `size` to `least` in steps, `least` itself included."""
    count = max(ceil((size - least) / STEP), 0)
    return (*(size - index * STEP for index in range(count)), least)


def first_that_fits(count: int, attempt: Callable[[int], A]) -> A | None:
    """The first fitting attempt of a row that fits from some index on, or None."""
    low, high = 0, count
    best: A | None = None
    while low < high:
        middle = (low + high) // 2
        tried = attempt(middle)
        if tried.fits:
            best, high = tried, middle
        else:
            low = middle + 1
    return best
