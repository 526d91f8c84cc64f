"""Changes the case of a text as its language does, and tells which character each new one came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from renderer.engine.breaking import graphemes, pieces, words

_TURKIC = ("tr", "az")
_TONOS = "\u0301"


class Recased(NamedTuple):
    """`origins` has one offset into the old text for each character of the new one, and one for the end."""

    text: str
    origins: Sequence[int]


def recase(text: str, case: str, lang: str) -> Recased:
    """`case` is none, upper, lower or title (the first letter of each word; the rest stays as written)."""
    match case:
        case "upper":
            return _mapped(text, [_upper(text[a:b], lang) for a, b in pieces(text, graphemes(text))])
        case "lower":
            whole = _lower(text, lang)
            if len(whole) == len(text):
                return Recased(whole, tuple(range(len(text) + 1)))
            return _mapped(text, [_lower(text[a:b], lang) for a, b in pieces(text, graphemes(text))])
        case "title":
            return _title(text, lang)
        case _:
            return Recased(text, range(len(text) + 1))


def _mapped(text: str, parts: list[str]) -> Recased:
    origins: list[int] = []
    for part, (start, end) in zip(parts, pieces(text, graphemes(text)), strict=True):
        same = len(part) == end - start
        origins.extend(range(start, end) if same else [start] * len(part))
    return Recased("".join(parts), (*origins, len(text)))


def _title(text: str, lang: str) -> Recased:
    firsts = {start for start, _ in pieces(text, words(text, lang))}
    dutch = _language(lang) == "nl"
    parts = []
    raised = -1
    for start, end in pieces(text, graphemes(text)):
        part = text[start:end]
        if start in firsts or start == raised:
            part = _titled(part, lang)
            raised = end if dutch and start in firsts and text[start : end + 1].lower() == "ij" else -1
        parts.append(part)
    return _mapped(text, parts)


def _titled(part: str, lang: str) -> str:
    if _language(lang) in _TURKIC and part[0] == "i":
        return "İ" + part[1:]
    return part[0].title() + part[1:]


def _upper(part: str, lang: str) -> str:
    language = _language(lang)
    if language in _TURKIC:
        return part.replace("i", "İ").upper()
    if language == "el" and part[0].isalpha():
        # Greek drops its accents in capitals, but keeps a diaeresis.
        bare = unicodedata.normalize("NFD", part).replace(_TONOS, "")
        return unicodedata.normalize("NFC", bare).upper()
    return part.upper()


def _lower(text: str, lang: str) -> str:
    if _language(lang) in _TURKIC:
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def _language(lang: str) -> str:
    return lang.replace("_", "-").split("-")[0].lower()
