"""Where Unicode lets a text be cut: lines, words and graphemes, by ICU (with its Thai, Khmer and Lao dictionaries).

All offsets count code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from itertools import accumulate
from typing import ParamSpec

from icu4py.breakers import BaseBreaker, CharacterBreaker, LineBreaker, WordBreaker

Offsets = tuple[int, ...]
P = ParamSpec("P")
SHORT = 300
"""Characters; what ICU says of longer texts is asked anew."""
_HALVES = re.compile("[\ud800-\udfff]")


def short_kept(size: int) -> Callable[[Callable[P, Offsets]], Callable[P, Offsets]]:
    """As `lru_cache`, but only for short texts (the first argument), so that the memory of it stays small."""

    def wrap(work: Callable[P, Offsets]) -> Callable[P, Offsets]:
        kept = lru_cache(maxsize=size)(work)

        @wraps(work)
        def get(*args: P.args, **kwargs: P.kwargs) -> Offsets:
            return (kept if len(str(args[0])) <= SHORT else work)(*args, **kwargs)  # type: ignore[arg-type]

        return get

    return wrap


@short_kept(4096)
def line_breaks(text: str, lang: str = "en") -> Offsets:
    """Ends of the pieces between which a line may break; the text's own end comes last."""
    return _ends(text, LineBreaker, lang)


def graphemes(text: str) -> Offsets:
    """Ends of what a reader takes for one character, ZWJ families, flags and stacked accents included."""
    if text.isascii() and "\r" not in text:
        return tuple(range(1, len(text) + 1))
    return _graphemes(text)


@short_kept(4096)
def _graphemes(text: str) -> Offsets:
    return _ends(text, CharacterBreaker, "en")


@short_kept(1024)
def words(text: str, lang: str = "en") -> Offsets:
    """Ends of words and of what stands between them; an apostrophe within a word does not end it."""
    return _ends(text, WordBreaker, lang)


def _ends(text: str, breaker: type[BaseBreaker], lang: str) -> Offsets:
    if not text:
        return ()
    segments = breaker(_sound(text), lang.replace("-", "_") or "en").segments()
    if text.isascii() or max(text) <= "\uffff":
        return tuple(end for _, end in segments)
    # ICU counts UTF-16 units, so characters beyond the first plane count twice there.
    units = accumulate((2 if char > "\uffff" else 1 for char in text), initial=0)
    offset = {unit: index for index, unit in enumerate(units)}
    return tuple(offset[end] for _, end in segments)


def _sound(text: str) -> str:
    """ICU refuses half of a surrogate pair; a replacement of the same length keeps all offsets."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def pieces(text: str, ends: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Turn ends into (start, end) pairs."""
    start = 0
    for end in ends:
        yield start, end
        start = end
