"""What a field makes of one value: its words, or the reason why there are none."""

from __future__ import annotations

import unicodedata

import pytest
from faker import Faker
from faker.config import AVAILABLE_LOCALES
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.fields import MergeField
from renderer.engine.properties import PROPERTIES
from renderer.engine.resolve import resolve
from renderer.engine.values import FieldReader, parse_address
from tests.engine.documents import document, words
from tests.engine.hostile import HOSTILE

KINDS = PROPERTIES["objects"]["field"]["kind"]["values"]


def reading(value: str | None, **field: object):
    return FieldReader(*reader_of(field)).read(value)


def reader_of(field: dict[str, object]) -> tuple[MergeField, str, frozenset[str]]:
    made = document(fields=[{"key": "field", **field}])
    return made.fields[0], made.fields[0].locale or "en", made.missing_words


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (None, "absent"),
        ("", "blank"),
        ("   ", "blank"),
        ("\u00a0\u200b", "blank"),
        ("{{ first_name }}", "unresolved"),
        ("*|FNAME|*", "unresolved"),
        ("%FIRSTNAME%", "unresolved"),
        ("null", "word"),
        ("NULL", "word"),
        (" None ", "word"),
        ("N/A", "word"),
        ("NA", "word"),
        ("undefined", "word"),
        ("(blank)", "word"),
        ("Ren\ufffd", "invalid"),
    ],
)
def test_each_way_of_missing_has_its_name(value, why):
    found = reading(value)
    assert (found.text, found.why) == (None, why)


@pytest.mark.parametrize("value", ["Na", "Nina", "Nully", "0", "No", "-", "Noneli"])
def test_short_and_similar_names_are_not_missing(value):
    assert reading(value).text == value


@pytest.mark.parametrize(
    "name", ["Amira", "李小龙", "محمد", "O'Brien", "Zoë & Søn #1", "C#", "1+1", "50% off", "Jean-Luc"]
)
def test_a_name_is_shown_as_it_is(name):
    assert reading(name).text == name


def test_a_template_has_its_own_missing_words():
    assert words("{{ name }}", [{"key": "name", "fallback": "friend"}], {"name": "KUNDE"}) == "KUNDE"
    made = document([{"text": "{{ name }}"}], [{"key": "name", "fallback": "friend"}], missing_words=["Kunde"])
    assert resolve(made, {"name": "KUNDE"}).layers[0].words[0].text == "friend"


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ({"kind": "number"}, "1234.5", "1,234.5"),
        ({"kind": "number", "locale": "de"}, "1.234,5", "1.234,5"),
        ({"kind": "number", "format": "0.00"}, "3", "3.00"),
        ({"kind": "money", "currency": "EUR", "locale": "de"}, "12.5", "12,50\xa0€"),
        ({"kind": "money", "currency": "JPY"}, "1200", "¥1,200"),
        ({"kind": "date", "format": "d MMM"}, "2026-11-24", "24 Nov"),
        ({"kind": "bool", "format": "Ja/Nein"}, "false", "Nein"),
        ({"kind": "choice", "choices": ["Gold", "Silver"]}, "GOLD", "Gold"),
        ({"kind": "choice", "choices": ["Gold", "Silver"], "invalid": "nearest"}, "golden", "Gold"),
        ({"kind": "text", "choices": ["Rome", "Milan"], "invalid": "nearest"}, "Roma", "Rome"),
        ({"kind": "url"}, "www.example.com/a", "https://www.example.com/a"),
        ({"kind": "url", "hosts": ["example.com"]}, "https://example.com/x", "https://example.com/x"),
        (
            {"kind": "image", "hosts": ["*.example.com"]},
            "https://cdn.example.com/x.png",
            "https://cdn.example.com/x.png",
        ),
        ({"kind": "text", "pattern": "[A-Z]{2}-[0-9]+"}, "AB-12", "AB-12"),
        ({"kind": "text", "clean": ["trim", "fix_caps", "first_word"]}, " AMIRA JANE ", "Amira"),
        ({"kind": "text", "max_length": 5}, "Wilhelmina", "Wilhe"),
        ({"kind": "text", "max_length": 5, "too_long": "shrink"}, "Wilhelmina", "Wilhelmina"),
        ({"kind": "secret"}, "token-1", "token-1"),
    ],
)
def test_each_kind_words_its_values(field, value, shown):
    assert reading(value, **field).text == shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"kind": "number"}, "many"),
        ({"kind": "money"}, "a lot"),
        ({"kind": "date"}, "soon"),
        ({"kind": "bool"}, "perhaps"),
        ({"kind": "choice", "choices": ["Gold"]}, "Platinum"),
        ({"kind": "choice", "choices": ["Gold"], "invalid": "nearest"}, "xyz"),
        ({"kind": "url"}, "javascript:alert(1)"),
        ({"kind": "url"}, "https://user:pass@example.com/"),
        ({"kind": "url", "hosts": ["example.com"]}, "https://example.com.evil.net/"),
        ({"kind": "url", "hosts": ["example.com"]}, "https://evil.net/?example.com"),
        ({"kind": "image", "hosts": ["*.example.com"]}, "https://example.com/"),
        ({"kind": "image"}, "file:///etc/passwd"),
        ({"kind": "image"}, "asset-17"),
        ({"kind": "text", "pattern": "[A-Z]+"}, "abc"),
    ],
)
def test_a_value_its_field_cannot_use_counts_as_missing(field, value):
    assert reading(value, **field).why == "invalid"
    assert reading(value, **{**field, "invalid": "refuse"}).why == "refused"


@pytest.mark.parametrize("kind", KINDS)
def test_no_hostile_value_breaks_any_kind(kind):
    reader = FieldReader(*reader_of({"kind": kind, "clean": ["trim", "one_line", "fix_caps"]}))
    found = {value: reader.read(value) for value in HOSTILE}
    assert [value for value, one in found.items() if not one.text and not one.why] == []


@pytest.mark.parametrize("locale", sorted(AVAILABLE_LOCALES))
def test_names_of_the_world_reach_the_picture_whole(locale):
    faker = Faker(locale)
    faker.seed_instance(11)
    for _ in range(20):
        name = str(faker.first_name())
        assert reading(name).text == unicodedata.normalize("NFC", " ".join(name.split()))


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(KINDS))
def test_no_value_of_any_kind_ever_fails(value, kind):
    found = reading(value, kind=kind)
    assert (found.text is None) == (found.why is not None)


def test_a_pattern_that_would_take_for_ever_elsewhere_is_quick():
    assert reading("a" * 2000 + "!", pattern="(a+)+b", max_length=2000).why == "invalid"


def test_a_cut_value_is_told():
    assert reading("Wilhelmina", max_length=5).was_cut
    assert not reading("Amira", max_length=5).was_cut


@pytest.mark.parametrize(
    "text",
    [
        "http://[::1",
        "https://",
        "https:///x",
        "ftp://x.de",
        "//x.de",
        "https://a b.de/",
        "x",
        "",
        "https://a.de:99999/",
    ],
)
def test_what_is_no_web_address_is_refused(text):
    assert parse_address(text) is None
