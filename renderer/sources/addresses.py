"""A source's address: `{{ tags }}` behind the host, filled with a recipient's values and nothing they could break."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from renderer.engine.firewall import unresolved
from renderer.sources.problems import InvalidSource
from workspaces import outgoing

TAG = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_]{0,63})\s*\}\}")
SHEET = re.compile(
    r"https://docs\.google\.com/spreadsheets/d/(?!e/)([\w-]+)/(?:edit|view|htmlview|preview)\b.*", re.ASCII
)
GID = re.compile(r"[#?&]gid=(\d+)")
MOST, MOST_VALUE = 2000, 200


@dataclass(frozen=True, slots=True)
class SourceAddress:
    """`names` are the values it needs, in the order of their tags."""

    text: str
    names: tuple[str, ...]

    @property
    def host(self) -> str:
        return urlsplit(self.text).hostname or ""

    def filled(self, values: Mapping[str, str]) -> str | None:
        """The address for these values; None if one is missing or cannot be meant."""
        if any(not _is_usable(values.get(name)) for name in self.names):
            return None
        return TAG.sub(lambda tag: quote(values[tag[1]].strip(), safe=""), self.text)


def parse(text: str) -> SourceAddress:
    """Raises InvalidSource."""
    text = _as_csv(text.strip())
    plain = TAG.sub("0", text)
    if len(text) > MOST:
        raise _wrong(f"Use at most {MOST:,} characters.")
    if "{" in plain or "}" in plain:
        raise _wrong("A tag holds a field’s name only, such as {{ customer_id }}.")
    if not plain.startswith("https://"):
        raise _wrong("The address must begin with https://.")
    if "{" in text.removeprefix("https://").split("/")[0].split("?")[0]:
        raise _wrong("Tags may stand behind the host only, so that nobody’s values decide which server is asked.")
    if not outgoing.may_ask(plain):
        raise _wrong("This address may not be asked: only public servers, port 443, and no password in it.")
    whole = urlunsplit(urlsplit(text)._replace(fragment=""))
    return SourceAddress(whole, tuple(dict.fromkeys(TAG.findall(whole))))


def host_of(text: str) -> str:
    """Whose server a stored address leads to."""
    return urlsplit(text).hostname or ""


def with_parameter(address: str, name: str, value: str) -> str:
    """The address with one more query parameter."""
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode({name: value})]))
    return urlunsplit(parts._replace(query=query))


def _as_csv(text: str) -> str:
    """What people copy from their browser shows a Google sheet; the same sheet as CSV lies beside it."""
    found = SHEET.match(text)
    if not found:
        return text
    gid = GID.search(text)
    return f"https://docs.google.com/spreadsheets/d/{found[1]}/export?format=csv" + (f"&gid={gid[1]}" if gid else "")


def _is_usable(value: str | None) -> bool:
    text = (value or "").strip()
    # Dots would climb out of the folder that the address names.
    return bool(text) and len(text) <= MOST_VALUE and text.strip(".") != "" and not unresolved("", text)


def _wrong(sentence: str) -> InvalidSource:
    return InvalidSource("address", sentence)
