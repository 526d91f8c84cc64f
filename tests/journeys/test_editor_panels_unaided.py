"""The whole way without a mouse, and the work of a mouse without dragging."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from designer.models import Review, Template
from designer.operations import publishing, reviews
from designer.operations.drafts import save_draft
from renderer import releases
from tests.journeys.editing import Editor, one_moment
from tests.journeys.panel_fixtures import arrived, draft, settle, state
from workspaces import actors
from workspaces.models import User

pytestmark = pytest.mark.django_db(transaction=True)
MOST_TABS = 90


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    target.wait_for(state="attached")
    for _ in range(MOST_TABS):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{MOST_TABS} tabs do not lead to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def region(page: Page, part: str) -> None:
    """F6 until the focus is in that part of the editor."""
    for _ in range(6):
        page.keyboard.press("F6")
        if page.locator(f'[data-part="{part}"]').evaluate("node => node.contains(document.activeElement)"):
            return
    raise AssertionError(f"F6 does not lead to {part}")


def test_keyboard_alone_leads_from_a_new_template_into_review(
    page: Page, webinar: Template, sign_in: Callable[[User], None]
) -> None:
    acme = webinar.workspace
    sign_in(User.objects.get(name="Bob"))
    page.goto(f"/w/{acme.key}/templates/new/")
    tab_to(page, page.get_by_label("Name").first)
    page.keyboard.type("By keys")
    press(page, page.get_by_role("button", name="Make it"))
    arrived(page)
    made = Template.objects.get(name="By keys")

    region(page, "topbar")
    press(page, page.get_by_test_id("insert-text"))
    expect(page.get_by_test_id("layer-row")).to_have_count(1)
    page.keyboard.press("Escape")
    region(page, "inspector")
    tab_to(page, page.get_by_test_id("p-text"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Hello {")
    expect(page.get_by_test_id("field-menu")).to_be_visible()
    page.keyboard.press("Enter")  # there are no fields yet, so the menu begins with making one
    expect(page.get_by_test_id("new-label")).to_be_focused()
    page.keyboard.type("First name")
    tab_to(page, page.get_by_test_id("new-fallback"))
    page.keyboard.type("friend")
    press(page, page.get_by_role("button", name="Add and insert"))
    expect(page.get_by_test_id("p-text")).to_be_focused()
    settle(page)
    assert draft(made)["layers"][0]["text"] == "Hello {{first_name}}"

    page.keyboard.press("F6")
    page.keyboard.press("Control+Shift+a")
    press(page, page.get_by_test_id("issue-pill"))
    blocks = page.locator("#issue-list .ed-issue-text.bad")
    expect(blocks).to_have_count(1, timeout=30_000)
    expect(blocks).to_contain_text("The alternative text is empty")
    press(page, blocks)
    expect(page.get_by_test_id("p-alt")).to_be_focused()
    page.keyboard.type("Hello, and welcome")
    settle(page)
    expect(page.get_by_test_id("issue-pill")).not_to_have_class(re.compile(r"\bbad\b"), timeout=30_000)
    page.keyboard.press("F6")
    page.keyboard.press("Control+Enter")
    press(page, page.get_by_test_id("submit-now"))
    expect(page.get_by_test_id("state")).to_have_text("In review")
    assert Review.objects.get(template=made).requested_by_name == "Bob"


def test_keyboard_alone_leads_from_review_to_the_code(
    page: Page, webinar: Template, sign_in: Callable[[User], None]
) -> None:
    bob = {"by": actors.person(User.objects.get(name="Bob")), "now": timezone.now()}
    _edit(webinar, {"max_lines": 1}, bob)
    review = reviews.submit_for_review(template=webinar, tell=False, **bob)
    sign_in(User.objects.get(name="Dora"))
    page.goto(f"/w/{webinar.workspace.key}/reviews/{review.key}/")
    press(page, page.get_by_role("button", name=re.compile("Approve v")))
    dialog = page.get_by_role("dialog")
    tab_to(page, dialog.get_by_label("Note"))
    page.keyboard.type("Reads well")
    press(page, dialog.get_by_role("button", name="Approve"))
    press(page, page.get_by_role("link", name="Publish…"))
    press(page, page.get_by_role("button", name=re.compile("Publish v")))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Publish"))
    expect(page.get_by_text("It is live.")).to_be_visible()
    assert releases.live(webinar.workspace, webinar.key).number == 1
    _copy_the_code(page, webinar, sign_in)


def _copy_the_code(page: Page, made: Template, sign_in: Callable[[User], None]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(User.objects.get(name="Alice"))
    page.goto(f"/w/{made.workspace.key}/templates/{made.key}/edit/")
    settle(page)
    region(page, "topbar")
    press(page, page.get_by_test_id("get-code"))
    tab_to(page, page.get_by_label("Campaign"))
    page.keyboard.type("Spring")
    by_tool = page.get_by_label("Open: the mailing tool fills in the values")
    press(page, page.locator("input[name=mode]:checked"), "ArrowDown")
    for _ in range(6):
        if by_tool.is_checked():
            break
        page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Make the link"))
    code = page.get_by_role("region", name="HTML", exact=True)
    press(page, page.get_by_role("button", name="Copy HTML"))
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()").split() == code.inner_text().split()


def test_clicks_alone_move_resize_reorder_and_crop(editor: Editor, webinar: Template) -> None:
    page = editor.page
    page.mouse.click(*editor.at(505, 60))
    assert state(page, "sel") == ["guest0"]
    before = editor.layer("guest0")
    with one_moment(page):
        for _ in range(3):
            page.get_by_role("button", name="More: X").click()
    page.get_by_role("button", name="Less: Y").click()
    page.get_by_role("button", name="More: Width").click()
    after = editor.layer("guest0")
    assert [after[one] - before[one] for one in ("x", "y", "w")] == [3, -1, 1]
    page.locator("[data-layer=guest0]").hover()
    page.locator("[data-layer=guest0]").get_by_test_id("layer-menu").click()
    page.get_by_role("menuitem", name="Send back").click()
    assert state(page, "doc.layers.map((one) => one.id).indexOf('guest0')") == 4
    page.get_by_test_id("crop").click()
    dialog = page.get_by_test_id("crop-dialog")
    expect(dialog.get_by_alt_text("The whole picture")).to_be_visible()
    frame = page.get_by_test_id("focal-picture").bounding_box()
    assert frame
    page.mouse.click(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.75)
    dialog.get_by_role("button", name="Apply").click()
    assert editor.layer("guest0")["focal"] == [0.25, 0.75]
    assert editor.labels() == ["Move", "Move", "Resize", "Send back", "Crop"]
    editor.idle()
    assert [one for one in draft(webinar)["layers"] if one["id"] == "guest0"][0]["focal"] == [0.25, 0.75]


def test_versions_are_compared_by_a_click(page: Page, webinar: Template, sign_in: Callable[[User], None]) -> None:
    bob, dora = ({"by": actors.person(User.objects.get(name=name)), "now": timezone.now()} for name in ("Bob", "Dora"))
    _edit(webinar, {"max_lines": 1}, bob)
    review = reviews.submit_for_review(template=webinar, tell=False, **bob)
    reviews.approve(review=review, note="Fine", tell=False, **dora)
    publishing.publish(template=webinar, number=1, **dora)
    _edit(webinar, {"size": 30}, bob)
    review = reviews.submit_for_review(template=webinar, tell=False, **bob)
    sign_in(User.objects.get(name="Dora"))
    page.goto(f"/w/{webinar.workspace.key}/reviews/{review.key}/?mode=slider")
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuenow", "50")
    box = page.locator(".compare").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    expect(slider).to_have_attribute("aria-valuenow", "25")


def _edit(template: Template, change: dict[str, Any], by: dict[str, Any]) -> None:
    template.refresh_from_db()
    ops = [{"op": "set", "id": "head", "set": change}]
    save_draft(template=template, ops=ops, rev=template.draft_rev, client="test", seq=template.draft_rev, **by)
    template.refresh_from_db()
