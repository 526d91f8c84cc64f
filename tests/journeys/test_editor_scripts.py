"""Letters of every kind: composed by an input method, right to left, emoji, and those that no font has."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.editing import Editor

TOLERANCE = 3
NOWHERE = "\U000f0000"
"""A private character that no font draws."""


@pytest.fixture
def writing(editor: Editor) -> Editor:
    """The headline is being edited, all of it selected."""
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    expect(editor.page.locator("#ta")).to_be_focused()
    return editor


def words(editor: Editor) -> Any:
    return editor.layer("head")["text"]


def test_composed_letters_arrive_once(writing: Editor) -> None:
    keys = writing.page.context.new_cdp_session(writing.page)
    for unfinished, letter in (("n", "ね"), ("´", "é")):
        for text in (unfinished, letter):
            keys.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
        keys.send("Input.insertText", {"text": letter})
    assert words(writing) == "ねé"
    assert writing.idle().meta("head")["resolved"] == "ねé"
    writing.page.keyboard.press("Control+Enter")
    assert writing.difference() <= TOLERANCE


def test_arabic_is_edited_in_the_panel_and_drawn_from_the_right(editor: Editor) -> None:
    editor.state("__ed.actions.set(['head'], { text: 'مرحبا بكم' })")
    editor.idle()
    assert editor.meta("head")["lines"] is None
    x, _, w, _ = editor.meta("head")["ink"]
    assert x + w > 56 + 332 - 8, "it begins at the right edge"
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    field = editor.page.get_by_test_id("p-text")
    expect(field).to_be_focused()
    expect(editor.page.locator(".stage-text")).to_be_hidden()
    editor.page.keyboard.press("End")
    editor.page.keyboard.type(" أميرة")
    assert words(editor) == "مرحبا بكم أميرة"
    assert editor.idle().difference() <= TOLERANCE


def test_typing_goes_on_in_the_panel_when_words_begin_to_run_from_the_right(writing: Editor) -> None:
    writing.page.keyboard.type("Hi ")
    writing.page.keyboard.insert_text("مرحبا")
    expect(writing.page.get_by_test_id("p-text")).to_be_focused()
    assert words(writing) == "Hi مرحبا"
    writing.page.keyboard.type("!")
    assert words(writing) == "Hi مرحبا!"


def test_emoji_is_drawn_and_a_letter_that_no_font_has_is_named(writing: Editor) -> None:
    writing.page.keyboard.insert_text("Hi 😀")
    writing.idle()
    assert writing.meta("head")["missing"] == []
    writing.page.keyboard.insert_text(NOWHERE)
    assert writing.idle().meta("head")["missing"] == [NOWHERE]
    writing.page.keyboard.press("Control+Enter")
    assert writing.difference() <= TOLERANCE
    writing.poll(lambda: writing.state("'complete' in __ed.store.state.issues"), "nothing was checked")
    pill = writing.page.get_by_test_id("issue-pill")
    writing.poll(
        lambda: "missing_glyphs" in str(writing.state("__ed.store.state.issues.complete")), "no letter is missed"
    )
    pill.click()
    expect(writing.page.locator('[data-code="missing_glyphs"]')).to_contain_text(NOWHERE)


def test_fit_note_tells_what_the_longest_record_makes_of_a_text(editor: Editor) -> None:
    editor.state("__ed.actions.set(['head'], { w: 240 })")
    editor.page.keyboard.press("Alt+4")
    editor.idle().select("head")
    meta = editor.meta("head")
    size = round(meta["size"], 1)
    assert size < 44
    note = editor.page.get_by_test_id("fit-note")
    expect(note).to_contain_text(f"Shrunk from 44 to {size:g} px, {meta['lines_n']} line")
    editor.state("__ed.actions.set(['head'], { size: 8, min_size: null })")
    editor.idle()
    expect(note).to_contain_text("below the brand minimum of 9 px")
    expect(note).to_have_class("ed-fit warn")
