"""Merge tags in a text: `{{ key }}`, `{{ key|fallback }}`, `{{ key:format|fallback }}`, `{{ key | filter: "x" }}`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from liquid.exceptions import LiquidError

from renderer.engine.filters import Expression, names
from renderer.engine.problems import RenderProblem

MAX_TAG = 300
MAX_TAGS = 60
_KEY = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*(?=[:|]|\Z)")
_END = re.compile(r"""\}\}|"[^"]*"|'[^']*'""")
_FILTER = re.compile(r"\s*([A-Za-z_]+)\s*(?=[:|]|\Z)")
_SENTENCE_END = re.compile(r"[.!?…]+[”’»\")]*\s+|[。！？]\s*|\n+")
_QUOTED = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*\Z""")


class MergeTagError(RenderProblem):
    """A tag that cannot be read; `offset` is the code point where it starts."""

    code = "invalid_merge_tag"

    def __init__(self, offset: int, message: str):
        self.offset = offset
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Literal:
    """Words an author typed; `start` to `end` are code points of the source."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """One occurrence of a field. `fallback` is the tag's own and beats the field's; None when it has none."""

    key: str
    start: int
    end: int
    format: str | None = None
    fallback: str | None = None
    expression: Expression | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Every field the tag looks at, its own first."""
        rest = self.expression.keys if self.expression else ()
        return (self.key, *(key for key in rest if key != self.key))


Part = Literal | Tag
Parts = tuple[Part, ...]


@lru_cache(maxsize=4096)
def compile_text(text: str) -> Parts:
    """The text as words and tags, in order. Raises MergeTagError."""
    parts = tuple(_parts(text))
    if sum(isinstance(part, Tag) for part in parts) > MAX_TAGS:
        raise MergeTagError(0, f"has more than {MAX_TAGS} tags")
    return parts


def tags_of(parts: Parts) -> tuple[Tag, ...]:
    """The tags alone."""
    return tuple(part for part in parts if isinstance(part, Tag))


def sentences(text: str) -> list[str]:
    """The text's sentences; what ends one inside a tag does not count."""
    ends = [
        part.start + found.end()
        for part in compile_text(text)
        if isinstance(part, Literal)
        for found in _SENTENCE_END.finditer(part.text)
    ]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _parts(text: str) -> Iterator[Part]:
    position = 0
    while (start := text.find("{{", position)) >= 0:
        if start > position:
            yield _literal(text, position, start)
        position = _end(text, start)
        yield _tag(text[start + 2 : position - 2], start, position)
    if position < len(text):
        yield _literal(text, position, len(text))


def _literal(text: str, start: int, end: int) -> Literal:
    words = text[start:end]
    for sign, sense in (
        ("{%", "logic tags such as {% if %} do not work here; use a condition or a fallback"),
        ("}}", "a tag is closed that was never opened"),
    ):
        if sign in words:
            raise MergeTagError(start + words.index(sign), sense)
    return Literal(words, start, end)


def _end(text: str, start: int) -> int:
    """Where the tag that starts there is closed; braces inside quotes do not close it."""
    position = start + 2
    while found := _END.search(text, position):
        if found[0] == "}}":
            return found.end()
        position = found.end()
    # An apostrophe outside quotes, as in a fallback such as {{ name|l'ami }}, must not swallow the end.
    if (end := text.find("}}", start + 2)) >= 0:
        return end + 2
    raise MergeTagError(start, "the tag that starts here is never closed with }}")


def _tag(inside: str, start: int, end: int) -> Tag:
    if len(inside) > MAX_TAG:
        raise MergeTagError(start, f"the tag has more than {MAX_TAG} characters")
    if not (found := _KEY.match(inside)):
        raise MergeTagError(start, f"“{{{{{inside}}}}}” must start with the key of a field, such as first_name")
    key, rest = found[1], inside[found.end() :]
    style = None
    if rest.startswith(":"):
        style, bar, rest = rest[1:].partition("|")
        style, rest = _unquoted(style), bar + rest
    if not rest:
        return Tag(key, start, end, style)
    return _piped(key, start, end, style, rest[1:])


def _piped(key: str, start: int, end: int, style: str | None, rest: str) -> Tag:
    """What stands behind the first bar: a filter of ours, or words to use when there is no value."""
    name = _FILTER.match(rest)
    if name and name[1] in names():
        return Tag(key, start, end, style, expression=_expression(f"{key} | {rest.strip()}", start))
    if not _QUOTED.match(rest):
        _refuse_misspelt(rest, name, start)
    return Tag(key, start, end, style, fallback=_unquoted(rest))


def _expression(source: str, start: int) -> Expression:
    try:
        return Expression(source)
    except (LiquidError, ArithmeticError, ValueError, TypeError) as problem:
        sense = str(problem).splitlines()[0].split("(<string>")[0].strip()
        raise MergeTagError(start, f"“{source}” cannot be read: {sense}") from None


def _refuse_misspelt(rest: str, name: re.Match[str] | None, start: int) -> None:
    """A filter that does not exist must not become a fallback unseen."""
    if name:
        close = difflib.get_close_matches(name[1], names(), n=1, cutoff=0.8)
        if close and name[1].islower():
            raise MergeTagError(start, f"there is no filter “{name[1]}”; did you mean “{close[0]}”?")
        if len(rest) > name.end():
            raise MergeTagError(start, f"there is no filter “{name[1]}”; put quotes around words to show")
    if "|" in rest:
        raise MergeTagError(start, "has more than one fallback; put quotes around words that contain a bar")


def _unquoted(text: str) -> str:
    if found := _QUOTED.match(text):
        return found[1] if found[1] is not None else found[2]
    return text.strip()
