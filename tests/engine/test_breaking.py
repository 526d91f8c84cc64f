"""Texts are cut only where their readers would cut them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.breaking import graphemes, line_breaks, pieces, words


def cut(text: str, ends: tuple[int, ...]) -> list[str]:
    return [text[start:end] for start, end in pieces(text, ends)]


def test_lines_break_after_spaces_and_hyphens():
    assert cut("Anna-Lena saved it", line_breaks("Anna-Lena saved it")) == ["Anna-", "Lena ", "saved ", "it"]


def test_thai_breaks_between_words_that_no_space_divides():
    text = "สวัสดีชาวโลก"
    assert cut(text, line_breaks(text, "th")) == ["สวัสดี", "ชาว", "โลก"]


def test_khmer_and_lao_break_between_words():
    assert len(line_breaks("សួស្តីពិភពលោក", "km")) > 1
    assert len(line_breaks("ສະບາຍດີຊາວໂລກ", "lo")) > 1


def test_chinese_breaks_anywhere_but_before_closing_punctuation():
    assert cut("你好，世界", line_breaks("你好，世界", "zh")) == ["你", "好，", "世", "界"]


def test_no_break_space_and_prices_hold_together():
    assert line_breaks("Dr.\u00a0Who") == (7,)
    assert cut("now $9.99", line_breaks("now $9.99")) == ["now ", "$9.99"]


def test_what_looks_like_one_character_is_one_grapheme():
    for grapheme in ["👩‍👩‍👧", "🇩🇪", "👍🏽", "1️⃣", "e\u0301", "กำ", "क्षि", "\r\n", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"]:
        assert graphemes(grapheme) == (len(grapheme),)


def test_flags_beside_each_other_stay_two():
    assert cut("🇩🇪🇫🇷", graphemes("🇩🇪🇫🇷")) == ["🇩🇪", "🇫🇷"]


def test_an_apostrophe_does_not_end_a_word():
    assert cut("o'neil, jr", words("o'neil, jr")) == ["o'neil", ",", " ", "jr"]


def test_an_unknown_language_is_no_obstacle():
    assert line_breaks("one two", "xx-bogus") == (4, 7)


@given(st.text(max_size=80))
def test_ends_rise_and_reach_the_end_of_any_text(text: str):
    for ends in (line_breaks(text), graphemes(text), words(text)):
        assert list(ends) == sorted(set(ends))
        assert ends[-1:] == ((len(text),) if text else ())


@given(st.text(max_size=60))
def test_lines_never_break_inside_a_grapheme(text: str):
    assert set(line_breaks(text)) <= set(graphemes(text))
