"""The editor with everything that opens, open: both themes, desk and phone. Pictures are kept to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from designer.models import Template
from tests.journeys.browser import DESKTOP, PHONE, THEMES, overflow, violations
from tests.journeys.conftest import EVIDENCE
from tests.journeys.editing import Editor

LINEAR = {"type": "linear", "angle": 90, "stops": [{"at": 0, "color": "#2F5BEA"}, {"at": 1, "color": "#F0B429"}]}
CONFLICT = """() => __ed.store.update({ dialog: { kind: "conflict", by: "Alice", resolve() {}, conflicts: [
  { id: "head", prop: "x", base: 56, mine: 70, theirs: 11 },
  { id: "og/head", prop: "size", base: 56, mine: 40, theirs: 60 },
  { id: "card00", prop: "@being", base: {}, mine: { id: "card00" }, theirs: null } ] } })"""
VIP = {"all": [{"field": "tier", "op": "is", "value": "VIP"}, {"field": "city", "op": "not_empty"}]}


def colour(editor: Editor) -> None:
    editor.select("head").page.get_by_test_id("p-paint").click()


def gradient(editor: Editor) -> None:
    editor.page.evaluate("(paint) => __ed.actions.set(['card00'], { paint })", LINEAR)
    editor.idle().select("card00").page.get_by_test_id("p-paint").click()
    editor.page.get_by_test_id("paint-paint-stop-hex").fill("#146C43")
    editor.page.get_by_test_id("paint-paint-stop-hex").press("Enter")
    assert editor.layer("card00")["paint"]["stops"][0]["color"] == "#146C43"


def font(editor: Editor) -> None:
    editor.select("head").page.get_by_test_id("font").click()


def badge(editor: Editor) -> None:
    editor.select("vip000")


def condition(editor: Editor) -> None:
    editor.page.evaluate("(show_if) => __ed.actions.set(['qr0000'], { show_if })", VIP)
    editor.select("qr0000").page.get_by_test_id("condition-words").scroll_into_view_if_needed()


def several(editor: Editor) -> None:
    editor.select("head", "line00", "guest0")


def picture(editor: Editor) -> None:
    editor.select("guest0")


def typing(editor: Editor) -> None:
    editor.page.mouse.dblclick(*editor.at(*editor.middle("head")))
    editor.page.keyboard.type("Hello {")


def palette(editor: Editor) -> None:
    editor.page.keyboard.press("Control+k")
    editor.page.keyboard.type("align")


def shortcuts(editor: Editor) -> None:
    editor.page.keyboard.press("?")


def conflict(editor: Editor) -> None:
    editor.page.evaluate(CONFLICT)
    editor.poll(lambda: editor.page.locator(".ed-side img").count() == 2, "the two sides are not drawn")


def issues(editor: Editor) -> None:
    editor.poll(lambda: editor.page.get_by_test_id("issue-pill").count(), "nothing was checked")
    editor.page.get_by_test_id("issue-pill").click()


def records(editor: Editor) -> None:
    editor.page.get_by_test_id("add-record").click()


def layer_menu(editor: Editor) -> None:
    editor.page.locator(".ed-layer").first.hover()
    editor.page.get_by_test_id("layer-menu").first.click()


def proof(editor: Editor) -> None:
    editor.page.get_by_test_id("preview").click()
    editor.poll(lambda: editor.page.locator("dialog img").count() >= 4, "the sheet is not drawn")


def submit(editor: Editor) -> None:
    editor.page.get_by_test_id("submit").click()


def nothing(editor: Editor) -> None:
    editor.select()


OPENED: dict[str, Callable[[Editor], None]] = {
    "artboard": nothing,
    "colour": colour,
    "gradient": gradient,
    "font": font,
    "badge": badge,
    "condition": condition,
    "several": several,
    "picture": picture,
    "typing": typing,
    "palette": palette,
    "shortcuts": shortcuts,
    "conflict": conflict,
    "issues": issues,
    "records": records,
    "layer-menu": layer_menu,
    "proof": proof,
    "submit": submit,
}


@pytest.mark.parametrize("name", OPENED)
def test_whatever_is_open_is_clean_in_both_themes(editor: Editor, name: str) -> None:
    OPENED[name](editor)
    editor.page.emulate_media(reduced_motion="reduce")
    for theme in THEMES:
        photograph(editor.page, f"editor-{name}", theme, DESKTOP)
        assert violations(editor.page) == []


SHEETS = {"layers": None, "inspector": "head", "records": None}


@pytest.mark.parametrize("sheet", SHEETS)
def test_sheets_of_a_phone_are_clean_in_both_themes(editor: Editor, webinar: Template, sheet: str) -> None:
    editor.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    editor.open(webinar)
    if chosen := SHEETS[sheet]:
        editor.select(chosen)
    if editor.state("document.querySelector('.ed').dataset.sheet") != sheet:
        editor.page.get_by_test_id(f"sheet-{sheet}").click()
    editor.page.emulate_media(reduced_motion="reduce")
    for theme in THEMES:
        photograph(editor.page, f"editor-sheet-{sheet}", theme, PHONE)
        assert overflow(editor.page) <= 0
        assert violations(editor.page) == []


def photograph(page: Page, name: str, theme: Any, size: dict[str, int]) -> None:
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    page.emulate_media(color_scheme=theme)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(250)
    page.screenshot(path=EVIDENCE / f"{name}-{theme}-{size['width']}.png")
