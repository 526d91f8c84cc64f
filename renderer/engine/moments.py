"""Dates and times as people and machines write them: 2026-11-24, 24.11.2026, 11/24/26, 24 Nov 2026 18:30."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache

from renderer.engine.locales import day_comes_first, month_names

Moment = date | datetime

_TIMESTAMP = re.compile(r"-?[0-9]{9,10}(?:\.[0-9]+)?|[0-9]{12,13}")
_COMPACT = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])")
_CLOCK = re.compile(
    r"(?:^|[T\s,]+(?:at\s+|um\s+)?)([0-2]?[0-9])[:h.]([0-5][0-9])(?::([0-5][0-9])(?:[.,][0-9]+)?)?\s*([ap]\.?m\.?)?"
    r"\s*(?:Z|UTC|GMT|[+-][0-2][0-9]:?[0-5][0-9])?(?:\s*\([A-Z]+\))?$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"([0-9]{1,4})\s*[-./]\s*([0-9]{1,2})\s*[-./]\s*([0-9]{1,4})\.?")


@lru_cache(maxsize=2048)
def parse_moment(text: str, locale: str) -> Moment | None:
    """The date, or the date and time as written (offsets are not applied); None when it is neither."""
    text = text.strip()
    if len(text) > 60:
        return None
    try:
        if _TIMESTAMP.fullmatch(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC).replace(tzinfo=None)
        return _parse(text, locale)
    except (ValueError, OverflowError, OSError):
        return None


def _parse(text: str, locale: str) -> Moment | None:
    clock = _CLOCK.search(text)
    day = _date(text[: clock.start()] if clock and clock.start() else text, locale)
    if day is None or not clock or not clock.start():
        return day
    return datetime.combine(day, _time(clock))


def _time(clock: re.Match[str]) -> time:
    hour, minute, second, half = clock.groups()
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    return time(hours, int(minute), int(second or 0))


def _date(text: str, locale: str) -> date | None:
    text = text.strip(" ,")
    if compact := _COMPACT.fullmatch(text):
        return date(*map(int, compact.groups()))
    if numbers := _NUMBERS.fullmatch(text):
        return _from_numbers(numbers, locale)
    return _from_names(text, locale)


def _from_numbers(numbers: re.Match[str], locale: str) -> date | None:
    first, second, third = numbers.groups()
    if len(first) == 4:
        return date(int(first), int(second), int(third))
    if len(third) not in (2, 4) or len(first) > 2:
        return None
    one, two = int(first), int(second)
    day_first = "." in numbers[0] or one > 12 or (two <= 12 and day_comes_first(locale))
    day, month = (one, two) if day_first else (two, one)
    return date(_year(third), month, day)


def _from_names(text: str, locale: str) -> date | None:
    """24 November 2026, Nov 24, 2026, Tuesday, 24. November 2026."""
    names = month_names(locale)
    for word in re.finditer(r"[^\W\d_]{3,}", text):
        month = names.get(word[0].casefold())
        numbers = re.findall(r"[0-9]+", text)
        if not month or len(numbers) != 2:
            continue
        day, year = numbers if len(numbers[1]) == 4 else reversed(numbers)
        return date(int(year), month, int(day)) if len(year) == 4 and len(day) <= 2 else None
    return None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 70 else 1900)
