"""Numbers and money as people and machines write them: 1,234.5 or 1.234,5, € 12, 12 %, Arabic digits."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from renderer.engine.locales import locale_of

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?")
_SYMBOLS = re.compile(
    r"(?<![A-Za-z])(?:[A-Z]{3}|[A-Za-z]{0,3}[$€£¥₹₽₺₩₴₦₫฿]|zł|kr\.?|Kč|Ft|lei|лв\.?|руб\.?|د\.إ)(?![A-Za-z])"
)
_SPACES = re.compile(r"[\s'’٬_]")


@lru_cache(maxsize=2048)
def parse_number(text: str, locale: str) -> Decimal | None:
    """The number, or None. A lone comma or point is read as the locale writes it; a per cent sign divides by 100."""
    plain = _ascii_digits(text)
    share = plain.endswith("%")
    plain = _SPACES.sub("", plain.removesuffix("%")).replace("−", "-").replace("٫", ".")
    plain = _with_point(plain, locale)
    if not _NUMBER.fullmatch(plain):
        return None
    number = Decimal(plain)
    return number / 100 if share else number


def parse_money(text: str, locale: str) -> Decimal | None:
    """As `parse_number`, passing over a currency's sign or code."""
    return parse_number(_SYMBOLS.sub("", text, count=1).strip(), locale)


def plain_number(number: Decimal) -> str:
    """The number with a point and no grouping, as conditions compare it."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text.strip()
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFKC", text)
    ).strip()


def _with_point(text: str, locale: str) -> str:
    """The same digits with a point as decimal mark and no grouping marks."""
    commas, points = text.count(","), text.count(".")
    if commas and points:
        mark = max(",.", key=text.rfind)
        return text.replace("," if mark == "." else ".", "").replace(mark, ".") if text.count(mark) == 1 else ""
    if not commas and not points:
        return text
    mark = "," if commas else "."
    if text.count(mark) > 1 or _groups(text, mark, locale):
        return text.replace(mark, "")
    return text.replace(mark, ".")


def _groups(text: str, mark: str, locale: str) -> bool:
    """Whether the one mark separates thousands: 1,234 in English, 1.234 in German."""
    head, tail = text.lstrip("+-").split(mark)
    if len(tail) != 3 or not 1 <= len(head) <= 3 or head == "0":
        return False
    symbols = locale_of(locale).number_symbols
    symbols = symbols.get("latn", symbols)
    return bool(symbols.get("decimal") != mark)
