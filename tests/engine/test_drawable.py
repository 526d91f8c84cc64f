"""A value that no font can draw is no value: its field's fallback shows, never a gap."""

from __future__ import annotations

import time

import pytest

from renderer.engine.digest import digest
from renderer.engine.document import Document
from renderer.engine.draw import draw
from renderer.engine.output import OutputSpec
from renderer.engine.resolve import resolve
from renderer.engine.resolved import FallbackUsed, Resolved
from tests.engine.documents import document
from tests.engine.rendering import assets

CUNEIFORM = "\U00012000\U00012000"
PNG = OutputSpec("png", 1)
GREETING = document(
    [{"text": "Good morning, {{ name }}.", "w": 500, "h": 60}],
    [{"key": "name", "fallback": "friend"}],
    alt="Good morning, {{ name }}.",
)


def with_name(value: str | None, made: Document = GREETING) -> Resolved:
    return resolve(made, {} if value is None else {"name": value}, fonts=assets().fonts)


def words(resolved: Resolved) -> str:
    return resolved.layers[0].words[0].text


@pytest.mark.parametrize(
    "value", [CUNEIFORM, f" {CUNEIFORM} ", "\U00012000, \U00012000!", "\U00012000\n-", "\ue000\ue001"]
)
def test_a_value_that_no_font_can_draw_uses_the_fallback(value):
    resolved = with_name(value)
    assert words(resolved) == resolved.alt == "Good morning, friend."


def test_it_is_told_with_its_reason():
    assert with_name(CUNEIFORM).fallbacks == (FallbackUsed("name", "undrawable"),)


@pytest.mark.parametrize("value", ["Amira " + CUNEIFORM, "\U00012000 7", "\U00012000 🎉", "Ẑoë \U00012000"])
def test_a_value_that_can_be_drawn_in_part_is_kept(value):
    assert words(with_name(value)) == f"Good morning, {value}."
    assert with_name(value).fallbacks == ()


@pytest.mark.parametrize(
    "value", ["Amira", "Zoë", "أميرة", "美咲", "አበበ", "🎉", "-", "…", "𝐀𝐦𝐢𝐫𝐚", "O’Neill\nSøn", "Việt"]
)
def test_names_of_the_world_are_values(value):
    assert with_name(value).fallbacks == ()


def test_both_make_the_same_picture_under_the_same_name():
    fonts = assets().fonts.fingerprint
    names = {digest(with_name(value), PNG, b"key", fonts=fonts) for value in (CUNEIFORM, None)}
    pictures = {draw(with_name(value), assets(), PNG).encoded.data for value in (CUNEIFORM, None)}
    assert len(names) == len(pictures) == 1


def test_a_condition_sees_it_as_empty():
    shown = {"text": "For {{ name }}", "show_if": {"field": "name", "op": "not_empty"}}
    made = document([{"text": "Hello"}, shown], [{"key": "name", "fallback": "friend"}])
    assert [one.layer.id for one in with_name(CUNEIFORM, made).layers] == ["text0"]


def test_a_required_field_is_reported_and_a_refusing_one_refuses():
    required = document(
        [{"text": "{{ name }}"}], [{"key": "name", "mode": "required", "empty": "text", "fallback": "x"}]
    )
    assert [issue.code for issue in with_name(CUNEIFORM, required).issues] == ["required_missing"]
    refusing = document([{"text": "{{ name }}"}], [{"key": "name", "empty": "refuse"}])
    assert with_name(CUNEIFORM, refusing).refused == "name"


def test_an_address_is_not_looked_at_letter_by_letter():
    made = document([{"text": "{{ name }}"}], [{"key": "name", "kind": "url", "fallback": "x"}])
    assert with_name("https://example.com/" + CUNEIFORM, made).fallbacks == ()


def test_where_no_text_shows_it_any_letters_will_do():
    made = document([{"type": "qr", "text": "{{ name }}"}], [{"key": "name", "fallback": "x"}], alt="{{ name }}")
    assert with_name(CUNEIFORM, made).alt == CUNEIFORM


@pytest.mark.speed
def test_a_long_value_of_rare_signs_is_settled_quickly():
    value = "".join(chr(0x12000 + i) for i in range(900)) * 2
    made = document([{"text": "{{ name }}"}], [{"key": "name", "fallback": "x", "max_length": 2000}])
    with_name(value, made)
    start = time.process_time()
    assert with_name(value, made).fallbacks
    assert time.process_time() - start < 0.01
