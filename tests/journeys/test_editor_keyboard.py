"""The canvas without a pointer and without sight: names, what is said aloud, ways through by keys, strong contrast."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.editing import Editor


def focused(page: Page) -> str:
    return page.evaluate("() => document.activeElement.dataset.id ?? document.activeElement.className")  # type: ignore[no-any-return]


def test_boxes_tell_name_kind_and_place(editor: Editor) -> None:
    expect(editor.box("head")).to_have_accessible_name("Headline, text layer, x 56 y 58, 332 by 104")
    expect(editor.box("head")).to_have_attribute("aria-pressed", "false")
    editor.select("head").page.keyboard.press("ArrowRight")
    expect(editor.box("head")).to_have_accessible_name("Headline, text layer, x 57 y 58, 332 by 104")
    expect(editor.box("head")).to_have_attribute("aria-pressed", "true")


def test_moves_and_undo_are_said_aloud(editor: Editor) -> None:
    said = editor.page.locator('[data-part="live"]')
    editor.drag(editor.middle("guest0"), (-20, 31), keys="Control")
    expect(said).to_have_text("Guest, x 430 y 75, 110 by 110")
    editor.page.keyboard.press("Control+z")
    expect(said).to_have_text("Undid: Move")
    editor.page.keyboard.press("Control+Shift+z")
    expect(said).to_have_text("Redid: Move")
    editor.page.keyboard.press("Alt+4")
    expect(said).to_have_text("Record Longest")


def test_canvas_is_one_stop_of_the_tab_key_and_tab_goes_from_layer_to_layer(editor: Editor) -> None:
    assert editor.page.locator('.box[tabindex="0"]').count() == 1
    editor.page.locator('.box[tabindex="0"]').focus()
    assert focused(editor.page) == "qr0000"
    for key, layer_id in (("Tab", "photo0"), ("Tab", "card00"), ("Shift+Tab", "photo0"), ("Shift+Tab", "qr0000")):
        editor.page.keyboard.press(key)
        assert focused(editor.page) == layer_id
        assert editor.state("__ed.store.state.sel") == [layer_id]
    assert editor.page.locator('.box[tabindex="0"]').count() == 1


def test_regions_are_reached_even_while_text_is_edited(editor: Editor) -> None:
    editor.select("head")
    editor.box("head").focus()
    editor.page.keyboard.press("Enter")
    expect(editor.page.locator("#ta")).to_be_focused()
    editor.page.keyboard.press("F6")
    assert editor.page.evaluate("() => Boolean(document.activeElement.closest('[data-part=inspector]'))")
    expect(editor.page.locator(".stage-text")).to_be_hidden()


def test_saving_by_key_works_while_text_is_edited(editor: Editor) -> None:
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    editor.page.keyboard.type("Saved")
    editor.page.keyboard.press("Control+s")
    expect(editor.page.locator('[data-part="live"]')).to_have_text("Saved")
    expect(editor.page.locator("#ta")).to_be_focused()


def looks(locator: Locator) -> bytes:
    return locator.screenshot(animations="disabled")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_selection_and_focus_show_in_strong_contrast(editor: Editor, scheme: str) -> None:
    editor.page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    frame, row = editor.page.get_by_test_id("frame"), editor.page.locator('[data-layer="guest0"]')
    plain = looks(row)
    editor.select("guest0")
    expect(frame).to_have_css("outline-style", "solid")
    editor.page.mouse.move(3, 3)
    assert looks(row) != plain, "the panel shows what is selected"
    editor.box("guest0").focus()
    editor.page.keyboard.press("Tab")
    box = editor.page.locator(".box:focus")
    expect(box).to_have_css("outline-style", "solid")
    expect(box).to_have_css("outline-width", "2px")
