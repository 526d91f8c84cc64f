"""Where a field hides the words around it, what is left reads as if the tag had never been there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.documents import filled, words

FIELDS = [{"key": key, "empty": "hide_words"} for key in ("name", "city", "land")]
AMIRA = {"name": "Amira"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hi {{ name }}!", "Hi!"),
        ("Hi {{ name }}, welcome", "Hi, welcome"),
        ("Hi, {{ name }}!", "Hi!"),
        ("Welcome back {{ name }}", "Welcome back"),
        ("Welcome back, {{ name }}", "Welcome back"),
        ("Welcome back, {{ name }}.", "Welcome back."),
        ("Dear {{ name }},", "Dear,"),
        ("{{ name }}, your seat is booked", "Your seat is booked"),
        ("{{ name }} – your seat", "your seat"),
        ("{{ name }}: Berlin", "Berlin"),
        ("For {{ name }} only", "For only"),
        ("Thanks ({{ name }})", "Thanks"),
        ("Thanks ({{ name }})!", "Thanks!"),
        ("Thanks “{{ name }}” again", "Thanks again"),
        ("¡Hola, {{ name }}!", "¡Hola!"),
        ("مرحبا، {{ name }}", "مرحبا"),
        ("Line one\n{{ name }}\nLine two", "Line one\nLine two"),
        ("Line one\n{{ name }}", "Line one"),
        ("{{ name }}\nLine two", "Line two"),
        ("Hi {{ name }},\nwelcome", "Hi,\nwelcome"),
        ("{{ name }}", None),
        ("{{ name }}!", None),
        ("– {{ name }} –", None),
        ("{{ city }}, {{ land }}", None),
        ("{{ name }}, {{ city }} · {{ land }}", None),
        ("Rome {{ name }} {{ city }} now", "Rome now"),
        ("Rome, {{ name }}, {{ city }}, Italy", "Rome, Italy"),
        ("Rome · {{ name }} · {{ city }} · Italy", "Rome · Italy"),
        ("Rome - {{ name }} - Italy", "Rome - Italy"),
        ("Rome / {{ name }}", "Rome"),
        ("well-{{ name }}", "well-"),
        ("A & {{ name }}", "A"),
        ("{{ name }} & B", "B"),
    ],
)
def test_a_missing_name_leaves_no_gap(text, wanted):
    assert words(text, FIELDS, {}) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ name }}, {{ city }}", "Amira"),
        ("{{ city }}, {{ name }}", "Amira"),
        ("{{ name }} {{ city }}", "Amira"),
        ("{{ city }} {{ name }}", "Amira"),
        ("{{ name }} ({{ city }})", "Amira"),
        ("{{ name }} · {{ city }} · {{ land }}", "Amira"),
        ("{{ city }} · {{ name }} · {{ land }}", "Amira"),
        ("{{ name }}{{ city }}", "Amira"),
        ("Hi {{ name }}, from {{ city }}!", "Hi Amira, from!"),
        ("{{ name }}\n{{ city }}", "Amira"),
    ],
)
def test_a_value_beside_the_gap_stays_whole(text, wanted):
    assert words(text, FIELDS, AMIRA) == wanted


def test_a_styled_range_hides_with_its_field():
    text = "See you in {{ city }}, {{ name }}!"
    marks = [{"from": 7, "to": 21, "hide_if_empty": "city"}]
    assert words(text, FIELDS, AMIRA, marks=marks) == "See you, Amira!"
    assert words(text, FIELDS, {**AMIRA, "city": "Rome"}, marks=marks) == "See you in Rome, Amira!"


def test_a_range_may_hide_with_a_field_that_it_does_not_show():
    marks = [{"from": 5, "to": 14, "hide_if_empty": "city"}]
    assert words("Hello from Rome, {{ name }}", FIELDS, AMIRA, marks=marks) == "Helloe, Amira"


def test_ranges_that_overlap_hide_together():
    text = "One {{ city }} two {{ land }} three"
    marks = [{"from": 4, "to": 20, "hide_if_empty": "city"}, {"from": 15, "to": 30, "hide_if_empty": "land"}]
    assert words(text, FIELDS, {}, marks=marks) == "One three"


def test_a_hidden_range_never_splits_a_tag():
    marks = [{"from": 0, "to": 8, "hide_if_empty": "city"}]
    assert words("In {{ city }} now", FIELDS, {}, marks=marks) == "now"


def test_the_gap_is_told_to_the_editor():
    found = filled("Hi {{ name }}!", FIELDS, {}).layers[0].words[0]
    assert [(s.source_start, s.source_end, s.start, s.end, s.field, s.state) for s in found.segments] == [
        (0, 2, 0, 2, None, "text"),
        (3, 13, 2, 2, "name", "empty"),
        (13, 14, 2, 3, None, "text"),
    ]


TEXTS = st.lists(
    st.sampled_from(["{{ name }}", "{{ city }}", "{{ land }}"]) | st.text("ab ,.!?()“”·–-\n&", max_size=6), max_size=8
).map("".join)


@given(TEXTS, st.dictionaries(st.sampled_from(["name", "city", "land"]), st.just("Amira")))
def test_any_text_keeps_its_values_and_its_letters_in_order(text, values):
    found = filled(text, FIELDS, values)
    shown = found.layers[0].words[0] if found.layers else None
    if shown and shown.text:
        letters = [c for c in plain(text, values).casefold() if c.isalnum()]
        assert [c for c in shown.text.casefold() if c.isalnum()] == letters
        for segment in shown.segments:
            if segment.field and segment.state == "value":
                assert shown.text[segment.start : segment.end] == "Amira"


def plain(text: str, values: dict[str, str]) -> str:
    for key in ("name", "city", "land"):
        text = text.replace(f"{{{{ {key} }}}}", values.get(key, ""))
    return text
