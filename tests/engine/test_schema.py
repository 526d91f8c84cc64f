"""Documents are read strictly: whatever is wrong is told with the path to it, and nothing else is ever raised."""

from __future__ import annotations

import json

import pytest

from renderer.engine.document import Linear, Solid
from renderer.engine.problems import DocumentError
from renderer.engine.properties import PROPERTIES, of_layer
from renderer.engine.schema import parse, parse_layer, parse_text, read
from tests.engine.everything import EVERYTHING, SIZES

DEEP = {"all": [{"any": [{"all": [{"any": [{"field": "a"}]}]}]}]}
BAD_OP = [{"when": {"field": "a", "op": "like"}, "use": ""}]


def problems(payload: object) -> list[str]:
    with pytest.raises(DocumentError) as refused:
        parse(payload)
    return [str(problem) for problem in refused.value.problems]


def paths(payload: object) -> set[str]:
    return {line.split(":")[0] for line in problems(payload)}


def with_layer(**layer: object) -> dict[str, object]:
    return {"sizes": SIZES, "layers": [{"id": "head", "type": "text", **layer}]}


def test_a_document_with_everything_is_read():
    document = parse(EVERYTHING)
    assert isinstance(document.background, Linear)
    assert [stop.at for stop in document.background.stops] == [0, 1]
    assert document.layers["base"][0].paint == Solid((0x11, 0x22, 0x33, 128))
    assert document.layers["og"][1].size == 88
    assert document.layers["og"][1].min_size == pytest.approx(52.8)
    assert document.rules[0].value == 40
    assert document.fields[1].label == "Nick"


def test_an_empty_design_needs_only_a_size():
    assert parse({"sizes": SIZES}).layers == {"base": ()}


@pytest.mark.parametrize("kind", ["text", "image", "shape", "qr", "badge"])
def test_a_layer_has_a_default_for_everything_it_does_not_say(kind):
    needed = {"image": {"source": {}}, "badge": {"field": "x"}}.get(kind, {})
    layer = parse_layer({"id": "head", "type": kind, **needed})
    assert set(of_layer(kind)) - {"type", "name"} <= set(dir(layer))


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"sizes": []}, "sizes"),
        ({"sizes": [{"id": "BAD!", "w": 10, "h": 99999}]}, "sizes[0].id"),
        ({"sizes": [*SIZES, *SIZES]}, "sizes"),
        ({"name": 3}, "name"),
        ({"schema": 2}, "schema"),
        ({"colour": "red"}, "colour"),
        ({"background": {"type": "plaid"}}, "background.type"),
        ({"background": {"type": "linear", "stops": [{"at": 0, "color": "#000000"}]}}, "background.stops"),
        ({"background": "red"}, "background"),
        ({"alt": "Hi {{ name"}, "alt"),
        ({"fields": [{"key": "Name"}]}, "fields[0].key"),
        ({"fields": [{"key": "name\n"}]}, "fields[0].key"),
        ({"fields": [{"key": "a"}, {"key": "a"}]}, "fields"),
        ({"fields": [{"key": "a", "aliases": ["b"]}, {"key": "b"}]}, "fields"),
        ({"fields": [{"key": "a", "fallback": "{{ a }}"}]}, "fields[0].fallback"),
        ({"fields": [{"key": "a", "format": "foo"}]}, "fields[0].format"),
        ({"fields": [{"key": "a", "kind": "date", "format": "!"}]}, "fields[0].format"),
        ({"fields": [{"key": "a", "locale": "zz"}]}, "fields[0].locale"),
        ({"fields": [{"key": "a", "currency": "EUX"}]}, "fields[0].currency"),
        ({"fields": [{"key": "a", "pattern": "(a"}]}, "fields[0].pattern"),
        ({"fields": [{"key": "a", "pattern": "(?=a)"}]}, "fields[0].pattern"),
        ({"fields": [{"key": "a", "pattern": "(a{1000}){1000}"}]}, "fields[0].pattern"),
        ({"fields": [{"key": "a", "rules": BAD_OP}]}, "fields[0].rules[0].when.op"),
        ({"fields": [{"key": "a", "rules": [{"when": {"field": "a"}, "use": "{{"}]}]}, "fields[0].rules[0].use"),
        ({"layers": {}}, "layers"),
        ({"layers": [3]}, "layers[0]"),
        ({"layers": [{"id": "aa", "type": "video"}]}, "layers[0].type"),
        ({"layers": [{"id": "aa", "type": ["text"]}]}, "layers[0].type"),
        ({"layers": [{"type": "text"}]}, "layers[0].id"),
        ({"layers": [{"id": "aa", "type": "shape"}] * 2}, "layers"),
        ({"layers": [{"id": "aa", "type": "image"}]}, "layers[0].source"),
        ({"layers": [{"id": "aa", "type": "shape", "anchor": {"to": "bb"}}]}, "base.aa.anchor.to"),
        ({"overrides": {"og": {}}}, "overrides.og"),
        ({"overrides": {"base": {"zz": {}}}}, "overrides.base.zz"),
        ({"overrides": []}, "overrides"),
        ({"brand": {"colors": {"primary": "blue"}}}, "brand.colors.primary"),
        ({"brand": {"fonts": {"body": {"token": {}}}}}, "brand.fonts.body.token"),
        ({"brand": {"logo": 1}}, "brand.logo"),
        ({"rules": [{"when": {"field": "a"}, "do": "hide", "layer": "nope"}]}, "rules[0].layer"),
    ],
)
def test_a_mistake_is_told_with_its_path(change, where):
    assert where in paths({"sizes": SIZES, **change})


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"size": 2}, "layers[0].size"),
        ({"size": "big"}, "layers[0].size"),
        ({"size": True}, "layers[0].size"),
        ({"size": None}, "layers[0].size"),
        ({"size": float("nan")}, "layers[0].size"),
        ({"size": float("inf")}, "layers[0].size"),
        ({"size": 10**400}, "layers[0].size"),
        ({"max_lines": 1.5}, "layers[0].max_lines"),
        ({"align": "middle"}, "layers[0].align"),
        ({"align": {}}, "layers[0].align"),
        ({"visible": 1}, "layers[0].visible"),
        ({"text": "x" * 2001}, "layers[0].text"),
        ({"text": "{{ name | upcse }}"}, "layers[0].text"),
        ({"shorter": ["ok", "{{"]}, "layers[0].shorter[1]"),
        ({"marks": [{"from": 0}]}, "layers[0].marks[0].to"),
        ({"marks": [{"from": 0, "to": 1, "paint": {"token": "nope"}}]}, "layers[0].marks[0].paint.token"),
        ({"font": "Inter"}, "layers[0].font"),
        ({"font": {"family": "Inter", "weight": 1000}}, "layers[0].font.weight"),
        ({"font": {"family": "Inter", "size": 3}}, "layers[0].font.size"),
        ({"features": {"ligatures": True}}, "layers[0].features.ligatures"),
        ({"box": {"pad": [1, 2]}}, "layers[0].box.pad"),
        ({"shadows": [{}] * 5}, "layers[0].shadows"),
        ({"protect": ["all"]}, "layers[0].protect[0]"),
        ({"show_if": {"all": []}}, "layers[0].show_if.all"),
        ({"show_if": {"op": "is"}}, "layers[0].show_if.field"),
        ({"show_if": DEEP}, "layers[0].show_if.all[0].any[0].all[0]"),
        ({"show_if": {"all": [{"any": [{"field": "a"}] * 11}] * 2}}, "layers[0].show_if"),
        ({"show_if": {"field": "a", "value": {}}}, "layers[0].show_if.value"),
        ({"colour": "red"}, "layers[0].colour"),
    ],
)
def test_a_mistake_in_a_layer_is_told_with_its_path(change, where):
    assert where in paths(with_layer(**change))


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        ({"property": "size", "value": "big"}, "rules[0].value"),
        ({"property": "size", "value": 4000}, "rules[0].value"),
        ({"property": "text", "value": "{{"}, "rules[0].value"),
        ({"property": "id", "value": "zz"}, "rules[0].property"),
        ({"property": "source", "value": {}}, "rules[0].property"),
        ({"value": 3}, "rules[0].property"),
    ],
)
def test_what_a_rule_sets_is_read_like_the_property_itself(rule, where):
    when = {"field": "name", "op": "empty"}
    assert where in paths({**with_layer(), "rules": [{"when": when, "do": "set", "layer": "head", **rule}]})


