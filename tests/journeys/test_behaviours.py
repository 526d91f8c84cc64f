"""Small behaviours that a page asks for by attribute: copying, sending once, staying up to date, choosing files."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def guide(page: Page, sign_in, staff) -> Page:
    sign_in(staff)
    page.goto("/styleguide/")
    return page


def test_copy_button_puts_exactly_the_shown_text_on_the_clipboard(guide: Page, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    guide.get_by_role("button", name="Copy").click()
    expect(guide.get_by_role("button", name="Copied")).to_be_visible()
    expect(guide.locator("#toasts")).to_contain_text("Copied")
    shown = guide.get_by_label("Picture address").input_value()
    assert guide.evaluate("navigator.clipboard.readText()") == shown


def test_refused_clipboard_selects_the_text_instead(guide: Page):
    guide.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    guide.get_by_role("button", name="Copy").click()
    expect(guide.locator("#toasts")).to_contain_text("press Ctrl+C")
    selected = guide.get_by_label("Picture address").evaluate("node => node.selectionEnd - node.selectionStart")
    assert selected == len(guide.get_by_label("Picture address").input_value())


def test_file_drop_names_the_chosen_file(guide: Page):
    sheet = {"name": "spring.csv", "mimeType": "text/csv", "buffer": b"FNAME\nAmira\n" * 300}
    drop = guide.locator(".file-drop").first
    drop.locator("input").set_input_files(sheet)  # type: ignore[arg-type]
    expect(drop).to_contain_text("spring.csv (4 kB)")


def test_numbers_refresh_by_themselves_but_not_while_someone_selects_text(page: Page, sign_in, staff):
    sign_in(staff)
    asked = []

    def with_another_number(route: Route) -> None:
        asked.append(route.request.url)
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("48,210", "48,999"))

    page.clock.install()
    page.goto("/styleguide/")
    page.route("**/styleguide/", with_another_number)
    page.locator("h1").evaluate("node => getSelection().selectAllChildren(node)")
    page.clock.run_for(61_000)
    assert asked == []
    page.evaluate("getSelection().removeAllRanges()")
    page.clock.run_for(60_000)
    expect(page.locator("#sg-numbers")).to_contain_text("48,999")
    assert len(asked) == 1


def test_form_is_sent_once_and_says_that_it_is_busy(page: Page, staff):
    page.goto("/accounts/login/")
    sent = []

    def stay(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the browser stays on the page, as while it waits for a slow answer

    page.route(re.compile(r"/accounts/login/$"), stay)
    page.get_by_label("Email").fill("dana@okzest.example")
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    button = page.get_by_role("button", name="Sign in", exact=True)
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    assert sent == ["POST"]


def test_color_field_keeps_its_two_halves_equal(guide: Page):
    code = guide.get_by_label("Colour", exact=True)
    swatch = guide.get_by_label("Pick a colour")
    code.fill("#F7B500")
    expect(swatch).to_have_value("#f7b500")
    swatch.fill("#146c43")
    expect(code).to_have_value("#146C43")
    code.fill("nonsense")
    expect(swatch).to_have_value("#146c43")


def test_shift_click_selects_a_range_of_rows(guide: Page):
    guide.get_by_label("Select Webinar invite").uncheck()
    guide.get_by_label("Select Webinar invite").click()
    guide.get_by_label("Select Cart reminder").click(modifiers=["Shift"])
    expect(guide.get_by_text("3 selected")).to_be_visible()


def test_tooltip_shows_on_focus_and_goes_with_escape(guide: Page):
    guide.keyboard.press("Tab")
    more = guide.get_by_role("button", name="More", exact=True)
    more.focus()
    tooltip = guide.get_by_role("tooltip")
    expect(tooltip).to_have_text("More")
    guide.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()
