"""Values are made fit to be drawn before anything looks at them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from renderer.engine.cleaning import STEPS, clean, cut, drop_emoji, first_word, is_blank, tidy
from tests.engine.hostile import HOSTILE

ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_there_are_more_than_five_hundred_hostile_strings():
    assert len(set(HOSTILE)) > 500


@given(ANY_TEXT)
def test_clean_text_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_keeps_nothing_that_breaks_layout(text):
    assert_drawable(clean(text))


@given(ANY_TEXT)
def test_no_text_keeps_anything_that_breaks_layout(text):
    assert_drawable(clean(text))


def assert_drawable(text: str) -> None:
    assert unicodedata.is_normalized("NFC", text)
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Co", "Zl", "Zp") and c != "\n"]
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00a0\t")
    assert "  " not in text
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        assert run <= 4


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Amira", "Amira"),
        ("Rene\u0301", "René"),
        ("a\u00a0\u00a0b", "a b"),
        ("a \t b", "a b"),
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("a \n\n \n b", "a\nb"),
        ("\u202eevil\u202c", "evil"),
        ("a\x00b\x1fc\x9fd", "abcd"),
        ("Z" + "\u0301" * 30, "Ź\u0301\u0301\u0301\u0301"),
        ("李\u0316\u0489龙", "李龙"),
        ("ก\u0316ำ", "กำ"),
        ("м\u0489 x\u0316 1\u20e3", "м\u0489 x\u0316 1\u20e3"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83db", "ab"),
        ("A\u200db", "A\u200db"),
        ("می‌خواهم", "می‌خواهم"),
        ("\u200fשלום", "\u200fשלום"),
        ("a\U000e0041b", "ab"),
        (ENGLAND, ENGLAND),
    ],
    ids=ascii,
)
def test_each_kind_of_dirt_is_removed(text, wanted):
    assert clean(text) == wanted


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\u3164\u2800", "\u200d\ufe0f", "\u00a0\u3000", "\u115f"])
def test_text_that_shows_nothing_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "0", "é", "\u200ba", "👍", "·"])
def test_text_that_shows_something_is_not_blank(text):
    assert not is_blank(text)


@given(ANY_TEXT.map(clean), st.integers(0, 12))
def test_a_cut_never_splits_what_a_reader_sees_as_one_letter(text, most):
    short = cut(text, most)
    assert len(short) <= most
    assert text.startswith(short)
    clusters, end = [0], 0
    for cluster in CharacterBreaker(text, "en"):
        end += len(cluster)
        clusters.append(end)
    assert any(text[:border].rstrip() == short or text[:border] == short for border in clusters)


def test_a_family_is_kept_whole_or_not_at_all():
    assert cut("ab👩‍👩‍👧‍👦", 5) == "ab"
    assert cut("ab👩‍👩‍👧‍👦", 9) == "ab👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("AMIRA MCDONALD", "Amira McDonald"),
        ("Amira McDonald", "Amira McDonald"),
        ("amira", "amira"),
        ("O'BRIEN", "O'Brien"),
        ("D’ANGELO", "D’Angelo"),
        ("JEAN-LUC", "Jean-Luc"),
        ("ST. JOHN'S", "St. John's"),
        ("LUDWIG VAN BEETHOVEN", "Ludwig van Beethoven"),
        ("VAN GOGH", "Van Gogh"),
        ("MARÍA DE LA CRUZ", "María de la Cruz"),
        ("LOUIS XIV", "Louis XIV"),
        ("HENRY VIII", "Henry VIII"),
        ("LI XI", "Li Xi"),
        ("IJSBRAND", "IJsbrand"),
        ("MACDONALD", "MacDonald"),
        ("MACHADO", "Machado"),
        ("AJ", "AJ"),
        ("J.P.", "J.P."),
        ("JO", "Jo"),
        ("ÉCOLE", "École"),
        ("ВЛАДИМИР", "Владимир"),
        ("ΓΙΩΡΓΟΣ", "Γιωργος"),
        ("محمد", "محمد"),
        ("李小龙", "李小龙"),
        ("123", "123"),
    ],
)
def test_shouting_is_put_right_as_people_write_names(text, wanted):
    assert tidy(text, ["fix_caps"]).replace("σ", "ς") == wanted.replace("σ", "ς")


def test_turkish_keeps_its_dots():
    assert tidy("ISPARTA", ["fix_caps"], "tr") == "Isparta"
    assert tidy("DIYARBAKIR", ["fix_caps"], "tr-TR") == "Dıyarbakır"
    assert tidy("izmir", ["title"], "tr") == "İzmir"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Amira 🎉", "Amira"),
        ("👩‍👩‍👧 Amira 🇩🇪 B.", "Amira B."),
        ("No. 1 ©", "No. 1 ©"),
        ("C# 1️⃣", "C#"),
        ("Ann ❤️ Bo", "Ann Bo"),
        ("👍🏽", ""),
        ("日本", "日本"),
    ],
)
def test_emoji_go_and_leave_no_double_spaces(text, wanted):
    assert drop_emoji(text) == wanted


def test_first_word_is_what_a_greeting_needs():
    assert first_word("Amira Jane McDonald") == "Amira"
    assert first_word("  Smith, John") == "Smith"
    assert first_word("") == ""


@given(ANY_TEXT, st.lists(st.sampled_from(sorted(STEPS)), max_size=5))
def test_no_clean_up_ever_fails(text, steps):
    assert isinstance(tidy(clean(text), steps, "de"), str)


def test_clean_up_steps_apply_in_their_order():
    assert tidy("  amira\nJANE ", ["one_line", "first_word", "upper"]) == "AMIRA"