def test_a_circle_of_fallbacks_is_named_once():
    fields = [
        {"key": "a", "fallback": "{{ b }}"},
        {"key": "b", "fallback": "{{ c }}"},
        {"key": "c", "fallback": "x {{ a }}"},
    ]
    assert problems({"sizes": SIZES, "fields": fields}) == [
        "fields[0].fallback: “a” falls back to “b”, which falls back to “c”, which falls back to “a”: that is a circle"
    ]


def test_layers_that_follow_each_other_are_named():
    layers = [
        {"id": "aa", "type": "shape", "anchor": {"to": "bb"}},
        {"id": "bb", "type": "shape", "anchor": {"to": "aa"}},
    ]
    assert problems({"sizes": SIZES, "layers": layers}) == [
        "base.aa.anchor.to: the layers “aa”, “bb” follow each other"
    ]


def test_every_mistake_is_told_at_once():
    assert len(problems(with_layer(size="x", align="y", visible="z", colour=1))) == 4


def test_an_unknown_property_is_a_warning_when_asked_to_be_lenient():
    parsed = read({**with_layer(text="Hi", glow=3), "future": True})
    assert parsed.document.layers["base"][0].text == "Hi"
    assert {warning.where for warning in parsed.warnings} == {"layers[0].glow", "future"}


def test_a_lone_surrogate_in_a_document_is_dropped():
    assert parse(with_layer(text="a\ud800b")).layers["base"][0].text == "ab"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1,",
        b'{"a":}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"nul",
        b'{"sizes": NaN}',
        b"[1e999]",
        b"1" * 10_000,
        b'"\\ud800"',
        b"[-Infinity]",
        b"\xef\xbb\xbf{}",
        b"true",
        b"null",
        b'{"a":1}x',
        b"{'a':1}",
        b'{"a":"\t"}',
    ],
)
def test_what_is_no_document_is_refused_with_a_sentence(data):
    with pytest.raises(DocumentError) as refused:
        parse_text(data)
    assert str(refused.value)


def test_a_document_file_is_read():
    assert parse_text(json.dumps(EVERYTHING)) == parse(EVERYTHING)


def test_every_property_of_the_table_has_a_reader_and_a_default():
    tables = [
        PROPERTIES["document"],
        *map(of_layer, ("text", "image", "shape", "qr", "badge")),
        *PROPERTIES["objects"].values(),
    ]
    for table in tables:
        for name, row in table.items():
            assert row.get("required") or "default" in row, name
