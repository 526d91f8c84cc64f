"""Which values take the most room: measured as the renderer sets them, for “WWWW” is wider than “iiiiiiii”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from renderer.engine.document import Document, FontSpec, TextLayer
from renderer.engine.fonts import FontBook
from renderer.engine.merge import compile_text, tags_of
from renderer.engine.samples import sample_values
from renderer.engine.shaping import Request, shape
from renderer.engine.spans import Span, TypeStyle
from renderer.gather import fonts_of

SIZE = 100
MOST = 5000
"""Candidates measured per field."""


def longest_values(document: Document, candidates: Mapping[str, object]) -> dict[str, str]:
    """By field key, the widest of the candidates and the samples; fields without either keep what is made up."""
    made_up, book = sample_values(document, "longest"), fonts_of(document)
    found = {}
    for field in document.fields:
        given = candidates.get(field.key)
        values = [str(one) for one in given[:MOST]] if isinstance(given, list) else []
        values += [value for value in field.samples.values() if value]
        measured = field.kind in ("text", "choice") and values
        found[field.key] = (
            widest(values, book, font_of(document, field.key)) if measured else made_up.get(field.key, "")
        )
    return found


def widest(values: Iterable[str], book: FontBook, font: FontSpec) -> str:
    """The value that is longest on one line in this font."""
    return max(dict.fromkeys(values), key=lambda value: width(value, book, font), default="")


def width(text: str, book: FontBook, font: FontSpec) -> float:
    """Width of a text on one line, in em."""
    line = " ".join(text.split())
    return sum(shape(book, Request(line, (Span(0, len(line), TypeStyle(font)),), SIZE)).advances)


def font_of(document: Document, key: str) -> FontSpec:
    """The font of the first layer that shows the field; the brand's body font when none does."""
    for layer in document.layers[document.size().id]:
        if isinstance(layer, TextLayer) and any(key in tag.keys for tag in tags_of(compile_text(layer.text))):
            return layer.font
    return document.brand.fonts["body"]
