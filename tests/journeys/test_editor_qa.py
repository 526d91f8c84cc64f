"""What the checks find while a design is edited: shown, led to, fixed, overridden with a reason, and true of pixels."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from designer.models import Review, Template
from designer.operations import publishing, reviews
from renderer.modes import Mode
from renderer.render_links import issuing
from tests.journeys.browser import Watch
from tests.journeys.editing import Editor
from tests.journeys.webinar import IS_VIP, WHITE
from workspaces import actors
from workspaces.models import AuditEntry, User

GOLD = np.array((0xF0, 0xB4, 0x29))
BADGE = (452, 186, 552, 226)
SHOWN = 300
"""Pixels of the badge's own colour that can only come from the badge."""


def person(name: str) -> dict[str, Any]:
    return {"by": actors.person(User.objects.get(name=name)), "now": timezone.now()}


def blocking(editor: Editor, record: str) -> list[str]:
    """Codes of what blocks in a record, once its checks are in."""
    editor.until("(id) => Boolean(__ed.store.state.issues[id])", "nothing was checked", record)
    codes = "filter((one) => one.level === 'block').map((one) => one.code)"
    return editor.state(f"__ed.store.state.issues[value].{codes}", record)  # type: ignore[no-any-return]


def issue(editor: Editor, code: str) -> Any:
    """The row of an issue in the list behind the pill, opened if need be."""
    found = editor.page.locator(f'#issue-list [data-code="{code}"]').first
    editor.poll(lambda: code in str(editor.state("__ed.store.state.issues")), f"the checks never found {code}")
    if not editor.page.locator("#issue-list").is_visible():
        editor.page.get_by_test_id("issue-pill").click()
    expect(found).to_be_visible()
    return found


def badge_shows(data: bytes) -> bool:
    """Whether the gold of the badge is where the badge stands."""
    part = np.asarray(Image.open(io.BytesIO(data)).convert("RGB").crop(BADGE), dtype=int)
    return int((np.abs(part - GOLD).max(axis=2) <= 4).sum()) > SHOWN


def test_text_over_the_code_blocks_until_it_is_fixed(editor: Editor, webinar: Template, watch: Watch) -> None:
    watch.expect("422")
    page = editor.page
    editor.state("__ed.actions.setSize('og')")
    assert (blocking(editor, "longest"), blocking(editor, "complete")) == (["text_on_qr"], [])
    page.get_by_test_id("submit").click()
    page.get_by_test_id("submit-now").click()
    refused = page.get_by_test_id("submit-dialog")
    expect(refused.get_by_role("alert")).to_contain_text("1 blocking issue")
    expect(refused.get_by_test_id("override-reason")).to_have_count(0)
    refused.get_by_role("button", name="Show").click()
    assert editor.state("[__ed.store.state.record, __ed.store.state.sel]") == ["longest", ["head"]]
    issue(editor, "text_on_qr").get_by_role("button", name="Set max lines 1").click()
    editor.until("() => !__ed.store.state.issues.longest.some((one) => one.level === 'block')", "it still blocks")
    assert editor.labels() == ["Set max lines 1"]
    page.keyboard.press("Escape")
    page.get_by_test_id("submit").click()
    page.get_by_test_id("submit-now").click()
    expect(page.get_by_test_id("state")).to_have_text("In review")


def test_address_opens_the_editor_at_the_layer_size_and_record_it_names(editor: Editor, webinar: Template) -> None:
    where = f"/w/{webinar.workspace.key}/templates/{webinar.key}/edit/?size=og&record=longest&layer=head"
    editor.page.goto(where)
    editor.idle()
    opened = editor.state("[__ed.store.state.size, __ed.store.state.record, __ed.store.state.sel]")
    assert opened == ["og", "longest", ["head"]]
    assert editor.box("head").get_attribute("aria-pressed") == "true"


