"""Where fields are used, which tags have no field, and the records that the editor shows."""

from __future__ import annotations

import pytest

from renderer.engine.resolve import resolve
from renderer.engine.samples import RECORDS, sample_values
from renderer.engine.usage import ALT, uses
from tests.engine.documents import document

FIELDS = [
    {"key": "name", "fallback": "{{ nick }}", "samples": {"complete": "Amira", "longest": "Maximiliana-Konstantina"}},
    {"key": "nick"},
    {"key": "city", "mode": "required"},
    {"key": "tier", "kind": "choice", "choices": ["VIP", "Basic member"]},
    {"key": "when", "kind": "date"},
    {"key": "price", "kind": "money"},
    {"key": "logo", "kind": "image"},
    {"key": "spare"},
]
EVERYWHERE = document(
    [
        {
            "text": "Hi {{ name }}",
            "shorter": ["{{ city | append: price }}"],
            "marks": [{"from": 0, "to": 1, "hide_if_empty": "when"}],
        },
        {"id": "photo", "type": "image", "source": {"kind": "field", "field": "logo"}},
        {"id": "code", "type": "qr", "text": "{{ lost }}"},
        {"id": "pill", "type": "badge", "field": "tier", "cases": [{"when": {"field": "city"}, "text": "{{ price }}"}]},
    ],
    FIELDS,
    alt="{{ name }}",
    rules=[{"when": {"field": "tier", "op": "is", "value": "VIP"}, "do": "hide", "layer": "photo"}],
)


def test_every_use_of_a_field_is_found():
    assert uses(EVERYWHERE).places == {
        "name": (ALT, "text0"),
        "nick": (),
        "city": ("text0", "pill"),
        "tier": ("pill", "photo"),
        "when": ("text0",),
        "price": ("text0", "pill"),
        "logo": ("photo",),
        "spare": (),
        "lost": ("code",),
    }


def test_a_field_nothing_uses_is_named_but_not_one_that_helps_another():
    assert uses(EVERYWHERE).unused == ("spare",)


def test_a_tag_without_a_field_blocks():
    assert [(issue.layer, issue.field, issue.level) for issue in uses(EVERYWHERE).issues] == [("code", "lost", "block")]


def test_the_complete_record_has_everything_that_can_be_made_up():
    values = sample_values(EVERYWHERE, "complete")
    assert values["name"] == "Amira"
    assert values["tier"] == "VIP"
    assert set(values) == {field["key"] for field in FIELDS} - {"logo"}


def test_the_empty_record_is_empty_and_the_partial_one_between():
    assert sample_values(EVERYWHERE, "empty") == {}
    partial = set(sample_values(EVERYWHERE, "partial"))
    assert {"name", "city"} <= partial < set(sample_values(EVERYWHERE, "complete"))


def test_the_longest_record_is_long():
    values = sample_values(EVERYWHERE, "longest")
    assert values["name"] == "Maximiliana-Konstantina"
    assert values["tier"] == "Basic member"
    assert len(values["spare"]) > len(sample_values(EVERYWHERE, "complete")["spare"])


@pytest.mark.parametrize("record", RECORDS)
def test_every_sample_record_resolves(record):
    assert resolve(EVERYWHERE, sample_values(EVERYWHERE, record)).alt == {
        "empty": "",
        "longest": "Maximiliana-Konstantina",
    }.get(record, "Amira")
