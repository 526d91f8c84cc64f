"""The style guide: every component, in both themes and two widths, without a finding."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def guide(page: Page, sign_in, staff) -> Page:
    sign_in(staff)
    page.goto("/styleguide/")
    return page


def test_every_component_is_accessible_in_both_themes(guide: Page, look):
    look(guide, "styleguide")


def test_menu_opens_by_keyboard_and_returns_the_focus(guide: Page, look):
    button = guide.get_by_role("button", name="Actions")
    button.focus()
    guide.keyboard.press("ArrowDown")
    expect(guide.get_by_role("link", name="Edit")).to_be_focused()
    guide.keyboard.press("ArrowDown")
    expect(guide.get_by_role("button", name="Duplicate")).to_be_focused()
    look(guide, "styleguide-menu")
    guide.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_dialog_focuses_its_first_field_and_keeps_typed_text(guide: Page, look):
    opener = guide.get_by_role("button", name="Dialog…")
    opener.click()
    note = guide.get_by_label("Note for the log")
    expect(note).to_be_focused()
    look(guide, "styleguide-dialog")
    note.fill("Agreed with Maria")
    guide.once("dialog", lambda question: question.dismiss())
    guide.keyboard.press("Escape")
    expect(note).to_have_value("Agreed with Maria")
    guide.once("dialog", lambda question: question.accept())
    guide.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(opener).to_be_focused()


def test_focus_is_always_seen(guide: Page):
    for control in (
        guide.get_by_label("Search", exact=True),
        guide.get_by_role("link", name="Event"),
        guide.get_by_role("tab").first,
    ):
        control.focus()
        assert control.evaluate("node => getComputedStyle(node).outline").startswith("rgb(47, 91, 234) solid 2px")


def test_toast_offers_undo(guide: Page):
    guide.get_by_role("button", name="Toast").click()
    toasts = guide.locator("#toasts")
    expect(toasts).to_contain_text("Layer deleted.")
    toasts.get_by_role("button", name="Undo").click()
    expect(toasts).to_contain_text("Layer restored.")
    expect(toasts).not_to_contain_text("Layer deleted.")


def test_theme_choice_is_kept_by_the_server(guide: Page):
    guide.get_by_role("button", name="Dark", exact=True).first.click()
    guide.reload()
    expect(guide.locator("html")).to_have_attribute("data-theme", "dark")
    guide.get_by_role("button", name="System", exact=True).click()
    guide.reload()
    expect(guide.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_number_field_steps_within_its_limits(guide: Page):
    size = guide.get_by_label("Font size")
    guide.get_by_role("button", name="Smaller").click()
    expect(size).to_have_value("43")
    size.press("Shift+ArrowUp")
    expect(size).to_have_value("53")
    size.press("Alt+ArrowUp")
    expect(size).to_have_value("53.1")
    size.fill("599")
    size.press("Shift+ArrowUp")
    expect(size).to_have_value("600")


def test_compare_slider_follows_keys_and_pointer(guide: Page):
    slider = guide.get_by_role("slider", name="Show more of the live or the draft picture")
    slider.focus()
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuenow", "48")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuenow", "0")
    box = guide.locator(".compare").bounding_box()
    assert box
    guide.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + 20)
    expect(slider).to_have_attribute("aria-valuenow", "75")


def test_selecting_rows_enables_the_action(guide: Page):
    apply = guide.get_by_role("button", name="Apply")
    guide.get_by_label("Select Webinar invite").uncheck()
    expect(apply).to_be_disabled()
    guide.get_by_label("Select all").check()
    expect(guide.get_by_text("3 selected")).to_be_visible()
    expect(apply).to_be_enabled()


def test_tabs_move_with_the_arrows(guide: Page):
    guide.get_by_role("tab", name="Our templates").focus()
    guide.keyboard.press("ArrowRight")
    expect(guide.get_by_role("tab", name="Start from gallery")).to_be_focused()
    expect(guide.get_by_text("Five designs to start from.")).to_be_visible()
    expect(guide.get_by_text("Twelve templates")).to_be_hidden()


def test_question_mark_lists_the_shortcuts(guide: Page):
    guide.locator("h1").click()
    guide.keyboard.press("?")
    expect(guide.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    expect(guide.get_by_text("Search templates", exact=True)).to_be_visible()
    guide.keyboard.press("Escape")
    guide.keyboard.press("/")
    expect(guide.get_by_label("Search templates")).to_be_focused()


def test_high_contrast_mode_shows_the_selection(guide: Page):
    guide.emulate_media(forced_colors="active")
    outline = guide.get_by_role("button", name="Complete", exact=True).evaluate(
        "node => getComputedStyle(node).outlineStyle"
    )
    assert outline == "solid"


def test_style_guide_is_closed_to_strangers(page: Page, watch, sign_in, staff):
    staff.is_staff = False
    staff.save()
    sign_in(staff)
    watch.expect("403")
    answer = page.goto("/styleguide/")
    assert answer
    assert answer.status == 403
    expect(page.get_by_role("heading", name="You may not do this")).to_be_visible()
