"""The raw query of an opened address to values of declared fields, undoing what mailing tools do to them on the way."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from renderer.engine.cleaning import cut
from renderer.engine.fields import MergeField
from renderer.engine.firewall import unresolved

MAX_BYTES = 4096
MAX_PARAMETERS = 50
MAX_CHARACTERS = 500
MAX_ADDRESS = 2000

_TAG = "{{ %s }}"
_OPEN, _CLOSE, _STAR, _BAR = r"(?:\{|%(?:25)*7B)", r"(?:\}|%(?:25)*7D)", r"(?:\*|%(?:25)*2A)", r"(?:\||%(?:25)*7C)"
_SPREAD = re.compile(
    rf"{_OPEN}{{2}}(?:(?!{_OPEN}{{2}}).){{0,300}}?{_CLOSE}{{2,3}}"
    rf"|{_STAR}{_BAR}(?:(?!{_STAR}{_BAR}).){{0,300}}?{_BAR}{_STAR}"
    r"|%%=.{0,300}?=%%|\{%(?![0-9A-Fa-f]{2}).{0,300}?%\}|\[\[[^\[\]]{0,300}\]\]"
    r"|\[[^\[\]&=]{1,80},\s*fallback=[^\[\]]{0,200}\]",
    re.IGNORECASE,
)
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9._~!*'()+-])+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMP = re.compile(r"^(?:amp;)+")


@dataclass(frozen=True, slots=True)
class RawValues:
    """What an address says for the declared fields; for each the first value wins, whatever name it came by.

    `exact`: decoded and nothing else, in the fields' declared order; signatures cover these. `values`: repaired for
    display; a tag that nobody filled in stands there as one whole tag, so that it is counted as unresolved.
    """

    exact: Mapping[str, str]
    values: Mapping[str, str]
    unresolved: frozenset[str] = frozenset()


def read_query(query: bytes | str, fields: Sequence[MergeField]) -> RawValues:
    """Read a query as it was sent, without its question mark; bytes, or text that is still percent-encoded.

    Never fails. What lies beyond 4 kB or 50 parameters is passed over, like every parameter that is not a field's.
    """
    raw = _within_limit(query)
    names = {alias: field for field in fields for alias in field.aliases} | {field.key: field for field in fields}
    exact = {field.key: decode(value) for field, value in _firsts(raw, names)}
    values: dict[str, str] = {}
    lost: set[str] = set()
    for field, value in _firsts(_SPREAD.sub(_TAG % "tag", raw), names):
        decoded = decode(value)
        if unresolved(value, decoded):
            lost.add(field.key)
            values[field.key] = _TAG % field.key
        else:
            values[field.key] = _displayed(decoded, field)
    in_order = {field.key: exact[field.key] for field in fields if field.key in exact}
    return RawValues(in_order, values, frozenset(lost))


def decode(raw: str) -> str:
    """One percent-encoded value as text: UTF-8, or else cp1252, as older tools still send."""
    data = unquote_to_bytes(raw.replace("+", " ").encode("utf-8", "surrogateescape"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def undo_double_encoding(text: str) -> str:
    """The text decoded once more, if all of it looks percent-encoded and turns out to be."""
    if "%" not in text or not _ENCODED.fullmatch(text):
        return text
    try:
        return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError:
        return text


def undo_html_escapes(text: str) -> str:
    """The text unescaped once, if a tool escaped all of it: what is escaped in one place is nowhere bare."""
    if not _ENTITY.search(text):
        return text
    bare = set(_ENTITY.sub("", text))
    escaped = {html.unescape(entity) for entity in _ENTITY.findall(text)}
    return text if bare & (escaped | set("&<>")) else html.unescape(text)


def _within_limit(query: bytes | str) -> str:
    raw = query.decode("utf-8", "surrogateescape") if isinstance(query, bytes) else query
    raw = raw.removeprefix("?")
    if len(raw.encode("utf-8", "surrogatepass")) <= MAX_BYTES:
        return raw
    # A value that was cut in two is worse than none.
    return raw[:MAX_BYTES].rpartition("&")[0]


def _firsts(raw: str, names: Mapping[str, MergeField]) -> Iterator[tuple[MergeField, str]]:
    """Each declared field that has a parameter, with the raw value of the first one."""
    seen: set[str] = set()
    for parameter in [part for part in raw.split("&") if part][:MAX_PARAMETERS]:
        name, equals, value = parameter.partition("=")
        field = names.get(_AMP.sub("", decode(name))) if equals else None
        if field and field.key not in seen:
            seen.add(field.key)
            yield field, value


def _displayed(decoded: str, field: MergeField) -> str:
    text = undo_html_escapes(undo_double_encoding(decoded))
    if field.kind in ("url", "image"):
        return text if len(text) <= MAX_ADDRESS else ""
    return cut(" ".join(text.split()) or text[:1], MAX_CHARACTERS)
