"""Close the gap that a dropped tag leaves: `Hi {{ name }}!` becomes `Hi!`, `Amira, {{ city }}` becomes `Amira`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from renderer.engine.pieces import Piece

_PAIRS = {"(": ")", "[": "]", "“": "”", "„": "“", "«": "»", "‘": "’", '"': '"', "'": "'", "（": "）", "「": "」"}
_SEPARATOR_BEFORE = re.compile(r"(?:\s*[,;:·•、،]+|\s+[-–—|/+&→]+)?\s*\Z")
_SEPARATOR_BEHIND = re.compile(r"\s*(?:[,;:·•、،]+|[-–—|/+&→]+(?=\s|\Z))?\s*")
_SEPARATED_BEFORE = re.compile(r"(?:\s*[,;:·•、،]+|\s+[-–—|/+&→]+)\s*\Z")
_SEPARATED_BEHIND = re.compile(r"\s*[,;:·•、،]|\s+[-–—|/+&→]+\s")
_NEAR = 60
"""How far from a gap separators are looked for."""
_CLOSES = re.compile(r"\s*[,.;:!?…)\]}”»’、。，！？؟،]")
_COMMA = re.compile(r"\s*[,،、]\s*")


def close_gaps(pieces: Sequence[Piece]) -> None:
    """Trim the words beside every piece that is gone, in place."""
    for i, piece in enumerate(pieces):
        if piece.gone:
            _close(pieces, i)


def _close(pieces: Sequence[Piece], i: int) -> None:
    left, right = _beside(pieces[:i][::-1]), _beside(pieces[i + 1 :])
    _drop_brackets(left, right)
    before, behind = _line_before(pieces, i), _line_behind(pieces, i)
    starts, ends = not before.strip(), not behind.strip()
    if starts and ends:
        _drop_line(left, right)
    elif starts:
        _trim_start(left, right, before)
    elif ends:
        if left and (found := _SEPARATOR_BEFORE.search(_last_line(left.text)[-_NEAR:])):
            left.drop_end(len(found[0]))
        if right:
            right.drop_start(len(_first_line(right.text)))
    elif left:
        _join(left, right)


def _beside(pieces: Sequence[Piece]) -> Piece | None:
    """The nearest piece with words, if an author typed them: values are never trimmed."""
    nearest = next((piece for piece in pieces if piece.text), None)
    return nearest if nearest and nearest.field is None else None


def _drop_brackets(left: Piece | None, right: Piece | None) -> None:
    if not left or not right:
        return
    opened, closed = left.text.rstrip(), right.text.lstrip()
    if opened and closed and _PAIRS.get(opened[-1]) == closed[0]:
        left.drop_end(len(left.text) - len(opened) + 1)
        right.drop_start(len(right.text) - len(closed) + 1)


def _drop_line(left: Piece | None, right: Piece | None) -> None:
    """Nothing else stood on this line, so the line goes with its end."""
    if left:
        left.drop_end(len(_last_line(left.text)))
    if right:
        right.drop_start(len(_first_line(right.text)))
    if left and left.text.endswith("\n"):
        left.drop_end(1)
    elif right and right.text.startswith("\n"):
        right.drop_start(1)


def _trim_start(left: Piece | None, right: Piece | None, before: str) -> None:
    if left:
        left.drop_end(min(len(before), len(_last_line(left.text))))
    if not right:
        return
    comma = _COMMA.match(right.text)
    if found := _SEPARATOR_BEHIND.match(_first_line(right.text)):
        right.drop_start(len(found[0]))
    if comma and right.text[:1].islower() and len(right.text[0].upper()) == 1:
        # `{{ name }}, your seat is booked` now begins the sentence.
        right.text = right.text[0].upper() + right.text[1:]


def _join(left: Piece, right: Piece | None) -> None:
    """Words on both sides: one space, one separator, and no space in front of what closes."""
    follows = _first_line(right.text) if right else ""
    if _CLOSES.match(follows):
        found = _SEPARATOR_BEFORE if _separates(left) else re.compile(r"\s*\Z")
        left.drop_end(len(found.search(left.text[-_NEAR:])[0]))  # type: ignore[index]
        if right:
            right.drop_start(len(follows) - len(follows.lstrip()))
    elif right and _separates(left) and _SEPARATED_BEHIND.match(follows):
        right.drop_start(len(_SEPARATOR_BEHIND.match(follows)[0]))  # type: ignore[index]
    elif right and left.text[-1:].isspace() and follows[:1].isspace():
        right.drop_start(len(follows) - len(follows.lstrip()))


def _separates(left: Piece) -> bool:
    return _SEPARATED_BEFORE.search(left.text[-_NEAR:]) is not None


def _line_before(pieces: Sequence[Piece], i: int) -> str:
    return _last_line("".join(piece.text for piece in pieces[:i]))


def _line_behind(pieces: Sequence[Piece], i: int) -> str:
    # A tag further on that is gone as well has no words to offer.
    return _first_line("".join(piece.text for piece in pieces[i + 1 :] if not piece.gone))


def _last_line(text: str) -> str:
    return text[text.rfind("\n") + 1 :]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
