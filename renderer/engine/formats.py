"""Typed values as text in a locale: dates, numbers, money, yes and no; by CLDR patterns, names or strftime codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

from renderer.engine.casing import lower, title, upper
from renderer.engine.cleaning import first_word
from renderer.engine.locales import locale_of

Typed = Decimal | date | datetime | bool | str

DATE_STYLES = frozenset({"short", "medium", "long", "full"})
NUMBER_STYLES = frozenset({"number", "percent", "compact"})
TEXT_STYLES = frozenset({"upper", "lower", "title", "capitalize", "first_word", "initial"})
DEFAULT_CURRENCY = "USD"
SAMPLES: Mapping[str, Typed] = {
    "date": datetime(2026, 11, 24, 18, 30),  # noqa: DTZ001 - a time on paper has no zone
    "number": Decimal("1234.5"),
    "money": Decimal("1234.5"),
    "bool": True,
}

_STRFTIME: Mapping[str, str] = {
    "a": "EEE",
    "A": "EEEE",
    "b": "MMM",
    "B": "MMMM",
    "d": "dd",
    "e": "d",
    "-d": "d",
    "H": "HH",
    "I": "hh",
    "-I": "h",
    "l": "h",
    "j": "DDD",
    "m": "MM",
    "-m": "M",
    "M": "mm",
    "p": "a",
    "S": "ss",
    "y": "yy",
    "Y": "yyyy",
    "%": "'%'",
}
_CODE = re.compile(r"%(-?[A-Za-z%])|([A-Za-z]+)|(')")


@lru_cache(maxsize=4096)
def format_typed(value: Typed, kind: str, style: str, locale: str, currency: str = "") -> str:
    """The value as the field's kind and format word it. Raises ValueError for a format that makes no sense."""
    try:
        match value:
            case bool():
                return _yes_no(value, style)
            case Decimal():
                return _number(value, kind, style, locale, currency)
            case date():
                return _moment(value, style, locale)
            case _:
                return format_text(value, style, locale)
    except (KeyError, AttributeError, TypeError, IndexError, ArithmeticError) as problem:
        raise ValueError(f"“{style}” is not a format for a {kind}") from problem


def format_text(text: str, style: str, locale: str = "") -> str:
    """Text in one of `TEXT_STYLES`, or unchanged."""
    match style:
        case "upper":
            return upper(text, locale)
        case "lower":
            return lower(text, locale)
        case "title":
            return title(text, locale)
        case "capitalize":
            return upper(text[:1], locale) + text[1:]
        case "first_word":
            return first_word(text)
        case "initial":
            return text[:1]
        case "":
            return text
    raise ValueError(f"“{style}” is not a format for text; use one of {', '.join(sorted(TEXT_STYLES))}")


def wrong_format(kind: str, style: str, locale: str = "en") -> str | None:
    """What is wrong with a format, as a sentence; None when it works."""
    try:
        format_typed(SAMPLES.get(kind, "Amira"), kind, style, locale)
    except ValueError as problem:
        return str(problem)
    return None


def from_strftime(pattern: str) -> str:
    """`%d %B %Y` as the CLDR pattern `dd MMMM yyyy`; plain words in it are quoted."""

    def one(found: re.Match[str]) -> str:
        code, words, quote = found.groups()
        if words:
            return f"'{words}'"
        return "''" if quote else _STRFTIME[code]

    return _CODE.sub(one, pattern)


def _moment(value: date, style: str, locale: str) -> str:
    where = locale_of(locale)
    if "%" in style:
        style = from_strftime(style)
    if style in DATE_STYLES or not style:
        return format_date(value, style or "long", locale=where)
    if style == "time":
        return format_time(_with_time(value), "short", locale=where)
    if re.fullmatch(r"(?:[^\W\dA-Za-z]|[^A-Za-z'])*", style):
        raise ValueError(f"“{style}” shows no part of a date; try “d MMMM yyyy”")
    return format_datetime(_with_time(value), style, locale=where)


def _with_time(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _number(value: Decimal, kind: str, style: str, locale: str, currency: str) -> str:
    where = locale_of(locale)
    if style == "percent":
        return format_percent(value, locale=where)
    if style == "compact":
        return format_compact_decimal(value, locale=where, fraction_digits=1)
    if kind == "money":
        return _money(value, style, currency or DEFAULT_CURRENCY, locale)
    if style in ("", "number"):
        return format_decimal(value, locale=where, decimal_quantization=False)
    if not re.search("[0#]", style):
        raise ValueError(f"“{style}” shows no digits; try “#,##0.00”")
    return format_percent(value, style, where) if "%" in style else format_decimal(value, style, where)


def _money(value: Decimal, style: str, currency: str, locale: str) -> str:
    """`short` leaves out the cents where there are none; a pattern such as `¤#,##0` decides for itself."""
    where = locale_of(locale)
    if style == "short" and value == value.to_integral_value():
        pattern = str(where.currency_formats["standard"].pattern)
        whole = re.sub(r"\.0+", "", pattern)
        return format_currency(value, currency, whole, locale=where, currency_digits=False)
    if style in ("", "short"):
        return format_currency(value, currency, locale=where)
    if not re.search("[0#]", style):
        raise ValueError(f"“{style}” shows no digits; try “¤#,##0.00”")
    return format_currency(value, currency, style, locale=where, currency_digits=False)


def _yes_no(value: bool, style: str) -> str:
    """`Ja/Nein` names both answers."""
    if not style:
        return "Yes" if value else "No"
    yes, slash, no = style.partition("/")
    if not slash:
        raise ValueError(f"“{style}” must name both answers, such as “Yes/No”")
    return yes.strip() if value else no.strip()
