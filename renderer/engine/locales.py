"""Locales by the tags people write: de, de-DE, de_DE; an unknown one falls back to its language, then to English."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

ENGLISH = Locale("en")


@lru_cache(maxsize=512)
def locale_of(tag: str) -> Locale:
    """The locale of a tag; never an error."""
    parts = [part for part in tag.replace("-", "_").split("_") if part]
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError, TypeError):
            parts.pop()
    return ENGLISH


def is_locale(tag: str) -> bool:
    """Whether we know exactly this locale."""
    try:
        return bool(Locale.parse(tag.replace("-", "_")))
    except (UnknownLocaleError, ValueError, TypeError):
        return False


@lru_cache(maxsize=512)
def day_comes_first(tag: str) -> bool:
    """Whether the locale writes 24/11 rather than 11/24."""
    pattern = locale_of(tag).date_formats["short"].pattern
    return str(pattern).lower().find("d") < str(pattern).lower().find("m")


@lru_cache(maxsize=512)
def month_names(tag: str) -> dict[str, int]:
    """Months by their names and short names in this locale and in English, casefolded and without dots."""
    names: dict[str, int] = {}
    for locale in (ENGLISH, locale_of(tag)):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    names[str(name).casefold().strip(".")] = number
    return names
