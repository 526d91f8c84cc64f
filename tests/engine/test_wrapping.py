"""Lines are filled by arithmetic alone; every letter here is one em wide, so no font is needed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.breaking import graphemes, line_breaks
from renderer.engine.wrapping import Measured, Wrapped, wrap

TEXTS = st.text(st.sampled_from("abc de-\n👩‍🇩🇪é中文ไทย. "), max_size=60)


def measured(text: str, tracking: float = 0) -> Measured:
    advances = [0.0 if char == "\n" else 1 + tracking for char in text]
    return Measured(text, advances, line_breaks(text), graphemes(text), tracking)


def shown(text: str, wrapped: Wrapped) -> list[str]:
    return [text[line.start : line.trimmed] for line in wrapped.lines]


def test_lines_break_between_words():
    text = "your seat is saved"
    assert shown(text, wrap(measured(text), 10, "word")) == ["your seat", "is saved"]


def test_the_space_at_a_line_end_needs_no_room():
    text = "abcd efgh"
    assert shown(text, wrap(measured(text), 4, "word")) == ["abcd", "efgh"]


def test_a_newline_always_breaks_and_an_empty_line_stays():
    text = "one\n\ntwo"
    assert shown(text, wrap(measured(text), 50, "word")) == ["one", "", "two"]


def test_a_word_longer_than_the_line_is_torn_between_letters():
    text = "a donaudampf"
    result = wrap(measured(text), 4, "word")
    assert shown(text, result) == ["a", "dona", "udam", "pf"]
    assert result.torn


def test_a_long_word_stays_whole_when_tearing_is_not_allowed():
    text = "a donaudampf"
    result = wrap(measured(text), 4, "word", tear=False)
    assert shown(text, result) == ["a", "donaudampf"]
    assert result.too_wide
    assert not result.torn


def test_char_mode_fills_lines_and_does_not_count_as_torn():
    text = "donau dampf"
    result = wrap(measured(text), 4, "char")
    assert shown(text, result) == ["dona", "u da", "mpf"]
    assert not result.torn


def test_none_mode_breaks_only_where_the_text_does():
    text = "one two\nthree"
    assert shown(text, wrap(measured(text), 3, "none")) == ["one two", "three"]


def test_a_torn_word_never_loses_half_an_emoji():
    text = "👩‍👩‍👧👩‍👩‍👧"
    advances = [1.0, 0, 0, 0, 0] * 2
    row = Measured(text, advances, line_breaks(text), graphemes(text))
    assert shown(text, wrap(row, 1, "word")) == ["👩‍👩‍👧", "👩‍👩‍👧"]


def test_tracking_behind_the_last_letter_needs_no_room():
    text = "abcd"
    assert not wrap(measured(text, 0.5), 5.5, "word", tear=False).too_wide
    assert wrap(measured(text, 0.5), 5.4, "word", tear=False).too_wide


@given(TEXTS, st.floats(0, 30), st.sampled_from(["word", "char", "none"]), st.booleans())
def test_lines_cover_the_whole_text_in_order(text: str, width: float, mode: str, tear: bool):
    result = wrap(measured(text), width, mode, tear=tear)
    assert result.lines[0].start == 0
    assert result.lines[-1].end == len(text)
    assert all(a.end == b.start for a, b in zip(result.lines, result.lines[1:], strict=False))
    assert all(line.start <= line.trimmed <= line.end for line in result.lines)


@given(TEXTS, st.floats(7, 30), st.sampled_from(["word", "char"]))
def test_no_line_is_wider_than_allowed_when_words_may_be_torn(text: str, width: float, mode: str):
    row = measured(text)
    result = wrap(row, width, mode)
    long_grapheme = max((end - start for start, end in zip((0, *row.cuts), row.cuts, strict=False)), default=0) > 7
    assert long_grapheme or not result.too_wide


@given(TEXTS, st.floats(1, 30), st.floats(0, 10))
def test_a_wider_box_never_needs_more_lines(text: str, width: float, more: float):
    row = measured(text)
    assert len(wrap(row, width + more, "word").lines) <= len(wrap(row, width, "word").lines)
