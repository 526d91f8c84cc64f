"""One recipient's values, read by what each field declares: cleaned, checked, parsed by kind, worded by format."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

import re2

from renderer.engine import cleaning
from renderer.engine.fields import MergeField
from renderer.engine.firewall import unresolved
from renderer.engine.formats import Typed, format_text, format_typed
from renderer.engine.moments import parse_moment
from renderer.engine.numerals import parse_money, parse_number, plain_number

MOST_CHARACTERS = 2000
"""No value is longer than this, whatever its field allows."""
MOST_READ = 4 * MOST_CHARACTERS
"""What lies beyond is not looked at: marks and white space that cleaning removes may fill a part of it."""
MOST_ADDRESS = 2000
_YES = frozenset(
    ("1", "true", "yes", "y", "on", "t", "ja", "oui", "si", "sí", "sim", "да", "ναι", "tak", "evet", "kyllä", "igen")
    + ("ano", "はい", "是", "예", "نعم", "כן")
)
_NO = frozenset(
    ("0", "false", "no", "n", "off", "f", "nein", "non", "não", "нет", "όχι", "nie", "hayır", "ei", "nem", "ne")
    + ("いいえ", "否", "아니요", "لا", "לא")
)
_BARE_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#:].*)?", re.IGNORECASE)
_CLOSE_ENOUGH = 0.6


class Text(str):
    """Words of a field, which still know the value they were made from."""

    __slots__ = ("field", "locale", "plain", "typed")

    field: MergeField
    locale: str
    plain: str
    typed: Typed


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a value: its words, or `why` there are none (a reason of `resolved.FallbackUsed`)."""

    text: Text | None
    why: str | None = None
    was_cut: bool = False

    @property
    def plain(self) -> str:
        """The value as conditions compare it: ISO dates, numbers with a point, true or false."""
        return "" if self.text is None else self.text.plain


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads values of one field. `locale` is the field's own or the document's language."""

    field: MergeField
    locale: str
    missing_words: frozenset[str]

    def read(self, raw: str | None) -> Reading:
        """The value's words, or why it counts as missing. Never an error."""
        if raw is None:
            return Reading(None, "absent")
        raw = str(raw)[:MOST_READ]
        if unresolved("", raw):
            return Reading(None, "unresolved")
        text = cleaning.tidy(cleaning.clean(raw), self.field.clean, self.locale)
        if cleaning.is_blank(text):
            return Reading(None, "blank")
        if is_missing_word(text, self.missing_words):
            return Reading(None, "word")
        if cleaning.REPLACEMENT in text:
            return Reading(None, "invalid")
        return self._checked(text)

    def _checked(self, text: str) -> Reading:
        shown = text if self._is_typed else cleaning.cut(text, self._longest)
        typed = self._parse(shown)
        if typed is None:
            return Reading(None, "refused" if self.field.invalid == "refuse" else "invalid")
        return Reading(self.word(typed), None, was_cut=len(shown) < len(text))

    def parsed(self, text: str) -> Typed | None:
        """The value of a typed field, as conditions and authors write it; None for words or nonsense."""
        return self._parse(text) if self._is_typed else None

    def word(self, typed: Typed, style: str | None = None) -> Text:
        """The words of a parsed value in the field's format, or in another one."""
        style = self.field.format if style is None else style
        text = Text(self._format(typed, style) if style or self._is_typed else typed)
        return self._knowing(text, plain(typed), typed)

    def literal(self, text: str) -> Text:
        """Words an author wrote in place of a value: formatted like one when they are one."""
        typed = self.parsed(text)
        if typed is not None:
            return self.word(typed)
        return self._knowing(Text(text), text, text)

    def _knowing(self, text: Text, plain: str, typed: Typed) -> Text:
        text.field, text.locale, text.plain, text.typed = self.field, self.locale, plain, typed
        return text

    @property
    def _is_typed(self) -> bool:
        return self.field.kind in ("number", "money", "date", "bool")

    @property
    def _longest(self) -> int:
        return self.field.max_length if self.field.too_long == "cut" and not self._is_address else MOST_CHARACTERS

    @property
    def _is_address(self) -> bool:
        return self.field.kind in ("url", "image")

    def _parse(self, text: str) -> Typed | None:
        parse = PARSERS.get(self.field.kind)
        typed: Typed | None = parse(text, self) if parse else text
        if typed is None or not (self.field.choices or self.field.pattern):
            return typed
        return self._allowed(text, typed)

    def _allowed(self, text: str, typed: Typed) -> Typed | None:
        if self.field.pattern and not pattern_of(self.field.pattern).fullmatch(text):
            return None
        if not self.field.choices or not isinstance(typed, str):
            return typed
        return choose(text, self.field.choices, nearest=self.field.invalid == "nearest")

    def _format(self, typed: Typed, style: str) -> str:
        try:
            if isinstance(typed, str):
                return format_text(typed, style, self.locale)
            return format_typed(typed, self.field.kind, style, self.locale, self.field.currency)
        except ValueError:
            return plain(typed)


def plain(typed: Typed) -> str:
    """A parsed value as text that sorts and compares: 2026-11-24, 1234.5, true."""
    match typed:
        case bool():
            return "true" if typed else "false"
        case Decimal():
            return plain_number(typed)
        case date():
            return typed.isoformat()
    return str(typed)


def is_missing_word(text: str, words: frozenset[str]) -> bool:
    """Whether the text is one of the words that mean "nothing". Two letters count only as written: Na is a name."""
    text = text.strip()
    return (text if len(text) <= 2 else text.casefold()) in words


def choose(text: str, choices: tuple[str, ...], nearest: bool = False) -> str | None:
    """The choice that the text means: the same but for case, or with `nearest` the most similar one."""
    wanted = text.strip().casefold()
    by_text = {choice.strip().casefold(): choice for choice in choices}
    if wanted in by_text or not nearest:
        return by_text.get(wanted)
    close = difflib.get_close_matches(wanted, by_text, n=1, cutoff=_CLOSE_ENOUGH)
    return by_text[close[0]] if close else None


def parse_bool(text: str) -> bool | None:
    """Yes or no, in the words of some twenty languages."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    return False if word in _NO else None


def parse_address(text: str, hosts: tuple[str, ...] = ()) -> str | None:
    """A web address on one of the hosts (any, when there are none; `*.example.com` means every host below)."""
    address = text.strip()
    if _BARE_HOST.fullmatch(address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or len(address) > MOST_ADDRESS:
        return None
    if re.search(r"\s", address) or (hosts and not any(_is_host(host, allowed.casefold()) for allowed in hosts)):
        return None
    return address


@lru_cache(maxsize=1024)
def pattern_of(pattern: str) -> re2._Regexp:
    """The compiled pattern; its engine runs in linear time. Raises re2.error."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    return re2.compile(pattern, options)


def _is_host(host: str, allowed: str) -> bool:
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed


Parser = Callable[[str, FieldReader], Typed | None]

PARSERS: Mapping[str, Parser] = {
    "number": lambda text, reader: parse_number(text, reader.locale),
    "money": lambda text, reader: parse_money(text, reader.locale),
    "date": lambda text, reader: parse_moment(text, reader.locale),
    "bool": lambda text, reader: parse_bool(text),
    "url": lambda text, reader: parse_address(text, reader.field.hosts),
    "image": lambda text, reader: parse_address(text, reader.field.hosts),
}
"""By kind of field; text, choice and secret stay the text they are."""
