"""Carets stand between graphemes of the words, wherever the picture shows them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.engine.breaking import graphemes
from renderer.engine.caret import CaretLine, caret_map
from renderer.engine.document import FontSpec
from renderer.engine.resolved import Words
from tests.engine.typography import fit


def carets(text: str, **spec: object) -> tuple[CaretLine, ...]:
    return caret_map(fit(text, **spec), Words(text))


def test_a_caret_stands_before_and_behind_each_letter():
    (line,) = carets("Amira")
    assert line.offsets == (0, 1, 2, 3, 4, 5)
    assert line.xs is not None
    assert line.xs[0] == 0
    assert line.xs[-1] == pytest.approx(line.width)
    assert list(line.xs) == sorted(line.xs)


def test_carets_follow_the_alignment():
    (line,) = carets("Amira", align="right")
    assert line.xs is not None
    assert line.xs[-1] == pytest.approx(400)


def test_inside_a_ligature_carets_share_its_width():
    (line,) = carets("fi", font=FontSpec("Lora"))
    assert line.xs is not None
    steps = [b - a for a, b in zip(line.xs, line.xs[1:], strict=False)]
    assert steps == pytest.approx([line.width / 2] * 2)


def test_an_emoji_has_a_caret_on_either_side_only():
    (line,) = carets("a👩‍👩‍👧b")
    assert line.offsets == (0, 1, 6, 7)


def test_spaces_at_the_end_move_the_caret():
    (line,) = carets("Amira  ")
    assert line.xs is not None
    assert line.xs[5] < line.xs[6] < line.xs[7]


def test_right_to_left_lines_have_no_carets():
    latin, hebrew = carets("Hi\nשלום")
    assert latin.xs is not None
    assert hebrew.xs is None


def test_carets_point_into_the_words_when_capitals_are_longer():
    (line,) = carets("Straße", case="upper")
    assert line.offsets == (0, 1, 2, 3, 4, 5, 6)
    assert line.xs is not None
    assert line.xs[-1] == pytest.approx(line.width)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("aflfi ÅǵW-\n你ก้e\u0301👩‍👧😀नि"), max_size=40))
def test_every_grapheme_border_has_a_caret(text: str):
    lines = carets(text, fit="none")
    found = [offset for line in lines for offset in line.offsets]
    if text.strip():
        assert set(found) == {0, *graphemes(text)}
    for line in lines:
        assert line.xs is not None
        assert list(line.xs) == sorted(line.xs)
