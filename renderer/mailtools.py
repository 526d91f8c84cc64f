"""Mailing tools and their tags, read from one tested data file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("mailtools.json")
FIELD, DEFAULT = "@field@", "@default@"


@dataclass(frozen=True, slots=True)
class MailTool:
    """How a tool writes a value. `url` is the tag for addresses, `alt` the one for text; `encodes` tells whether `url`
    makes `&`, `#` and blanks safe. `field` is what the tool calls a first name; `signs` what it can sign with.
    """

    key: str
    name: str
    field: str
    url: str
    alt: str
    encodes: bool
    empty: str
    signs: str
    engine: str
    note: str

    def in_address(self, field: str, default: str = "") -> str:
        """The tag for an address."""
        return _filled(self.url, field, default)

    def in_text(self, field: str, default: str = "") -> str:
        """The tag for text such as the alternative text."""
        return _filled(self.alt, field, default)


@cache
def mail_tools() -> dict[str, MailTool]:
    """Every tool by key, in the file's order."""
    return {one["key"]: MailTool(**one) for one in json.loads(FILE.read_text("utf-8"))}


def _filled(pattern: str, field: str, default: str) -> str:
    # A quotation mark or a brace would end the tag; the template's own fallback shows the full text anyway.
    safe = "".join(letter for letter in default if letter not in "'\"{}[]|%*$<>\\")
    return pattern.replace(DEFAULT, safe).replace(FIELD, field)
