"""The panels of the editor, used as people use them: layers, properties, fields, records, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from designer.models import Template
from tests.journeys.editing import one_moment
from tests.journeys.panel_fixtures import *  # noqa: F403
from tests.journeys.panel_fixtures import layer, saved_layer, select, settle, state

pytestmark = pytest.mark.django_db(transaction=True)


def _rows(page: Page) -> list[str]:
    return page.locator("[data-layer]").evaluate_all("rows => rows.map(row => row.dataset.layer)")  # type: ignore[no-any-return]


def _order(page: Page) -> list[str]:
    """Of the model, front to back."""
    return page.evaluate("__ed.store.state.doc.layers.map(layer => layer.id).reverse()")  # type: ignore[no-any-return]


def _undo_labels(page: Page) -> list[str]:
    return page.evaluate("__ed.store.state.history.undo.map(entry => entry.label)")  # type: ignore[no-any-return]


def test_numbers_are_typed_calculated_stepped_and_taken_back(editor: Page, invite: Template):
    select(editor, "Headline")
    x = editor.get_by_test_id("p-x")
    x.fill("(600-332)/2")
    x.press("Enter")
    assert layer(editor, "headline")["x"] == 134
    with one_moment(editor):
        for _ in range(3):
            x.press("ArrowUp")
        x.press("Shift+ArrowUp")
    expect(x).to_have_value("147")
    assert _undo_labels(editor) == ["Move", "Move"], "four steps within a second are one step of undo"
    x.fill("9999")
    x.press("Escape")
    expect(x).to_have_value("147")
    x.fill("nonsense")
    x.press("Enter")
    expect(x).to_have_attribute("aria-invalid", "true")
    assert layer(editor, "headline")["x"] == 147
    settle(editor)
    assert saved_layer(invite, "headline")["x"] == 147


def test_several_layers_show_mixed_and_change_by_the_same_step(editor: Page):
    select(editor, "Headline", "Event line")
    y = editor.get_by_test_id("p-y")
    expect(y).to_have_attribute("placeholder", "Mixed")
    expect(y).to_have_value("")
    y.press("ArrowDown")
    assert [layer(editor, one)["y"] for one in ("headline", "eventline")] == [59, 175]
    editor.get_by_role("button", name="More: Y").click()
    assert [layer(editor, one)["y"] for one in ("headline", "eventline")] == [60, 176]


def test_layers_are_reordered_by_keys_by_menu_and_by_dragging(editor: Page, invite: Template):
    assert _rows(editor) == _order(editor) == ["ticket", "vip", "dot", "eventline", "headline", "card"]
    editor.locator("[data-layer=headline] .ed-layer-name").focus()
    editor.keyboard.press("Alt+ArrowUp")
    assert _order(editor)[3:] == ["headline", "eventline", "card"]
    expect(editor.locator("[data-layer=headline] .ed-layer-name")).to_be_focused()
    editor.locator("[data-layer=card]").hover()
    editor.locator("[data-layer=card]").get_by_test_id("layer-menu").click()
    editor.get_by_role("menuitem", name="To front").click()
    assert _order(editor)[0] == "card"
    editor.locator("[data-layer=card] .ed-layer-name").hover()
    editor.mouse.down()
    box = editor.locator("[data-layer=headline]").bounding_box()
    assert box
    editor.mouse.move(box["x"] + 60, box["y"] + 40, steps=5)
    expect(editor.locator(".ed-insertion")).to_be_visible()
    editor.mouse.move(box["x"] + 60, box["y"] + 28, steps=3)
    editor.mouse.up()
    expect(editor.locator(".ed-insertion")).to_have_count(0)
    assert _order(editor) == ["ticket", "vip", "dot", "headline", "card", "eventline"]
    expect(editor.locator("[data-layer]").nth(4)).to_have_attribute("data-layer", "card")
    settle(editor)
    invite.refresh_from_db()
    assert [one["id"] for one in invite.draft["layers"]] == _order(editor)[::-1]


def test_escape_in_the_middle_of_a_drag_leaves_the_order(editor: Page):
    before = _order(editor)
    editor.locator("[data-layer=card] .ed-layer-name").hover()
    editor.mouse.down()
    editor.mouse.move(100, 150, steps=4)
    editor.keyboard.press("Escape")
    editor.mouse.up()
    assert _order(editor) == before


def test_hide_lock_and_rename_from_the_panel_by_keyboard(editor: Page, invite: Template):
    editor.get_by_role("button", name="Hide Headline").press("Enter")
    expect(editor.get_by_role("button", name="Headline, text layer, hidden")).to_be_visible()
    editor.get_by_role("button", name="Lock Card").press("Enter")
    expect(editor.get_by_role("button", name="Unlock Card")).to_be_focused()
    editor.locator("[data-layer=dot] .ed-layer-name").focus()
    editor.keyboard.press("F2")
    editor.keyboard.type("Sun")
    editor.keyboard.press("Enter")
    expect(editor.locator("[data-layer=dot] .ed-layer-name")).to_have_text("Sun")
    settle(editor)
    assert saved_layer(invite, "headline")["visible"] is False
    assert saved_layer(invite, "card")["locked"] is True
    assert saved_layer(invite, "dot")["name"] == "Sun"
    editor.get_by_test_id("undo").click()
    expect(editor.locator("[data-layer=dot] .ed-layer-name")).to_have_text("Dot")


def test_shift_takes_everything_between_and_search_narrows_the_list(editor: Page):
    editor.locator("[data-layer=vip] .ed-layer-name").click()
    editor.locator("[data-layer=headline] .ed-layer-name").click(modifiers=["Shift"])
    assert state(editor, "sel") == ["vip", "dot", "eventline", "headline"]
    expect(editor.get_by_test_id("inspector-title")).to_have_text("4 layers")
    editor.get_by_label("Search layers").fill("line")
    assert _rows(editor) == ["eventline", "headline"]
    editor.get_by_label("Search layers").fill("zebra")
    expect(editor.get_by_text("No layer is called “zebra”.")).to_be_visible()


def test_brace_opens_the_field_menu_and_enter_inserts_the_field(editor: Page):
    select(editor, "Headline")
    words = editor.get_by_test_id("p-text")
    words.press("End")
    words.press_sequentially(" {")
    menu = editor.get_by_test_id("field-menu")
    expect(menu).to_be_visible()
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(words).to_be_focused()
    assert layer(editor, "headline")["text"] == "You’re in, {{first_name}}! {{city}}"
    expect(editor.locator(".ed-right .chip")).to_have_text(["First name", "City"])
    words.press_sequentially(" {")
    expect(menu).to_be_visible()
    editor.keyboard.press("Escape")
    expect(words).to_be_focused()
    assert layer(editor, "headline")["text"].endswith("{{city}} {")


def test_field_without_fallback_asks_what_happens_when_it_is_empty(editor: Page, invite: Template):
    select(editor, "Event line")
    editor.get_by_role("button", name="Insert field").click()
    editor.keyboard.type("job")
    editor.keyboard.press("Enter")
    asked = editor.get_by_test_id("fallback-popover")
    expect(asked).to_contain_text("If Job title is empty")
    editor.get_by_test_id("fallback").fill("friend of the house")
    editor.get_by_test_id("use-fallback").click()
    settle(editor)
    invite.refresh_from_db()
    title = next(one for one in invite.draft["fields"] if one["key"] == "title")
    assert (title["fallback"], title["mode"]) == ("friend of the house", "fallback")
    assert "{{title}}" in saved_layer(invite, "eventline")["text"]


def test_new_field_is_made_where_it_is_needed(editor: Page):
    select(editor, "Event line")
    editor.get_by_role("button", name="Insert field").click()
    editor.get_by_test_id("new-field").click()
    dialog = editor.get_by_test_id("new-field-dialog")
    dialog.get_by_test_id("new-label").fill("Première Visite")
    expect(dialog).to_contain_text("premiere_visite")
    dialog.get_by_test_id("new-fallback").fill("today")
    dialog.get_by_role("button", name="Add and insert").click()
    expect(dialog).to_have_count(0)
    assert "{{premiere_visite}}" in layer(editor, "eventline")["text"]
    assert state(editor, "doc.fields.at(-1).fallback") == "today"


def test_longest_record_says_how_far_the_text_shrank(editor: Page):
    select(editor, "Headline")
    expect(editor.get_by_test_id("fit-note")).to_have_text("Fits at 44 px, 2 lines")
    editor.locator("[data-record=longest]").click()
    expect(editor.get_by_test_id("fit-note")).to_have_text(re.compile(r"Shrunk from 44 to [\d.]+ px, \d lines"))


def test_records_change_by_keys_and_a_second_visit_draws_nothing(editor: Page):
    for number, record in enumerate(["complete", "partial", "empty", "longest"], 1):
        editor.keyboard.press(f"Alt+{number}")
        expect(editor.locator(f"[data-record={record}]")).to_have_attribute("aria-checked", "true")
        settle(editor)
    before = editor.evaluate("__ed.bitmaps.renders")
    editor.keyboard.press("Alt+1")
    settle(editor)
    assert editor.evaluate("__ed.bitmaps.renders") == before


def test_empty_record_shows_fallbacks_in_amber_and_dims_what_is_hidden(editor: Page):
    select(editor, "Headline")
    editor.locator("[data-record=empty]").click()
    settle(editor)
    chip = editor.locator(".ed-right .chip", has_text="First name")
    expect(chip).to_have_class(re.compile("fallback"))
    expect(chip).to_have_attribute("data-tooltip", "Empty here: shows “friend”")
    expect(editor.locator("[data-layer=vip]")).to_have_class(re.compile("is-faint"))


def test_condition_shows_a_layer_only_to_some(editor: Page, invite: Template):
    select(editor, "Dot")
    editor.get_by_role("button", name="Add a condition").click()
    expect(editor.get_by_test_id("condition-words")).to_have_text("Tier is “VIP”")
    expect(editor.get_by_text(re.compile("Shown for 1 of 4 test records: Complete"))).to_be_visible()
    editor.get_by_role("button", name="And / or").click()
    editor.get_by_label("Field of condition show 2").select_option("city")
    editor.get_by_label("Comparison of condition show 2").select_option("not_empty")
    editor.get_by_label("Match of show").select_option("any")
    expect(editor.get_by_test_id("condition-words")).to_have_text("Tier is “VIP” or City has a value")
    settle(editor)
    assert list(saved_layer(invite, "dot")["show_if"]) == ["any"]
    editor.locator("[data-record=empty]").click()
    settle(editor)
    expect(editor.locator("[data-layer=dot]")).to_have_class(re.compile("is-faint"))


def test_typing_keeps_focus_and_caret_while_everything_else_is_drawn_again(editor: Page):
    select(editor, "Headline")
    words = editor.get_by_test_id("p-text")
    words.focus()
    editor.keyboard.press("Home")
    for letter in "Hurra, ":
        editor.keyboard.press(letter)
        settle(editor)
    expect(words).to_be_focused()
    assert words.evaluate("input => input.selectionStart") == len("Hurra, ")
    assert layer(editor, "headline")["text"] == "Hurra, You’re in, {{first_name}}!"
    assert _undo_labels(editor)[-1] == "Type"
