"""Typing on the artboard: production's pixels follow every key, tags are one thing, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.editing import Editor, one_moment

TOLERANCE = 3
GREETING = "You’re in, {{ first_name }}!"
TAG = (11, 27)
SLOW_SERVER = """() => {
  const real = window.fetch;
  window.flights = { now: 0, most: 0 };
  window.fetch = async (address, options) => {
    if (!String(address).endsWith("render-layers")) return real(address, options);
    flights.most = Math.max(flights.most, ++flights.now);
    await new Promise((done) => setTimeout(done, 300));
    return real(address, options).finally(() => flights.now--);
  };
}"""


@pytest.fixture
def writing(editor: Editor) -> Editor:
    """The headline is being edited, all of it selected."""
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    expect(editor.page.locator("#ta")).to_be_focused()
    return editor


def words(editor: Editor, layer_id: str = "head") -> Any:
    return editor.layer(layer_id)["text"]


def caret(editor: Editor) -> tuple[int, int]:
    field = "document.querySelector('#ta')"
    start, end = editor.state(f"[{field}.selectionStart, {field}.selectionEnd]")
    return start, end


def test_typed_words_are_in_the_model_and_on_the_artboard(writing: Editor) -> None:
    writing.page.keyboard.press("End")
    with one_moment(writing.page):
        writing.page.keyboard.type(" Welcome")
    assert words(writing) == f"{GREETING} Welcome"
    assert writing.idle().meta("head")["resolved"] == "You’re in, Amira! Welcome"
    writing.page.keyboard.press("Control+Enter")
    assert writing.difference() <= TOLERANCE
    assert writing.labels() == ["Type"]


def test_no_key_is_lost_while_the_server_is_slow(writing: Editor) -> None:
    typed = "The quick brown fox jumps over 40 dogs.."
    writing.page.evaluate(SLOW_SERVER)
    writing.page.keyboard.type(typed)
    assert words(writing) == typed
    assert writing.idle().meta("head")["resolved"] == typed
    assert 1 < writing.state("flights.most") <= 3
    writing.page.keyboard.press("Control+Enter")
    assert writing.difference() <= TOLERANCE


def test_caret_goes_over_a_tag_in_one_step(writing: Editor) -> None:
    writing.page.keyboard.press("End")
    writing.page.keyboard.press("ArrowLeft")
    assert caret(writing) == (TAG[1], TAG[1])
    writing.page.keyboard.press("ArrowLeft")
    assert caret(writing) == (TAG[0], TAG[0])


def test_keys_that_erase_take_a_tag_whole_or_not_at_all(writing: Editor) -> None:
    for key in ("End", "ArrowLeft", "ArrowLeft", "Backspace"):
        writing.page.keyboard.press(key)
    assert words(writing) == "You’re in,{{ first_name }}!"
    writing.page.keyboard.press("Delete")
    assert words(writing) == "You’re in,!"
    writing.page.keyboard.press("Control+z")
    assert words(writing) in {"You’re in,{{ first_name }}!", GREETING}


def test_selection_never_ends_inside_a_tag(writing: Editor) -> None:
    writing.page.keyboard.press("Home")
    ends = set()
    for _ in range(8):
        writing.page.keyboard.press("Control+Shift+ArrowRight")
        ends.add(caret(writing)[1])
    assert len(GREETING) in ends
    assert not any(TAG[0] < end < TAG[1] for end in ends)
    writing.page.keyboard.press("Home")
    for _ in range(12):
        writing.page.keyboard.press("Shift+ArrowRight")
    assert caret(writing) == (0, TAG[1])


def test_brace_opens_the_fields_and_enter_inserts_one(writing: Editor) -> None:
    writing.page.keyboard.type("In {")
    menu = writing.page.get_by_test_id("field-menu")
    expect(menu).to_be_visible()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        writing.page.keyboard.press(key)
    expect(menu).to_be_hidden()
    assert words(writing) == "In {{city}}"
    expect(writing.page.locator("#ta")).to_be_focused()
    assert writing.idle().meta("head")["resolved"] == "In London"


@pytest.mark.parametrize("opener", ["{", "/"])
def test_escape_closes_the_fields_and_leaves_what_was_typed(writing: Editor, opener: str) -> None:
    writing.page.keyboard.type(f"In {opener}")
    menu = writing.page.get_by_test_id("field-menu")
    expect(menu).to_be_visible()
    writing.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert words(writing) == f"In {opener}"
    writing.page.keyboard.type("x")
    assert words(writing) == f"In {opener}x", "the caret is where it was"


def test_stroke_inside_words_opens_nothing(writing: Editor) -> None:
    writing.page.keyboard.type("and/or")
    assert words(writing) == "and/or"
    expect(writing.page.get_by_test_id("field-menu")).to_be_hidden()


def test_field_without_a_fallback_asks_for_one(writing: Editor) -> None:
    fields = "__ed.store.state.doc.fields"
    writing.state(
        f"__ed.actions.setDoc({{ fields: {fields}.map((one) => one.key === 'title' ? "
        "{ ...one, mode: 'fallback', fallback: '' } : one) })"
    )
    writing.page.keyboard.type("Dear {title")
    writing.page.keyboard.press("Enter")
    question = writing.page.get_by_test_id("fallback-popover")
    expect(question).to_contain_text("If Job title is empty")
    expect(writing.page.get_by_test_id("fallback")).to_have_value("friend")
    writing.page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    rule = writing.state(f"{fields}.find((one) => one.key === 'title')")
    assert (rule["mode"], rule["fallback"]) == ("fallback", "friend")
    assert words(writing) == "Dear {{title}}"
    writing.page.keyboard.press("Alt+3")
    writing.page.keyboard.press("Control+Enter")
    writing.page.keyboard.press("Alt+3")
    assert writing.idle().meta("head")["resolved"] == "Dear friend"
