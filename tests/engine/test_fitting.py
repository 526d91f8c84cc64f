"""The order in which a text gives way, shown on a made-up text whose letters are as wide as the size."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.fitting import Fitter, first_that_fits, sizes

BOX = 120.0


@dataclass(frozen=True)
class Tried:
    text: str
    size: float
    tear: bool
    fits: bool


def attempt(text: str, size: float, tear: bool) -> Tried:
    """One line of letters; words longer than ten letters fit only when they may be torn."""
    whole = tear or all(len(word) <= 10 for word in text.split())
    return Tried(text, size, tear, whole and len(text) * size <= BOX)


def shortened(text: str, keep: int) -> str:
    return text[:keep].rstrip() + "…" if keep >= 0 else ""


def word_cuts(text: str) -> list[int]:
    return [index for index, char in enumerate(text) if char == " "]


FITTER: Fitter[str, Tried] = Fitter(attempt, shortened, word_cuts, lambda text: range(1, len(text)))


def fit(*texts: str, mode: str = "shrink_ellipsis", size: float = 10, least: float = 6) -> tuple[int, Tried]:
    return FITTER.fit(texts, mode, size, least)


def test_a_text_that_fits_keeps_its_size():
    assert fit("Hi Amira") == (0, Tried("Hi Amira", 10, False, True))


def test_a_shorter_text_at_full_size_goes_before_shrinking():
    rung, tried = fit("Hi Wilhelmina-Alexandra", "Hi Alex", "Hi there")
    assert (rung, tried.text, tried.size) == (1, "Hi Alex", 10)


def test_the_last_text_shrinks_when_no_text_fits():
    rung, tried = fit("your seat is saved now", "your seat saved")
    assert (rung, tried.size) == (1, 8)


def test_a_text_shrinks_no_more_than_it_must():
    _, tried = fit("your seat saved")
    assert tried.size == 8
    assert not attempt("your seat saved", 8.5, False).fits


def test_a_word_is_torn_only_at_the_least_size():
    _, tried = fit("donaudampfschiff")
    assert (tried.size, tried.tear, tried.text) == (6, True, "donaudampfschiff")


def test_an_ellipsis_follows_whole_words_at_the_least_size():
    _, tried = fit("your seat is saved for Thursday night")
    assert (tried.text, tried.size) == ("your seat is saved…", 6)


def test_a_single_word_is_cut_between_letters():
    _, tried = fit("donaudampfschifffahrtsgesellschaft")
    assert (tried.text, tried.size) == ("donaudampfschifffah…", 6)


def test_ellipsis_mode_never_shrinks():
    _, tried = fit("your seat is saved", mode="ellipsis")
    assert (tried.text, tried.size) == ("your seat…", 10)


def test_shrink_mode_keeps_every_word_even_below_the_least_size():
    _, tried = fit("your seat is saved for Thursday night", mode="shrink")
    assert tried.text == "your seat is saved for Thursday night"
    assert tried.fits
    assert tried.size < 6


def test_none_mode_keeps_size_and_words_and_sticks_out():
    _, tried = fit("your seat is saved for Thursday night", mode="none")
    assert (tried.size, tried.fits) == (10, False)


def test_sizes_fall_in_half_steps_to_the_least_one():
    assert sizes(10, 8.7) == (10, 9.5, 9.0, 8.7)
    assert sizes(10, 10) == (10,)


@given(st.text("abcdefgh ", min_size=1, max_size=80), st.sampled_from(["shrink", "ellipsis", "shrink_ellipsis"]))
def test_every_mode_but_none_ends_in_something_that_fits(text: str, mode: str):
    assert fit(text, mode=mode)[1].fits


@given(st.integers(1, 80), st.integers(0, 30))
def test_a_longer_text_is_never_larger(length: int, more: int):
    text = "ab " * 40
    assert fit(text[: length + more])[1].size <= fit(text[:length])[1].size


@given(st.integers(0, 200), st.integers(0, 200))
def test_binary_search_finds_the_first_that_fits(count: int, first: int):
    found = first_that_fits(count, lambda index: Tried("", index, False, index >= first))
    assert (found.size if found else None) == (first if first < count else None)
