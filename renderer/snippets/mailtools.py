"""Mailing tools and their tags, read from one tested data file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

FILE = Path(__file__).with_name("mailtools.json")
FIELD, DEFAULT = "@field@", "@default@"
NAME = re.compile(r"\w[\w .-]{0,79}")
AROUND = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True)
class MailTool:
    """How a tool writes a value. `url` is the tag for addresses, `alt` the one for text; `encodes` tells whether `url`
    makes `&`, `#` and blanks safe. `field` is what the tool calls a first name; `signs` says in words what it can sign
    with, `scheme` names the mode of links that it signs, and `raw` is the value that it then signs.
    """

    key: str
    name: str
    field: str
    url: str
    alt: str
    raw: str
    encodes: bool
    empty: str
    signs: str
    scheme: str
    engine: str
    note: str

    def in_address(self, field: str, default: str = "") -> str:
        """The tag for an address."""
        return _filled(self.url, field, default)

    def in_text(self, field: str, default: str = "") -> str:
        """The tag for text such as the alternative text."""
        return _filled(self.alt, field, default)

    def to_sign(self, field: str) -> str:
        """The value as it is, for a tool that signs it."""
        return _filled(self.raw, field, "")

    def name_in(self, written: str) -> str:
        """What people wrote for a field's name: the name, or a whole tag of this tool. Empty if it is neither."""
        text = written.strip()
        tag = next((found for one in self._patterns if (found := one.fullmatch(text))), None)
        name = tag[1].strip() if tag else text if not AROUND.search(text) else ""
        return name if NAME.fullmatch(name) else ""

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [_pattern(tag) for tag in (self.alt, self.url, *PLAIN_TAGS)]


PLAIN_TAGS = ("{{ @field@ }}", "*|@field@|*", "%@field@%", "%%@field@%%", "{$@field@}", "[@field@]", "[[@field@]]")
"""Tags without filters, as tools offer them to be copied."""


@cache
def mail_tools() -> dict[str, MailTool]:
    """Every tool by key, in the file's order."""
    return {one["key"]: MailTool(**one) for one in json.loads(FILE.read_text("utf-8"))}


def _filled(pattern: str, field: str, default: str) -> str:
    # A quotation mark or a brace would end the tag; the template's own fallback shows the full text anyway.
    safe = "".join(letter for letter in default if letter not in "'\"{}[]|%*$<>\\")
    return pattern.replace(DEFAULT, safe).replace(FIELD, field)


def _pattern(tag: str) -> re.Pattern[str]:
    before, after = tag.split(FIELD, 1)
    is_plain = DEFAULT not in after and FIELD not in after
    ends = re.escape(after.strip()) if is_plain else r"[^\w .-].*"
    return re.compile(rf"{re.escape(before.strip())}\s*([\w .-]+)\s*{ends}", re.DOTALL)
