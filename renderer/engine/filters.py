"""The filters a merge tag may use: those of Liquid that shape words, and ours for dates, numbers and money."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from liquid import Environment, Mode
from liquid.exceptions import LiquidError

from renderer.engine.casing import lower, title, upper
from renderer.engine.cleaning import cut, first_word
from renderer.engine.formats import format_typed
from renderer.engine.moments import parse_moment
from renderer.engine.numerals import parse_money
from renderer.engine.values import Text

_FILTERS_USED = re.compile(r"\|\s*([a-z_]+)")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
FROM_LIQUID = frozenset(
    {"append", "prepend", "capitalize", "default", "first", "join", "last", "lstrip", "remove", "remove_first"}
    | {"replace", "replace_first", "rstrip", "slice", "split", "squish", "strip", "truncatewords", "url_encode"}
)
PLAIN_OUTPUT = frozenset({"content", "output", "illegal"})
"""What Liquid keeps beside its real tags, to print text and expressions and to refuse everything else."""
LONGEST = 2000
"""Code points that an expression may produce."""


class Expression:
    """A compiled Liquid output expression. `keys` are the fields it looks at."""

    __slots__ = ("_template", "has_default", "keys", "source")

    def __init__(self, source: str):
        """Raises LiquidError when the expression is not one, or uses a filter we do not have."""
        if _BRACES.search(source):
            raise LiquidError("braces cannot stand inside a tag", token=None)
        self.source = source
        self._template = liquid().from_string("{{ " + source + " }}")
        self.has_default = "default" in _FILTERS_USED.findall(source)
        self.keys = tuple(str(key) for key in self._template.analyze().globals)
        self._template.render(**dict.fromkeys(self.keys, "Sample"))

    def evaluate(self, words: dict[str, str]) -> str | None:
        """The words that come out; None when a filter cannot work with what it got."""
        try:
            return cut(self._template.render(**words), LONGEST)
        except (LiquidError, ArithmeticError, ValueError, TypeError):
            return None


@lru_cache(maxsize=1)
def liquid() -> Environment:
    """Liquid with no tags, no loops, no includes: only the filters of `names`."""
    environment = Environment(tolerance=Mode.STRICT, strict_filters=True, autoescape=False)
    for name in environment.tags.keys() - PLAIN_OUTPUT:
        del environment.tags[name]
    for name in environment.filters.keys() - FROM_LIQUID:
        del environment.filters[name]
    environment.filters.update(OURS)
    return environment


def names() -> frozenset[str]:
    """Every filter a tag may use."""
    return FROM_LIQUID | OURS.keys()


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _locale(value: object) -> str:
    return value.locale if isinstance(value, Text) else ""


def _truncate(value: object, length: int = 50, end: str = "…") -> str:
    text = _text(value)
    return text if len(text) <= length else cut(text, max(length - len(end), 0)) + end


def _date(value: object, style: str = "long") -> str:
    """A date in a CLDR pattern, a style's name, or strftime codes; what is no date stays as it is."""
    typed = value.typed if isinstance(value, Text) else parse_moment(_text(value), "")
    return format_typed(typed, "date", style, _locale(value)) if isinstance(typed, date) else _text(value)


def _number(value: object, style: str = "number") -> str:
    typed = _decimal(value)
    return _text(value) if typed is None else format_typed(typed, "number", style, _locale(value))


def _money(value: object, currency: str = "", style: str = "") -> str:
    typed = _decimal(value)
    currency = currency or (value.field.currency if isinstance(value, Text) else "")
    return _text(value) if typed is None else format_typed(typed, "money", style, _locale(value), currency)


def _decimal(value: object) -> Decimal | None:
    typed = value.typed if isinstance(value, Text) else value
    if isinstance(typed, Decimal):
        return typed
    return None if isinstance(typed, (bool, date)) else parse_money(_text(value), _locale(value))


OURS: dict[str, Callable[..., Any]] = {
    "upcase": lambda value: upper(_text(value), _locale(value)),
    "downcase": lambda value: lower(_text(value), _locale(value)),
    "title": lambda value: title(_text(value), _locale(value)),
    "truncate": _truncate,
    "first_word": lambda value: first_word(_text(value)),
    "last_word": lambda value: (_text(value).split() or [""])[-1],
    "initial": lambda value: _text(value)[:1],
    "date": _date,
    "number": _number,
    "money": _money,
}
