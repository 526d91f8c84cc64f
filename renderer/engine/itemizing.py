"""Cuts a text into items: stretches of one paragraph, direction, style, script and font."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from renderer.engine.breaking import graphemes, pieces
from renderer.engine.faces import Face
from renderer.engine.fallback import chosen_face, covers
from renderer.engine.fonts import FontBook
from renderer.engine.scripts import COMMON, base_level, levels, script_of
from renderer.engine.spans import Span, TypeStyle

SIMPLE = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027]*")
"""Letters and marks of Latin text, each a grapheme by itself: no accents to join, nothing invisible."""
ParagraphRow = tuple[int, int, bool]
"""Start, end (without its newline) and whether it reads from right to left."""


class Item(NamedTuple):
    """`face` is None when no font draws it. `instead` is a plainer spelling of the same, used when only that can be
    drawn. `nominal` is the face the style asks for.
    """

    start: int
    end: int
    level: int
    script: str
    style: TypeStyle
    face: Face | None
    nominal: Face
    instead: str = ""

    def continues(self, other: Item) -> bool:
        same = self.level == other.level and self.script == other.script and self.style == other.style
        return same and self.face == other.face and not self.instead and not other.instead


def itemize(
    fonts: FontBook, text: str, spans: Sequence[Span[TypeStyle]], size: float, direction: str, lang: str
) -> Iterator[tuple[ParagraphRow, list[Item]]]:
    """Paragraph by paragraph, its items in reading order."""
    if direction != "rtl" and SIMPLE.fullmatch(text) and (plain := _plain(fonts, text, spans, size)):
        yield (0, len(text), False), plain
        return
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        base = base_level(line, direction)
        clusters = _Clusters(fonts, text, start, line, base, size, lang)
        yield (start, end, bool(base)), _merged(clusters.items(spans))
        start = end + 1


def _plain(fonts: FontBook, text: str, spans: Sequence[Span[TypeStyle]], size: float) -> list[Item] | None:
    """One line of Latin in fonts that have it all, which is most of the text there is: an item for each style."""
    items = []
    for start, end, style in spans:
        face = fonts.match(style.font, size * style.scale).face
        if not face.covers_all(text[start:end]):
            return None
        items.append(Item(start, end, 0, "Latn", style, face, face))
    return items


class _Clusters:
    """One paragraph, grapheme by grapheme. Offsets given out are those of the whole text."""

    def __init__(self, fonts: FontBook, text: str, start: int, line: str, base: int, size: float, lang: str):
        self.fonts, self.text, self.start, self.line, self.size, self.lang = fonts, text, start, line, size, lang
        self.levels = levels(line, base)

    def items(self, spans: Sequence[Span[TypeStyle]]) -> Iterator[Item]:
        is_simple = SIMPLE.fullmatch(self.line) is not None
        scripts = [] if is_simple else _scripts(self.line)
        for span in spans:
            low, high = max(span.start - self.start, 0), min(span.end - self.start, len(self.line))
            if low >= high:
                continue
            if is_simple:
                yield from self._plain(low, high, span.style)
            else:
                yield from self._items(low, high, span.style, scripts)

    def _plain(self, low: int, high: int, style: TypeStyle) -> Iterator[Item]:
        """Latin in a font that has it all, which is most of the text there is: one item for each level."""
        size = self.size * style.scale
        face = self.fonts.match(style.font, size).face
        if not face.covers_all(self.line[low:high]):
            yield from self._items(low, high, style, ["Latn"] * len(self.line))
            return
        start = low
        for end in range(low + 1, high + 1) if any(self.levels) else (high,):
            if end == high or self.levels[end] != self.levels[start]:
                yield Item(self.start + start, self.start + end, self.levels[start], "Latn", style, face, face)
                start = end

    def _items(self, low: int, high: int, style: TypeStyle, scripts: list[str]) -> Iterator[Item]:
        size = self.size * style.scale
        nominal = self.fonts.match(style.font, size).face
        before: Face | None = None
        for start, end in pieces(self.line, graphemes(self.line)):
            start, end = max(start, low), min(end, high)
            if start >= end:
                continue
            cluster, script = self.line[start:end], scripts[start]
            instead = ""
            if cluster.isspace() and before is not None and not before.has_bitmaps and covers(before, cluster):
                face: Face | None = before
            else:
                face = chosen_face(self.fonts, cluster, script, style.font, size, self.lang)
            if face is None:
                instead, face = self._plainer(cluster, style, size)
            before = face
            yield Item(self.start + start, self.start + end, self.levels[start], script, style, face, nominal, instead)

    def _plainer(self, cluster: str, style: TypeStyle, size: float) -> tuple[str, Face | None]:
        """Letters in fancy dress (mathematical bold, circled, full width) are drawn plain when no font has them."""
        plain = unicodedata.normalize("NFKC", cluster)
        if plain == cluster or plain.isspace():
            return "", None
        face = chosen_face(self.fonts, plain, script_of(plain[0]), style.font, size, self.lang)
        return (plain, face) if face else ("", None)


def _scripts(line: str) -> list[str]:
    """The script of each character; shared ones follow what stands before them, or after when they lead."""
    found = [script_of(char) for char in line]
    current = next((script for script in found if script not in COMMON), "Latn")
    for index, script in enumerate(found):
        if script in COMMON:
            found[index] = current
        else:
            current = script
    return found


def _merged(items: Iterator[Item]) -> list[Item]:
    merged: list[Item] = []
    for item in items:
        last = merged[-1] if merged else None
        if last is not None and last.end == item.start and last.continues(item):
            merged[-1] = Item(
                last.start, item.end, last.level, last.script, last.style, last.face, last.nominal, last.instead
            )
        else:
            merged.append(item)
    return merged
