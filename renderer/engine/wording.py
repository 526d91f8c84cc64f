"""Fill one text with a record's values; styled ranges and the editor's segments follow into the finished words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from renderer.engine.gaps import close_gaps
from renderer.engine.merge import Literal, Parts, Tag
from renderer.engine.pieces import Piece
from renderer.engine.resolved import Segment, Words
from renderer.engine.styles import Mark


@dataclass(frozen=True, slots=True)
class Value:
    """What a field says for one recipient. `state` is value, fallback or empty.

    `empty` is what the field wants where it says nothing: text, hide_layer, hide_words, blank or refuse.
    """

    text: str
    state: str
    empty: str = "blank"
    mode: str = "ignore"


class Values(Protocol):
    """Where values come from, by key."""

    def value(self, key: str) -> Value:
        """What the field says; an undeclared one says nothing."""

    def reworded(self, key: str, value: Value, style: str) -> str:
        """The value in another format than the field's own."""


class MustHide(Exception):  # noqa: N818
    """Not an error: a tag without a value takes the whole text with it."""


def fill(parts: Parts, values: Values, marks: Sequence[Mark] = (), *, may_hide: bool = True) -> Words:
    """The finished words. Raises MustHide when a field that is missing hides what uses it (unless not `may_hide`)."""
    hidden = [mark for mark in marks if mark.hide_if_empty and values.value(mark.hide_if_empty).state == "empty"]
    pieces = _around(parts, values, hidden, may_hide) if hidden else [_piece(part, values, may_hide) for part in parts]
    if any(piece.gone for piece in pieces):
        close_gaps(pieces)
        if not any(character.isalnum() for piece in pieces for character in piece.text):
            return Words("")
    return _words(pieces, marks)


def _piece(part: Literal | Tag, values: Values, may_hide: bool) -> Piece:
    if isinstance(part, Literal):
        return Piece(part.start, part.end, part.text)
    value = value_of(part, values)
    if value.state == "empty" and may_hide and value.empty == "hide_layer":
        raise MustHide(part.key)
    gone = value.state == "empty" and value.empty in ("hide_words", "hide_layer")
    return Piece(part.start, part.end, value.text, part.key, value.state, gone)


def value_of(tag: Tag, values: Values) -> Value:
    """What one tag becomes: its own fallback and filters taken into account."""
    value = values.value(tag.key)
    if tag.expression:
        return _evaluated(tag, value, values)
    if value.state != "value" and tag.fallback is not None:
        return Value(tag.fallback, "fallback") if tag.fallback else Value("", "empty")
    if tag.format and value.state != "empty":
        return replace(value, text=values.reworded(tag.key, value, tag.format))
    return value


def _evaluated(tag: Tag, value: Value, values: Values) -> Value:
    assert tag.expression
    if value.state == "empty" and not tag.expression.has_default:
        return value
    words = {key: values.value(key).text for key in tag.expression.keys}
    if tag.format and value.state != "empty":
        words[tag.key] = values.reworded(tag.key, value, tag.format)
    if tag.expression.has_default and value.state != "value":
        words[tag.key] = ""
    text = tag.expression.evaluate(words)
    if not text:
        return replace(value, text="", state="empty")
    return Value(text, "value" if value.state == "value" else "fallback")


def _around(parts: Parts, values: Values, hidden: Sequence[Mark], may_hide: bool) -> list[Piece]:
    """The pieces outside the hidden ranges, and one gone piece for each range."""
    ranges = _merged(hidden, parts)
    pieces = [Piece(start, end, "", field, "empty", gone=True) for start, end, field in ranges]
    for part in parts:
        if isinstance(part, Literal):
            pieces += _outside(part, ranges)
        elif not any(start <= part.start < end for start, end, _ in ranges):
            pieces.append(_piece(part, values, may_hide))
    return sorted(pieces, key=lambda piece: piece.start)


def _outside(part: Literal, ranges: Sequence[tuple[int, int, str]]) -> list[Piece]:
    pieces, position = [], part.start
    for start, end, _ in [*ranges, (part.end, part.end, "")]:
        stop = min(start, part.end)
        if position < stop:
            pieces.append(Piece(position, stop, part.text[position - part.start : stop - part.start]))
        position = max(position, min(end, part.end))
    return pieces


def _merged(hidden: Sequence[Mark], parts: Parts) -> list[tuple[int, int, str]]:
    """The hidden ranges, apart from each other, none ending inside a tag."""
    ranges: list[tuple[int, int, str]] = []
    tags = [part for part in parts if isinstance(part, Tag)]
    for mark in sorted(hidden, key=lambda mark: mark.start):
        start = min([mark.start, *(tag.start for tag in tags if tag.start < mark.start < tag.end)])
        end = max([mark.end, *(tag.end for tag in tags if tag.start < mark.end < tag.end)])
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]), ranges[-1][2])
        elif start < end:
            ranges.append((start, end, mark.hide_if_empty or ""))
    return ranges


def _words(pieces: Sequence[Piece], marks: Sequence[Mark]) -> Words:
    segments, position = [], 0
    for piece in pieces:
        end = position + len(piece.text)
        segments.append(Segment(piece.start, piece.end, position, end, piece.field, piece.state))
        position = end
    placed = tuple(moved for mark in marks if (moved := _placed(mark, segments))) if marks else ()
    return Words("".join([piece.text for piece in pieces]), placed, tuple(segments))


def _placed(mark: Mark, segments: Sequence[Segment]) -> Mark | None:
    """The mark with offsets into the words; a tag is styled whole or not at all. None when nothing is left under it."""
    covered = [segment for segment in segments if segment.source_end > mark.start and segment.source_start < mark.end]
    if not covered:
        return None
    first, last = covered[0], covered[-1]
    start, end = first.start, last.end
    if first.field is None:
        start += max(mark.start - first.source_start, 0)
    if last.field is None:
        end = min(end, last.start + mark.end - last.source_start)
    return replace(mark, start=start, end=end) if start < end else None
