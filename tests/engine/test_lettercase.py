"""Case follows the language, and every letter remembers where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.lettercase import recase

CASES = st.sampled_from(["none", "upper", "lower", "title"])
LANGUAGES = st.sampled_from(["en", "tr", "az-Latn", "el", "nl", "de", "lt", ""])


@pytest.mark.parametrize(
    ("text", "case", "lang", "expected"),
    [
        ("Straße", "upper", "de", "STRASSE"),
        ("istanbul Iğdır", "upper", "tr", "İSTANBUL IĞDIR"),
        ("İSTANBUL IĞDIR", "lower", "tr-TR", "istanbul ığdır"),
        ("Αθήνα Μαΐου", "upper", "el", "ΑΘΗΝΑ ΜΑΪΟΥ"),
        ("ΟΔΥΣΣΕΥΣ", "lower", "el", "οδυσσευς"),
        ("o'neil mcDonald-smith", "title", "en", "O'neil McDonald-Smith"),
        ("ijsland", "title", "nl", "IJsland"),
        ("ijsland", "title", "en", "Ijsland"),
        ("izmir", "title", "tr", "İzmir"),
        ("ﬁne ǆ", "title", "en", "Fine ǅ"),
        ("e\u0301cole", "title", "fr", "E\u0301cole"),
        ("Any Text", "none", "en", "Any Text"),
    ],
)
def test_case_follows_the_language(text: str, case: str, lang: str, expected: str):
    assert recase(text, case, lang).text == expected


def test_letters_that_multiply_share_their_origin():
    assert recase("aßb", "upper", "de").origins == (0, 1, 1, 2, 3)


@given(st.text(), CASES, LANGUAGES)
def test_origins_rise_and_reach_the_end(text: str, case: str, lang: str):
    changed = recase(text, case, lang)
    assert len(changed.origins) == len(changed.text) + 1
    assert list(changed.origins) == sorted(changed.origins)
    assert changed.origins[-1] == len(text)


@given(st.text(), LANGUAGES)
def test_upper_case_is_final(text: str, lang: str):
    once = recase(text, "upper", lang).text
    assert recase(once, "upper", lang).text == once
