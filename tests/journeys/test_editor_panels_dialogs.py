"""What the editor's panels open: colours, fonts, conditions of people, records by hand, help, conflicts, submitting."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from designer.models import Template
from designer.operations import drafts
from designer.operations.templates import create_template
from tests.journeys.browser import PHONE, Watch, overflow, violations
from tests.journeys.panel_document import webinar
from tests.journeys.panel_fixtures import *  # noqa: F403
from tests.journeys.panel_fixtures import draft, layer, saved_layer, select, settle, state
from workspaces import actors
from workspaces.models import User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def test_brand_colours_are_chosen_by_name_and_custom_ones_by_hex(editor: Page, invite: Template):
    select(editor, "Card")
    editor.get_by_test_id("p-paint").click()
    chosen = editor.locator("#paint-paint")
    chosen.get_by_role("button", name="Primary").click()
    assert layer(editor, "card")["paint"] == {"token": "primary"}
    hexes = editor.get_by_test_id("paint-paint-hex")
    hexes.fill("#ff8800")
    hexes.press("Enter")
    assert layer(editor, "card")["paint"] == {"type": "solid", "color": "#FF8800"}
    chosen.get_by_role("button", name="Linear").click()
    stop = chosen.get_by_role("slider", name="Stop 1")
    stop.press("Shift+ArrowRight")
    stop.press("ArrowRight")
    assert layer(editor, "card")["paint"]["stops"][0]["at"] == 0.11
    settle(editor)
    assert saved_layer(invite, "card")["paint"]["type"] == "linear"


def test_text_colour_says_how_well_it_reads_on_what_lies_below(editor: Page):
    select(editor, "Headline")
    editor.get_by_test_id("p-paint").click()
    contrast = editor.locator("#paint-paint .ed-contrast")
    expect(contrast).to_contain_text(re.compile(r"1[78]\.\d : 1 AAA"))
    hexes = editor.get_by_test_id("paint-paint-hex")
    hexes.fill("#D0D0D0")
    hexes.press("Enter")
    expect(contrast).to_contain_text(re.compile(r"1\.\d : 1 too low"))


def test_fonts_are_shown_in_their_own_letters(editor: Page, invite: Template):
    select(editor, "Headline")
    editor.get_by_test_id("font").click()
    shown = editor.locator("#font")
    shown.get_by_label("Search fonts").fill("caveat")
    choice = shown.get_by_role("button", name="Caveat")
    expect(choice).to_be_visible()
    picture = choice.locator("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 440
    choice.click()
    settle(editor)
    assert saved_layer(invite, "headline")["font"]["family"] == "Caveat"


def test_record_from_json_becomes_the_record_in_view(editor: Page, invite: Template):
    editor.get_by_test_id("add-record").click()
    editor.get_by_role("menuitem", name="From JSON or a row").click()
    pasted = editor.get_by_test_id("paste")
    pasted.fill("{broken")
    editor.get_by_role("button", name="Add record").click()
    expect(editor.get_by_role("alert").last).to_have_text("This JSON cannot be read. Check quotes and commas.")
    pasted.fill("First name,City\nZoë,Lisbon")
    editor.get_by_role("button", name="Add record").click()
    expect(editor.get_by_test_id("record").last).to_have_attribute("aria-checked", "true")
    assert invite.test_records.get().values == {"first_name": "Zoë", "city": "Lisbon"}
    settle(editor)
    assert editor.evaluate("__ed.actions.metaOf('headline').resolved") == "You’re in, Zoë!"


def test_help_lists_the_shortcuts_and_the_palette_runs_them(editor: Page):
    editor.keyboard.press("?")
    shortcuts = editor.get_by_test_id("help-dialog")
    expect(shortcuts).to_contain_text("Bring to front")
    expect(shortcuts).to_contain_text("Ctrl+Shift+Z")
    editor.keyboard.press("Escape")
    expect(shortcuts).to_have_count(0)
    editor.keyboard.press("Control+k")
    editor.keyboard.type("select all")
    editor.keyboard.press("Enter")
    expect(editor.get_by_test_id("inspector-title")).to_have_text("6 layers")
    select(editor, "Dot")
    editor.keyboard.press("Control+k")
    editor.keyboard.type("rename")
    editor.keyboard.press("Enter")
    expect(editor.get_by_label("Name of the layer")).to_be_focused()
    editor.keyboard.type("Sun")
    editor.keyboard.press("Enter")
    assert layer(editor, "dot")["name"] == "Sun"


def test_same_property_changed_by_two_asks_which_stays(editor: Page, invite: Template, alice: User, watch: Watch):
    watch.expect("409")
    mine, theirs = [{"op": "set", "id": "headline", "set": {"size": size}} for size in (40, 30)]
    invite.refresh_from_db()
    by = {"by": actors.person(alice), "now": timezone.now()}
    drafts.save_draft(template=invite, ops=[theirs], rev=invite.draft_rev, client="elsewhere", seq=1, **by)
    editor.evaluate("ops => __ed.store.dispatch('Size', ops)", [mine])
    dialog = editor.get_by_test_id("conflict-dialog")
    expect(dialog).to_contain_text("Headline")
    expect(dialog.get_by_role("img", name="Mine: the picture")).to_be_visible()
    assert violations(editor) == []
    dialog.get_by_role("radio", name="Mine: text size of Headline").check()
    dialog.get_by_test_id("resolve").click()
    settle(editor)
    assert saved_layer(invite, "headline")["size"] == 40


def test_submit_lists_what_blocks_and_takes_a_reason_of_those_who_may(
    open_editor: Callable[..., Page], acme: Workspace, alice: User, watch: Watch
):
    watch.expect("422")
    document = webinar(alt="")
    made = create_template(
        workspace=acme, name="No words", document=document, by=actors.person(alice), now=timezone.now()
    )
    page = open_editor(made, alice)
    page.get_by_test_id("submit").click()
    page.get_by_test_id("submit-now").click()
    dialog = page.get_by_test_id("submit-dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("blocking issue")
    expect(dialog.get_by_test_id("submit-now")).to_be_disabled()
    dialog.get_by_test_id("override-reason").fill("The picture repeats the text beside it")
    dialog.get_by_test_id("submit-now").click()
    expect(page.get_by_test_id("state")).to_have_text("In review")
    expect(page.get_by_test_id("save-state")).to_contain_text("Read only")
    page.get_by_test_id("withdraw").click()
    expect(page.get_by_test_id("state")).to_have_text("Draft")


def test_empty_design_offers_starter_blocks(open_editor: Callable[..., Page], acme: Workspace, bob: User):
    empty = webinar(layers=[], fields=[])
    made = create_template(workspace=acme, name="Blank", document=empty, by=actors.person(bob), now=timezone.now())
    page = open_editor(made)
    page.get_by_test_id("start").get_by_role("button", name="Headline and name").click()
    expect(page.get_by_test_id("start")).to_have_count(0)
    settle(page)
    assert draft(made)["layers"][0]["text"] == "Hello {{first_name}}, good to see you"
    assert draft(made)["fields"][0]["fallback"] == "friend"


def test_new_size_carries_the_layers_over_and_keeps_its_own_changes(editor: Page, invite: Template):
    editor.get_by_role("button", name="Add size").click()
    dialog = editor.get_by_test_id("add-size")
    dialog.get_by_role("button", name="Square 600 × 600").click()
    dialog.get_by_role("button", name="Add size").click()
    select(editor, "Headline")
    editor.get_by_test_id("p-size").fill("60")
    editor.get_by_test_id("p-size").press("Enter")
    expect(editor.get_by_text(re.compile("This size has its own"))).to_contain_text("text size")
    settle(editor)
    assert saved_layer(invite, "headline")["size"] == 44
    assert draft(invite)["overrides"]["square"]["headline"]["size"] == 60


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_in_anybodys_way_with_menus_and_dialogs_open(editor: Page, theme: str):
    editor.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    assert violations(editor) == []
    select(editor, "VIP badge")
    assert violations(editor) == []
    select(editor, "Headline")
    for opener in ("p-paint", "insert-shape", "issue-pill"):
        editor.get_by_test_id(opener).click()
        assert violations(editor) == [], opener
        editor.keyboard.press("Escape")
    editor.get_by_role("button", name="Insert field").click()
    assert violations(editor) == []
    editor.keyboard.press("Escape")
    editor.get_by_test_id("preview").click()
    expect(editor.get_by_alt_text("With the record Longest")).to_be_visible()
    assert violations(editor) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_in_anybodys_way_while_text_is_edited_and_submitted(editor: Page, theme: str):
    editor.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    headline = editor.locator('.box[data-id="headline"]').bounding_box()
    assert headline
    editor.mouse.dblclick(headline["x"] + 60, headline["y"] + 30)
    expect(editor.locator(".stage-pill").first).to_be_visible()
    assert violations(editor) == []
    editor.keyboard.press("Control+Enter")
    for opener, dialog in (("submit", "submit-dialog"), ("add-record", "record-dialog")):
        editor.get_by_test_id(opener).click()
        if opener == "add-record":
            editor.get_by_role("menuitem", name="By hand").click()
        expect(editor.get_by_test_id(dialog)).to_be_visible()
        assert violations(editor) == [], dialog
        editor.keyboard.press("Escape")
        expect(editor.get_by_test_id(dialog)).to_have_count(0)


def test_phone_shows_one_sheet_at_a_time_and_moves_by_taps(editor: Page):
    select(editor, "Headline")
    editor.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert overflow(editor) <= 0
    editor.get_by_test_id("sheet-inspector").click()
    expect(editor.get_by_test_id("p-text")).to_be_attached()
    expect(editor.get_by_label("Search layers")).to_be_hidden()
    assert violations(editor) == []
    editor.get_by_role("button", name="Move right").click()
    assert layer(editor, "headline")["x"] == 57
    editor.get_by_test_id("sheet-layers").click()
    expect(editor.get_by_label("Search layers")).to_be_visible()
    assert violations(editor) == []


def test_selection_is_visible_in_high_contrast(editor: Page):
    editor.emulate_media(forced_colors="active")
    select(editor, "Headline")
    for marked in ("[data-layer=headline]", "[data-record=complete]"):
        assert editor.locator(marked).evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    assert state(editor, "sel") == ["headline"]
