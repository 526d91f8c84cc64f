"""Names of pictures: equal for equal pictures, different for others, secret, and quick."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.digest import canonical, digest
from renderer.engine.document import Document
from renderer.engine.output import OutputSpec
from renderer.engine.resolve import resolve
from tests.engine.rendering import document

KEY = b"a workspace's secret"
PNG = OutputSpec("png", 2)
FIELDS = [
    {"key": "first_name", "fallback": "friend"},
    {"key": "tier", "mode": "ignore"},
    {"key": "photo", "kind": "image", "mode": "ignore"},
]
HELLO = {"id": "hello", "type": "text", "text": "Hi {{ first_name }}"}
BADGE = {
    "id": "badge",
    "type": "badge",
    "field": "tier",
    "cases": [
        {"when": {"field": "tier", "op": "is", "value": value}, "text": "Member"} for value in ("Gold", "Silver")
    ],
}
PHOTO = {"id": "pic", "type": "image", "source": {"kind": "field", "field": "photo", "missing": "hide"}}


def made(*layers: dict[str, Any], **more: Any) -> Document:
    return document(*layers, fields=FIELDS, **more)


def name(of: Document, output: OutputSpec = PNG, key: bytes = KEY, **values: str) -> str:
    return digest(resolve(of, values), output, key)


def test_blank_absent_and_unresolved_values_share_the_fallbacks_picture() -> None:
    card = made(HELLO)
    names = {
        name(card),
        *(name(card, first_name=value) for value in ("", "  ", "{{first_name}}", "*|FNAME|*", "friend")),
    }
    assert len(names) == 1


def test_fields_that_no_layer_shows_change_nothing() -> None:
    assert name(made(HELLO), tier="Gold") == name(made(HELLO), tier="Silver")


def test_looks_that_are_alike_share_a_picture() -> None:
    assert name(made(BADGE), tier="Gold") == name(made(BADGE), tier="Silver") != name(made(BADGE), tier="Tin")


def test_order_of_values_does_not_matter() -> None:
    card = made(HELLO, PHOTO)
    one = name(card, first_name="Ana", photo="https://example.com/a.png")
    assert one == name(card, photo="https://example.com/a.png", first_name="Ana")


@pytest.mark.parametrize(
    "values",
    [{"first_name": "Bo"}, {"tier": "Gold"}, {"photo": "https://example.com/b.png"}],
    ids=lambda values: next(iter(values)),
)
def test_what_is_seen_is_in_the_name(values: dict[str, str]) -> None:
    card = made(HELLO, BADGE, PHOTO)
    assert name(card) != name(card, **values)


@pytest.mark.parametrize(
    "output",
    [OutputSpec("jpg", 2), OutputSpec("png", 1), OutputSpec("png", 2, quality=50)],
    ids=["format", "scale", "quality"],
)
def test_output_is_in_the_name(output: OutputSpec) -> None:
    assert name(made(HELLO), output) != name(made(HELLO))


@pytest.mark.parametrize(
    "change",
    [{"size": 30}, {"x": 1}, {"paint": {"token": "primary"}}, {"opacity": 0.5}, {"blend": "screen"}, {"rot": 3}]
    + [{"shadows": [{"dy": 4}]}, {"font": {"family": "Lora"}}, {"features": {"tnum": True}}, {"case": "upper"}]
    + [{"marks": [{"from": 0, "to": 2, "underline": True}]}],
    ids=lambda change: next(iter(change)),
)
def test_looks_of_a_layer_are_in_the_name(change: dict[str, Any]) -> None:
    assert name(made({**HELLO, **change})) != name(made(HELLO))


@pytest.mark.parametrize(
    "change", [{"name": "Headline"}, {"locked": True}, {"group": "g"}, {"pin": {"h": "both"}}, {"protect": ["style"]}]
)
def test_what_only_designers_see_is_not(change: dict[str, Any]) -> None:
    assert name(made({**HELLO, **change})) == name(made(HELLO))


def test_neither_are_the_documents_names_guides_and_alt_text() -> None:
    plain = made(HELLO)
    renamed = made(HELLO, name="Other", guides=[{"axis": "x", "at": 4}], alt="Hi", id="tpl_1", safe={"margin": 9})
    assert name(plain) == name(renamed)


def test_hidden_layers_leave_no_trace() -> None:
    assert name(made(HELLO, {**BADGE, "visible": False})) == name(made(HELLO))


def test_order_of_layers_is_in_the_name() -> None:
    dot = {"id": "dot", "type": "shape"}
    assert name(made(HELLO, dot)) != name(made(dot, HELLO))


def test_whom_a_layer_follows_is_in_the_name() -> None:
    boxes = [{"id": "one", "type": "shape"}, {"id": "two", "type": "shape", "y": 50}]

    def followed(to: str) -> str:
        return name(made(*boxes, {**HELLO, "anchor": {"to": to}}))

    assert followed("one") != followed("two")


def test_background_and_size_are_in_the_name() -> None:
    assert len({name(made(HELLO)), name(made(HELLO, background=None)), name(made(HELLO, w=201))}) == 3


def test_rules_that_change_a_layer_change_the_name() -> None:
    rule = {
        "when": {"field": "tier", "op": "is", "value": "Gold"},
        "do": "set",
        "layer": "hello",
        "property": "size",
        "value": 40,
    }
    card = made(HELLO, rules=[rule])
    assert name(card, tier="Gold") != name(card, tier="Tin")


def test_key_keeps_names_from_being_guessed() -> None:
    assert name(made(HELLO), key=b"ours") != name(made(HELLO), key=b"theirs")


def test_refusals_share_one_card_and_hide_the_values() -> None:
    required = [{"key": "code", "mode": "required"}]
    card = document({**HELLO, "text": "{{ code }}"}, fields=required)
    refused = resolve(card, {})
    assert refused.refused == "code"
    assert digest(refused, PNG, KEY) == digest(replace(refused, layers=()), PNG, KEY)


def test_version_of_a_remote_picture_is_in_the_name() -> None:
    shown = resolve(made(PHOTO), {"photo": "https://example.com/a.png"})
    versions = [{"https://example.com/a.png": window} for window in ("monday", "tuesday")]
    assert digest(shown, PNG, KEY, versions[0]) != digest(shown, PNG, KEY, versions[1])


def test_fonts_are_in_the_name() -> None:
    shown = resolve(made(HELLO), {})
    assert digest(shown, PNG, KEY, fonts="a") != digest(shown, PNG, KEY, fonts="b")


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4)),
    lambda inner: st.one_of(st.tuples(inner, inner), st.dictionaries(st.text(max_size=2), inner, max_size=2)),
    max_leaves=6,
)


@given(values, values)
def test_different_values_never_join_to_the_same_bytes(one: Any, other: Any) -> None:
    same = one == other and repr(one) == repr(other)
    reordered = isinstance(one, dict) and isinstance(other, dict) and one == other
    assert (canonical(one) == canonical(other)) == (same or reordered or _equal(one, other))


def _equal(one: Any, other: Any) -> bool:
    """Equal, and of one type all the way down: True is not 1 here."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    return type(one) is type(other) and bool(one == other)


@given(st.text(max_size=6), st.text(max_size=6))
def test_words_of_neighbouring_layers_do_not_run_together(one: str, other: str) -> None:
    two = made(
        {"id": "a1", "type": "text", "text": "x{{ first_name }}"}, {"id": "b1", "type": "text", "text": "y{{ tier }}"}
    )
    shown = [resolve(two, {"first_name": one, "tier": other}), resolve(two, {"first_name": one + other, "tier": ""})]
    texts = [[words.text for filled in row.layers for words in filled.words] for row in shown]
    assert (digest(shown[0], PNG, KEY) == digest(shown[1], PNG, KEY)) == (texts[0] == texts[1])


@pytest.mark.speed
def test_resolving_and_naming_take_a_third_of_a_millisecond() -> None:
    card = made(HELLO, BADGE, PHOTO, *({"id": f"still{i}", "type": "shape"} for i in range(12)))
    name(card)
    took = []
    for number in range(200):
        start = time.perf_counter()
        name(card, first_name=f"Ana {number}")
        took.append(time.perf_counter() - start)
    assert sorted(took)[len(took) // 2] < 0.0003
