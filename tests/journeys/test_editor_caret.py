"""The caret in text on the artboard: it goes by the lines that the server set, and leaves as people expect."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.editing import Editor

TOLERANCE = 3
GREETING = "You’re in, {{ first_name }}!"


@pytest.fixture
def lines(editor: Editor) -> list[dict[str, Any]]:
    """The headline is being edited and has several lines; these are they, as the server tells."""
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    expect(editor.page.locator("#ta")).to_be_focused()
    editor.page.keyboard.type("one two three four five six seven")
    told: list[dict[str, Any]] = editor.idle().meta("head")["lines"]
    assert len(told) >= 2
    return told


def caret(editor: Editor) -> tuple[int, int]:
    field = "document.querySelector('#ta')"
    start, end = editor.state(f"[{field}.selectionStart, {field}.selectionEnd]")
    return start, end


def inside(editor: Editor, x: float, y: float) -> tuple[float, float]:
    """A place in the headline's box, in the window."""
    left, top = editor.place("head")
    return editor.at(left + x, top + y)


def test_click_puts_the_caret_at_the_nearest_border(editor: Editor, lines: list[dict[str, Any]]) -> None:
    second = lines[1]
    near, next_ = second["xs"][2:4]
    height = second["y"] + second["h"] / 2
    editor.page.mouse.click(*inside(editor, near + (next_ - near) * 0.3, height))
    assert caret(editor) == (second["at"][2],) * 2
    editor.page.mouse.click(*inside(editor, near + (next_ - near) * 0.7, height))
    assert caret(editor) == (second["at"][3],) * 2


def test_keys_follow_the_lines_and_shift_extends(editor: Editor, lines: list[dict[str, Any]]) -> None:
    first, second = lines[:2]
    editor.page.mouse.click(*inside(editor, second["xs"][2] + 1, second["y"] + 4))
    editor.page.keyboard.press("Home")
    assert caret(editor) == (second["s"],) * 2
    editor.page.keyboard.press("ArrowUp")
    assert caret(editor) == (first["s"],) * 2
    editor.page.keyboard.press("End")
    assert caret(editor) == (first["e"],) * 2
    expect(editor.page.locator(".stage-caret")).to_have_css("top", f"{first['y']:g}px")
    editor.page.keyboard.press("Home")
    editor.page.keyboard.press("ArrowDown")
    assert caret(editor) == (second["s"],) * 2
    editor.page.keyboard.press("Shift+End")
    assert caret(editor) == (second["s"], second["e"])
    expect(editor.page.locator(".stage-pill.chosen")).to_have_count(1)
    for key in ("Shift+ArrowUp", "Shift+Home"):
        editor.page.keyboard.press(key)
    assert caret(editor) == (first["s"], second["s"]), "the end that moves went over the one that stays"


def test_escape_brings_the_text_back_and_the_focus_to_the_layer(editor: Editor, lines: list[dict[str, Any]]) -> None:
    editor.page.keyboard.press("Escape")
    assert editor.layer("head")["text"] == GREETING
    expect(editor.box("head")).to_be_focused()
    assert editor.difference() <= TOLERANCE


def test_control_and_enter_keep_the_text(editor: Editor, lines: list[dict[str, Any]]) -> None:
    editor.page.keyboard.press("Control+Enter")
    expect(editor.page.locator(".stage-text")).to_be_hidden()
    expect(editor.box("head")).to_be_focused()
    assert editor.layer("head")["text"] == "one two three four five six seven"


def test_caret_stays_while_another_record_is_looked_at(editor: Editor) -> None:
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    for key in ("Home", "ArrowRight", "ArrowRight"):
        editor.page.keyboard.press(key)
    before = caret(editor)
    editor.page.locator('[data-record="longest"]').click()
    assert editor.idle().state("__ed.store.state.record") == "longest"
    expect(editor.page.locator("#ta")).to_be_focused()
    assert caret(editor) == before


def test_marks_are_set_by_keys_and_drawn(editor: Editor) -> None:
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    editor.page.keyboard.press("Home")
    for _ in range(6):
        editor.page.keyboard.press("Shift+ArrowRight")
    editor.page.keyboard.press("Control+u")
    (mark,) = editor.layer("head")["marks"]
    assert (mark["from"], mark["to"], mark["underline"]) == (0, 6, True)
    editor.page.keyboard.press("Control+Enter")
    assert editor.difference() <= TOLERANCE
