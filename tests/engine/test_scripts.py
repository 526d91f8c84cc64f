"""Directions and emoji as Unicode defines them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.scripts import base_level, levels, visual_order, wants_colour


def shown(text: str, base: int) -> str:
    """The characters of a one-line text in the order the eye meets them."""
    return "".join(text[index] for index in visual_order(list(levels(text, base))))


def test_hebrew_inside_english_is_turned_around():
    assert shown("at שלום hotel", 0) == "at םולש hotel"


def test_numbers_inside_hebrew_keep_their_order():
    assert shown("חדר 123 כאן", 1) == "ןאכ 123 רדח"


def test_brackets_belong_to_what_they_hold():
    assert shown("a (אב) c", 0) == "a (בא) c"
    assert levels("א (b) ג", 1)[2] == 1


def test_isolates_keep_their_content_together():
    assert levels("a\u2067b!\u2069", 0)[3] == 1


def test_the_first_strong_character_decides_on_the_direction():
    assert base_level("123 שלום abc", "auto") == 1
    assert base_level("123 abc שלום", "auto") == 0
    assert base_level("...", "auto") == 0
    assert base_level("abc", "rtl") == 1


@pytest.mark.parametrize("cluster", ["😀", "👩‍👩‍👧", "🇩🇪", "1️⃣", "❤️", "⌚", "🌡", "👍🏽"])
def test_emoji_want_colour(cluster: str):
    assert wants_colour(cluster)


@pytest.mark.parametrize("cluster", ["a", "1", "#", "❤", "☎", "😀\ufe0e", "©", "中"])
def test_other_characters_do_not(cluster: str):
    assert not wants_colour(cluster)


@given(st.lists(st.integers(0, 4), max_size=20))
def test_the_visual_order_holds_every_run_once(found: list[int]):
    assert sorted(visual_order(found)) == list(range(len(found)))


@given(st.text(max_size=40).filter(lambda text: "\n" not in text), st.sampled_from([0, 1]))
def test_every_character_has_a_level(text: str, base: int):
    assert len(levels(text, base)) == len(text)
