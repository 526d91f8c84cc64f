"""Text of any kind ends up in its box: whole if it can be, smaller or shorter if not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.engine.caret import caret_map
from renderer.engine.document import FontSpec, Mark, Solid
from renderer.engine.resolved import Words
from renderer.engine.scene import TextBlock
from tests.engine.typography import BOLD, clusters, fit, ink_leaves, lines

RED = Solid((200, 30, 60, 255))
ANY_TEXT = st.text(max_size=60) | st.text(st.sampled_from("Åǵjṩ مرحبא שด้ำ你👩‍🇩🇪\u0301\u200d\ufe0f \n-…"), max_size=40)
FITS = st.sampled_from(["shrink", "ellipsis", "shrink_ellipsis"])


def first(block: TextBlock) -> float:
    return block.lines[0].runs[0].glyphs[0].x


def test_a_short_name_keeps_its_size_and_stands_at_the_top_left():
    block = fit("Hi Amira")
    assert (block.size, block.rung, block.overflow, block.ellipsis) == (44, 0, False, False)
    assert block.lines[0].x == 0
    assert block.lines[0].top == 0


def test_a_long_text_wraps_before_it_shrinks():
    block = fit("Hi Maximiliana, your seat")
    assert block.size == 44
    assert lines(block) == ["Hi Maximiliana,", "your seat"]


def test_a_text_shrinks_until_its_lines_fit():
    block = fit("Hi Wilhelmina-Alexandra, your seat is saved for Thursday")
    assert 20 <= block.size < 44
    assert block.text.endswith("Thursday")
    assert not ink_leaves(block, 400, 120)


def test_the_shortening_ladder_comes_before_shrinking():
    block = fit("Hi Wilhelmina-Alexandra Konstantina", "Hi Wilhelmina-Alexandra", "Hi there", h=60)
    assert (block.rung, block.text, block.size) == (2, "Hi there", 44)


def test_an_empty_rung_is_no_way_out():
    block = fit("Hi Wilhelmina-Alexandra Konstantina", "  ", h=60)
    assert block.rung == 0


def test_what_is_still_too_long_ends_with_an_ellipsis_behind_a_word():
    block = fit("Hi Wilhelmina-Alexandra, your seat is saved for Thursday night", h=40, min_size=24)
    assert block.ellipsis
    assert block.size == 24
    assert block.text == "Hi Wilhelmina-Alexandra, your…"


def test_an_ellipsis_never_follows_a_comma():
    block = fit("Hi Wilhelmina-Alexandra, tomorrow", h=40, w=360, min_size=24, fit="ellipsis", size=24)
    assert block.text == "Hi Wilhelmina-Alexandra…"


def test_one_long_word_is_cut_on_a_grapheme_border():
    block = fit("e\u0301" * 60, h=60, fit="ellipsis", max_lines=1)
    assert block.ellipsis
    assert block.text.endswith("e\u0301…")


def test_most_lines_is_obeyed():
    block = fit("Hi Maximiliana, your seat is saved for you", max_lines=1, min_size=8)
    assert len(block.lines) == 1


def test_fit_none_keeps_everything_and_admits_that_it_sticks_out():
    block = fit("Hi Wilhelmina-Alexandra, your seat is saved for Thursday", fit="none")
    assert block.overflow
    assert block.size == 44
    assert "Thursday" in block.text


def test_shrink_keeps_every_word_even_below_the_least_size():
    block = fit("your seat is saved for Thursday night " * 6, fit="shrink", h=40)
    assert not block.ellipsis
    assert block.size < 20
    assert not ink_leaves(block, 400, 40)


@pytest.mark.parametrize(("align", "edge"), [("left", 0), ("start", 0), ("right", 1), ("end", 1), ("center", 0.5)])
def test_lines_are_aligned(align: str, edge: float):
    line = fit("Amira", align=align).lines[0]
    assert line.x == pytest.approx((400 - line.width) * edge)


@pytest.mark.parametrize(("valign", "share"), [("top", 0), ("middle", 0.5), ("bottom", 1)])
def test_the_block_is_aligned_vertically(valign: str, share: float):
    line = fit("Amira", valign=valign).lines[0]
    assert line.top == pytest.approx((120 - line.height) * share)


def test_start_is_the_right_side_for_arabic_and_hebrew():
    for text in ("مرحبا", "שלום"):
        line = fit(text).lines[0]
        assert line.rtl
        assert line.x + line.width == pytest.approx(400)


def test_the_direction_can_be_forced():
    assert fit("Amira", dir="rtl").lines[0].rtl
    assert not fit("שלום", dir="ltr").lines[0].rtl


def test_padding_moves_text_inward_and_narrows_its_lines():
    block = fit("Amira", pad=(10, 20, 30, 40))
    assert (block.lines[0].x, block.lines[0].top) == (40, 10)
    assert len(fit("Hi Maximiliana", pad=(0, 60, 0, 60)).lines) == 2


def test_hugging_draws_the_box_in_around_the_text():
    wide = fit("Amira", hug="width", align="center", pad=(0, 10, 0, 10)).box
    assert wide.w == pytest.approx(fit("Amira").lines[0].width + 20, abs=2)
    assert wide.x == pytest.approx((400 - wide.w) / 2, abs=2)
    tall = fit("Amira", hug="height", valign="bottom").box
    assert (tall.h, tall.y) == (pytest.approx(44 * 1.2), pytest.approx(120 - 44 * 1.2))


def test_line_height_sets_the_distance_of_baselines():
    block = fit("one\ntwo", line_height=1.5, size=30)
    assert block.lines[1].baseline - block.lines[0].baseline == pytest.approx(45)


def test_tracking_spreads_letters_but_not_the_end_of_the_line():
    plain, tracked = fit("Amira").lines[0], fit("Amira", tracking=100).lines[0]
    assert tracked.width == pytest.approx(plain.width + 4 * 4.4, abs=0.01)


def test_tracking_leaves_joined_scripts_whole():
    assert fit("محمد", tracking=200).lines[0].width == fit("محمد").lines[0].width


def test_an_opentype_feature_changes_the_figures():
    plain = fit("111", font=FontSpec("Inter", 400)).lines[0].width
    tabular = fit("111", font=FontSpec("Inter", 400), features=(("tnum", True),)).lines[0].width
    assert tabular > plain


def test_marks_change_font_paint_and_lines_of_their_range_only():
    marks = (Mark(3, 8, paint=RED, underline=True), Mark(3, 8, font=FontSpec("Lora", 700)))
    runs = fit("Hi Amira!", marks=marks).lines[0].runs
    assert [(run.face.family, run.paint, run.underline) for run in runs] == [
        ("Inter", None, False),
        ("Lora", RED, True),
        ("Inter", None, False),
    ]


def test_a_mark_in_another_colour_does_not_move_letters():
    marked = fit("AVAVAV", marks=(Mark(1, 2, paint=RED),))
    assert marked.lines[0].width == fit("AVAVAV").lines[0].width


def test_a_larger_mark_makes_its_line_taller():
    block = fit("Hi Amira\nthere", marks=(Mark(3, 8, scale=1.4),), size=30)
    assert block.lines[0].height == pytest.approx(30 * 1.4 * 1.2)
    assert block.lines[1].height == pytest.approx(30 * 1.2)


def test_marks_follow_their_letters_through_a_change_of_case():
    runs = fit("Straße Amira", marks=(Mark(7, 12, paint=RED),), case="upper").lines[0].runs
    painted = [glyph.cluster for run in runs if run.paint for glyph in run.glyphs]
    assert painted == [7, 8, 9, 10, 11]


def test_glyphs_know_the_letters_they_came_from_after_a_change_of_case():
    block = fit("Straße", case="upper")
    assert block.text == "STRASSE"
    assert clusters(block.lines[0]) == [0, 1, 2, 3, 4, 4, 5]
    assert (block.lines[0].start, block.lines[0].end) == (0, 6)


def test_an_ellipsis_takes_the_style_of_the_word_before_it():
    block = fit("Hi Wilhelmina tomorrow", marks=(Mark(3, 13, paint=RED),), fit="ellipsis", max_lines=1)
    assert block.text == "Hi Wilhelmina…"
    assert block.lines[0].runs[-1].paint == RED


def test_an_accent_above_the_top_of_the_box_moves_the_text_down():
    block = fit("ÅÅÅ", line_height=0.8)
    assert block.ink is not None
    assert block.ink.y >= -0.01


def test_swashes_that_overhang_are_moved_into_the_box():
    block = fit("fjord f", font=FontSpec("Great Vibes"), size=60)
    assert not ink_leaves(block, 400, 120)


def test_a_stroke_needs_room_as_well():
    plain, stroked = fit("Amira"), fit("Amira", grow=6)
    assert first(stroked) > first(plain)
    assert not ink_leaves(stroked, 400, 120)


def test_a_blank_text_has_no_ink_and_does_not_overflow():
    block = fit("  \n ")
    assert block.ink is None
    assert not block.overflow


def test_controls_and_halves_of_characters_do_no_harm():
    block = fit("Hi\x00 \x1bAmi\ud800ra\u2028there\x85!")
    assert not block.overflow
    assert len(block.lines) == 3


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, FITS, st.floats(1, 500), st.floats(1, 200), st.sampled_from(["word", "char", "none"]))
def test_ink_never_leaves_the_box(text: str, mode: str, width: float, height: float, wrap: str):
    block = fit(text, fit=mode, w=width, h=height, wrap=wrap, size=40, min_size=12)
    assert not ink_leaves(block, width, height)
    assert not block.overflow


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.sampled_from(["none", "upper", "lower", "title"]), st.sampled_from(["en", "tr", "el", "nl", "zz"]))
def test_lines_cover_the_words_from_end_to_end(text: str, case: str, lang: str):
    block = fit(text, case=case, lang=lang, fit="none")
    if text.strip():
        assert block.lines[0].start == 0
        assert block.lines[-1].end == len(text)
    assert all(a.end == b.start for a, b in zip(block.lines, block.lines[1:], strict=False))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 60), st.integers(0, 30))
def test_more_text_is_never_larger(length: int, more: int):
    text = "Wilhelmina Alexandra saved your seat for Thursday night in Berlin, and we look forward to you."
    assert fit(text[: length + more]).size <= fit(text[:length]).size


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, st.floats(0.3, 3), st.floats(-100, 500), st.floats(0.7, 3))
def test_any_style_is_laid_out(text: str, scale: float, tracking: float, line_height: float):
    half = len(text) // 2
    marks = (Mark(0, half, scale=scale, font=FontSpec("Caveat", 700)), Mark(half, len(text) + 5, strike=True))
    block = fit(text, marks=marks, tracking=tracking, line_height=line_height, font=BOLD)
    assert not ink_leaves(block, 400, 120)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters() | st.sampled_from("\ud800\udfff\r\n"), max_size=30))
def test_even_halves_of_characters_are_laid_out(text: str):
    block = fit(text)
    assert not block.overflow
    assert len(caret_map(block, Words(text))) == len(block.lines)
