"""What Unicode says of characters: script, direction, emoji, and what is invisible by nature."""

from __future__ import annotations

import re
from functools import lru_cache

import regex
from bidi import get_base_level, get_display
from fontTools import unicodedata as ucd

COMMON = frozenset({"Zyyy", "Zinh", "Zzzz"})
CURSIVE = frozenset({"Arab", "Syrc", "Mong", "Nkoo", "Adlm", "Mand", "Mani", "Phag", "Rohg", "Sogd", "Phlp", "Chrs"})
"""Scripts whose letters join: tracking would tear them apart."""

_EMOJI = regex.compile(
    r"\p{Emoji_Presentation}|\p{Regional_Indicator}|[\p{Extended_Pictographic}--[\u0000-\U0001EFFF]]", regex.V1
)
_IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")
_RTL = regex.compile(
    r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}\p{Bidi_Class=AN}\u200f\u202a-\u202e\u2066-\u2069]",
)
_LEVEL = re.compile(r"Level\(\s*(\d+)")
_TEXT_STYLE, _EMOJI_STYLE, _KEYCAP = "\ufe0e", "\ufe0f", "\u20e3"


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """ISO 15924 tag; `Zyyy` for what many scripts share, `Zinh` for marks that take their letter's script."""
    return str(ucd.script(char))


@lru_cache(maxsize=8192)
def is_ignorable(char: str) -> bool:
    """Characters that show nothing by nature: joiners, variation selectors, soft hyphens, direction marks."""
    return bool(_IGNORABLE.match(char))


@lru_cache(maxsize=8192)
def wants_colour(cluster: str) -> bool:
    """Should this grapheme be drawn as an emoji? A selector decides, else the character's own preference."""
    if _TEXT_STYLE in cluster:
        return False
    return _EMOJI_STYLE in cluster or (_KEYCAP in cluster and len(cluster) > 1) or bool(_EMOJI.match(cluster))


def may_turn(text: str) -> bool:
    """Could any part of this text run from right to left?"""
    return not text.isascii() and bool(_RTL.search(text))


def base_level(text: str, direction: str) -> int:
    """0 for left to right, 1 for right to left; `auto` asks the first strong character."""
    if direction != "auto":
        return int(direction == "rtl")
    return int(get_base_level(text)) if may_turn(text) else 0


def levels(text: str, base: int) -> tuple[int, ...]:
    """Embedding level of each character of one paragraph (UAX 9, before rule L1); odd levels run right to left."""
    if not base and not may_turn(text):
        return (0,) * len(text)
    return _mixed_levels(text, base)


@lru_cache(maxsize=512)
def _mixed_levels(text: str, base: int) -> tuple[int, ...]:
    # The library hands out its levels as a listing, one for each UTF-8 byte.
    listing = str(get_display(text, base_dir="R" if base else "L", debug=True))
    start = listing.index("levels: [")
    found = [int(level) for level in _LEVEL.findall(listing, start, listing.index("paragraphs: [", start))]
    result, byte = [], 0
    for char in text:
        result.append(found[byte])
        byte += len(char.encode())
    return tuple(result)


def visual_order(run_levels: list[int]) -> list[int]:
    """Rule L2: the order, left to right, in which runs of these levels are shown."""
    order = list(range(len(run_levels)))
    if not any(run_levels):
        return order
    highest = max(run_levels, default=0)
    lowest_odd = min((level for level in run_levels if level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if run_levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order
