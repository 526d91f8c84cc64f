"""Merge tags are read once, strictly, and never run anything but allowed filters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.filters import liquid, names
from renderer.engine.merge import Literal, MergeTagError, Parts, Tag, compile_text, tags_of
from tests.engine.documents import words


def tag(text: str) -> Tag:
    return tags_of(compile_text(text))[0]


def test_text_becomes_words_and_tags_with_their_places():
    before, found, behind = compile_text("Hi {{ first_name }}!")
    assert before == Literal("Hi ", 0, 3)
    assert (found.key, found.start, found.end) == ("first_name", 3, 19)
    assert behind == Literal("!", 19, 20)


@pytest.mark.parametrize(
    ("text", "key", "style", "fallback"),
    [
        ("{{name}}", "name", None, None),
        ("{{name|friend}}", "name", None, "friend"),
        ("{{ name | dear friend }}", "name", None, "dear friend"),
        ("{{ name|l'ami }}", "name", None, "l'ami"),
        ('{{ name|"upcase" }}', "name", None, "upcase"),
        ("{{ name|'a | b' }}", "name", None, "a | b"),
        ("{{ when:d MMM yyyy }}", "when", "d MMM yyyy", None),
        ("{{ when:d MMM|soon }}", "when", "d MMM", "soon"),
        ("{{ when:'HH:mm'|soon }}", "when", "HH:mm", "soon"),
        ("{{ name| }}", "name", None, ""),
        ("{{ name|Upper East Side }}", "name", None, "Upper East Side"),
    ],
)
def test_short_forms_name_field_format_and_fallback(text, key, style, fallback):
    found = tag(text)
    assert (found.key, found.format, found.fallback) == (key, style, fallback)


def test_a_tag_knows_every_field_it_looks_at():
    assert tag('{{ nick | default: first_name | append: " " | append: last_name }}').keys == (
        "nick",
        "first_name",
        "last_name",
    )


@pytest.mark.parametrize(
    ("text", "offset", "part"),
    [
        ("Hi {{ name", 3, "never closed"),
        ("Hi name }}", 8, "never opened"),
        ("{{ }}", 0, "key of a field"),
        ("{{ 'x' | upcase }}", 0, "key of a field"),
        ("{{ 3name }}", 0, "key of a field"),
        ("ab {{ name | upcse }}", 3, "did you mean “upcase”"),
        ("{{ name | foo: 2 }}", 0, "no filter “foo”"),
        ("{{ name | upcase | where: 2 }}", 0, "unknown filter"),
        ("{{ name | truncate: 'x' }}", 0, "cannot be read"),
        ("{{ a | b | c }}", 0, "no filter"),
        ("{% if name %}", 0, "logic tags"),
        ("{{ name | append: '{{ x' }}", 0, "braces"),
        ("{{ name | append: '" + "x" * 400 + "' }}", 0, "more than 300"),
        ("{{ a }}" * 61, 0, "more than 60"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, offset, part):
    with pytest.raises(MergeTagError) as problem:
        compile_text(text)
    assert problem.value.offset == offset
    assert part in str(problem.value)


def test_no_liquid_tag_is_left():
    assert set(liquid().tags) == {"content", "output", "illegal"}


def test_liquid_offers_only_filters_that_shape_words():
    assert set(liquid().filters) == set(names())
    assert not names() & {"map", "where", "base64_decode", "escape", "safe", "url_decode", "concat", "sort"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ name | upcase }}", "AMIRA JANE"),
        ("{{ name | downcase }}", "amira jane"),
        ("{{ name | capitalize }}", "Amira jane"),
        ("{{ name | first_word }}", "Amira"),
        ("{{ name | last_word }}", "Jane"),
        ("{{ name | initial }}", "A"),
        ("{{ name | split: ' ' | first }}", "Amira"),
        ("{{ name | truncate: 6 }}", "Amira…"),
        ("{{ name | truncatewords: 1 }}", "Amira..."),
        ("{{ name | replace: 'Jane', 'J.' }}", "Amira J."),
        ("{{ name | remove: ' Jane' }}", "Amira"),
        ("{{ name | slice: 0, 3 }}", "Ami"),
        ("{{ name | append: '!' | prepend: 'Hi ' }}", "Hi Amira Jane!"),
        ("{{ name | url_encode }}", "Amira+Jane"),
        ("{{ nobody | default: 'friend' }}", "friend"),
        ("{{ nobody | default: name | upcase }}", "AMIRA JANE"),
        ("{{ when | date: '%d %B %Y' }}", "24 November 2026"),
        ("{{ when | date: 'EEE d MMM' }}", "Tue 24 Nov"),
        ("{{ price | money: 'EUR' }}", "€1,234.50"),
        ("{{ price | number: '#,##0' }}", "1,234"),
        ("{{ name:upper }}", "AMIRA JANE"),
        ("{{ when:EEEE }}", "Tuesday"),
        ("{{ price:0.00 }}", "1234.50"),
        ("{{ nobody:upper|friend }}", "friend"),
    ],
)
def test_filters_and_formats_shape_values(text, wanted):
    fields = [{"key": "name"}, {"key": "nobody"}, {"key": "when", "kind": "date"}, {"key": "price", "kind": "number"}]
    assert words(text, fields, {"name": "Amira Jane", "when": "2026-11-24", "price": "1234.5"}) == wanted


def test_a_filter_works_on_a_fallback_too():
    assert words("{{ name | upcase }}", [{"key": "name", "fallback": "friend"}], {}) == "FRIEND"


def test_no_filter_can_make_a_text_endless():
    fields = [{"key": "name", "max_length": 2000, "too_long": "shrink"}]
    text = "{{ name" + " | replace: 'a', 'aaaaaaaaaa'" * 6 + " }}"
    assert len(words(text, fields, {"name": "a" * 50})) <= 2000


@given(st.text(alphabet="{}%|:'\" abn_.#\n-", max_size=40))
def test_any_text_is_read_or_refused_with_a_reason(text):
    parts, problem = read_or_refused(text)
    if problem:
        assert str(problem)
        assert 0 <= problem.offset <= len(text)
    else:
        assert "".join(text[part.start : part.end] for part in parts) == text


def read_or_refused(text: str) -> tuple[Parts, MergeTagError | None]:
    try:
        return compile_text(text), None
    except MergeTagError as problem:
        return (), problem


@given(st.text(max_size=60))
def test_words_without_braces_are_words(text):
    plain = text.replace("{", "").replace("}", "")
    assert not tags_of(compile_text(plain))