def test_override_needs_a_reason_which_the_log_and_the_chosen_reviewer_get(
    page: Page, webinar: Template, sign_in: Any, watch: Watch
) -> None:
    watch.expect("422")
    sign_in(User.objects.get(name="Alice"))
    Editor(page).open(webinar)
    page.get_by_test_id("submit").click()
    dialog = page.get_by_test_id("submit-dialog")
    dialog.get_by_test_id("reviewers").get_by_label("Dora").check()
    dialog.get_by_test_id("submit-now").click()
    expect(dialog.get_by_role("alert")).to_contain_text("blocking issue")
    expect(dialog.get_by_test_id("submit-now")).to_be_disabled()
    dialog.get_by_test_id("override-reason").fill("Nobody’s name is that long")
    dialog.get_by_test_id("submit-now").click()
    expect(page.get_by_test_id("state")).to_have_text("In review")
    review = Review.objects.get(template=webinar)
    assert [reviewer.name for reviewer in review.reviewers.all()] == ["Dora"]
    logged = AuditEntry.objects.get(action="review.requested")
    assert (logged.actor_name, logged.details["override_reason"]) == ("Alice", "Nobody’s name is that long")


def test_condition_means_the_same_in_the_editor_in_the_check_and_for_recipients(
    editor: Editor, webinar: Template, live_server: Any
) -> None:
    page = editor.page
    editor.state("__ed.actions.set(['vip000'], { show_if: value, rot: 0 })", IS_VIP)
    editor.state("__ed.actions.set(['head'], { max_lines: 1 })")
    for record, shown in (("complete", True), ("longest", False), ("empty", False)):
        editor.state("__ed.actions.setRecord(value)", record)
        editor.idle()
        held = io.BytesIO()
        editor.shot().save(held, "PNG")
        assert badge_shows(held.getvalue()) is shown, record
    page.goto(f"/w/{webinar.workspace.key}/templates/{webinar.key}/qa/")
    for label, shown in (("Complete", True), ("Longest", False)):
        checked = page.get_by_alt_text(f"Draft, {label}").get_attribute("src") or ""
        assert badge_shows(page.request.get(checked.replace("w=720", "w=600")).body()) is shown, label
    webinar.refresh_from_db()
    review = reviews.submit_for_review(template=webinar, tell=False, **person("Bob"))
    reviews.approve(review=review, note="Fine", tell=False, **person("Dora"))
    publishing.publish(template=webinar, number=1, **person("Dora"))
    about = {"workspace": webinar.workspace, "template_key": webinar.key, **person("Alice")}
    link = issuing.create(name="Spring", mode=Mode.OPEN, **about)
    address = live_server.url + urlsplit(issuing.address(link, format="png")).path
    for tier, shown in (("VIP", True), ("Guest", False), ("", False)):
        assert badge_shows(page.request.get(f"{address}?first_name=Amira&tier={tier}").body()) is shown, tier


def test_code_on_the_screen_leads_where_each_record_says(editor: Editor) -> None:
    cities = {"complete": "London", "partial": "London", "empty": "online", "longest": "Llanfairpwllgwyngyll"}
    for record in cities:
        editor.state("__ed.actions.setRecord(value)", record)
        editor.idle()
        code = editor.shot().crop((322, 172, 396, 246)).resize((592, 592), Image.Resampling.NEAREST)
        read, _, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(code.convert("L")))
        assert read == f"https://t.example/{cities[record]}", record


def test_white_words_on_a_light_part_of_the_photo_warn_with_the_ratio(editor: Editor) -> None:
    place = {"x": 425, "y": 240, "w": 150, "text": "Join us live", "paint": WHITE}
    editor.state("__ed.actions.set(['line00'], value)", place)
    editor.idle()
    expect(issue(editor, "low_contrast")).to_contain_text(
        re.compile(r"Event line is hard to read: contrast 1\.\d : 1, at least 4\.5 : 1 is needed")
    )
    editor.page.keyboard.press("Escape")
    editor.select("line00")
    expect(
        editor.page.locator('[data-part="inspector"]').get_by_text(re.compile(r"contrast 1\.\d : 1"))
    ).to_be_visible()
