"""Reviewing in the browser: comparing, pins, read-only drafts, overridden checks, four eyes, and a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from designer.models import Review, Template
from designer.operations import drafts, publishing, reviews
from designer.operations.templates import create_template
from designer.queries.compare import comparison
from renderer import releases
from tests.designer.documents import document
from tests.journeys.browser import Watch, overflow
from tests.journeys.run_invite import (
    People,
    acme,
    address,
    approve,
    invite,
    nothing_leaves,
    publish,
    team,
)
from workspaces import actors
from workspaces.models import AuditEntry, User, Workspace
from workspaces.operations import people
from workspaces.roles import Role

__all__ = ["acme", "invite", "nothing_leaves", "team"]
SignIn = Callable[[User], None]


def edited(template: Template, by: User, layer: str, **changes: object) -> Template:
    """The draft with one layer changed, as its author would."""
    template.refresh_from_db()
    op = {"op": "set", "id": layer, "set": changes}
    drafts.save_draft(
        template=template,
        ops=[op],
        rev=template.draft_rev,
        client="tests",
        seq=template.draft_rev,
        by=actors.person(by),
        now=timezone.now(),
    )
    template.refresh_from_db()
    return template


def submitted(template: Template, by: User) -> Review:
    template.refresh_from_db()
    return reviews.submit_for_review(template=template, by=actors.person(by), now=timezone.now(), tell=False)


def live(template: Template, team: People) -> None:
    """Approved by Dora and published."""
    review = submitted(template, team["bob"])
    dora = actors.person(team["dora"])
    reviews.approve(review=review, by=dora, now=timezone.now(), note="Fine", tell=False)
    publishing.publish(template=template, number=review.revision.number, by=dora, now=timezone.now())


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_slider_is_moved_by_pointer_click_and_keys(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: SignIn
) -> None:
    live(invite, team)
    edited(invite, team["bob"], "headline", text="Run with us, {{ first_name }}")
    review = submitted(invite, team["bob"])
    sign_in(team["dora"])
    page.goto(address(acme, "reviews", review.key) + "?mode=slider")
    handle, board = page.get_by_role("slider"), page.locator(".compare")
    expect(handle).to_have_attribute("aria-valuenow", "50")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box

    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + 30)
    expect(handle).to_have_attribute("aria-valuenow", re.compile(r"^2[45]"))
    page.mouse.move(*middle(handle))
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 40, steps=4)
    page.mouse.up()
    expect(handle).to_have_attribute("aria-valuenow", re.compile(r"^7[45]"))
    handle.press("Home")
    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuenow", "2")
    handle.press("End")
    expect(handle).to_have_attribute("aria-valuenow", "100")

    expect(page.get_by_text(re.compile(r"^\d+\.\d % of the picture changed"))).to_be_visible()
    changed = page.locator(".card", has=page.get_by_role("heading", name="What changed"))
    expect(changed).to_contain_text("Run with us, {{ first_name }}")
    expect(changed).to_contain_text("Headline")


def test_equal_versions_differ_by_nothing(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: SignIn
) -> None:
    live(invite, team)
    sign_in(team["dora"])
    page.goto(address(acme, "templates", invite.key, "history") + "?before=1&after=draft")

    expect(page.get_by_text("Nothing: both are the same.")).to_be_visible()
    assert comparison(invite, "1", "draft").percent == "0.0 %"


def test_pin_follows_its_layer_and_is_resolved_and_opened_again(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: SignIn
) -> None:
    first = submitted(invite, team["bob"])
    sign_in(team["dora"])
    page.goto(address(acme, "reviews", first.key))
    picture, pin = page.locator("[data-pinboard] img"), page.locator(".pin")
    shown = picture.bounding_box()
    assert shown
    page.locator("[data-pinboard] img").click(
        position={"x": 60 * shown["width"] / 600, "y": 60 * shown["height"] / 300}
    )
    page.get_by_label("Comment", exact=True).fill("Larger, please")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_label(re.compile("Comment 1 by Dora"))).to_be_visible()
    comment = invite.comments.get()
    assert comment.layer == "headline"
    before = middle(pin)

    reviews.request_changes(review=first, by=actors.person(team["dora"]), now=timezone.now(), note="See the pin")
    edited(invite, team["bob"], "headline", x=100, y=90)
    second = submitted(invite, team["bob"])
    page.goto(address(acme, "reviews", second.key))
    shown = picture.bounding_box()
    assert shown
    after = middle(pin)
    moved = ((after[0] - before[0]) * 600 / shown["width"], (after[1] - before[1]) * 600 / shown["width"])
    headline = invite.draft["layers"][2]
    assert abs(moved[0] - (headline["x"] - 40)) < 2
    assert abs(after[1] - shown["y"] - (90 + comment.y) * shown["height"] / 300) < 2

    page.get_by_role("button", name="Resolve").click()
    expect(pin).to_have_count(0)
    page.get_by_role("button", name="Undo").first.click()
    expect(pin).to_have_count(1)
    comment.refresh_from_db()
    assert comment.resolved_at is None


def test_blocking_issue_is_overridden_with_a_reason_that_stands_in_the_log(
    page: Page, acme: Workspace, team: People, sign_in: SignIn
) -> None:
    by = actors.person(team["bob"])
    blocked = create_template(workspace=acme, name="No words", document=document(alt=""), by=by, now=timezone.now())
    sign_in(team["bob"])
    page.goto(address(acme, "templates", blocked.key, "qa"))
    expect(page.locator(".alert").get_by_text(re.compile("^1 blocking issue"))).to_be_visible()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("button", name="Submit", exact=True)).to_be_disabled()
    assert blocked.reviews.count() == 0

    sign_in(team["alice"])
    page.goto(address(acme, "templates", blocked.key, "qa"))
    expect(page.locator(".alert").get_by_text(re.compile("^1 blocking issue"))).to_be_visible()
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_role("button", name="Submit", exact=True).click()
    assert blocked.reviews.count() == 0
    page.get_by_label("Why may it go to review although something blocks?").fill("The client writes it tomorrow")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Submitted. Reviewers get a mail")).to_be_visible()

    page.goto(f"/w/{acme.key}/settings/log/")
    expect(page.get_by_text("The client writes it tomorrow")).to_be_visible()
    assert (
        AuditEntry.objects.get(action="review.requested").details["override_reason"] == "The client writes it tomorrow"
    )


def test_submitted_draft_is_read_only_until_it_is_withdrawn(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: SignIn, watch: Watch
) -> None:
    review = submitted(invite, team["bob"])
    sign_in(team["bob"])
    page.goto(address(acme, "templates", invite.key, "fields"))
    expect(page.get_by_role("button", name="Save rules")).to_have_count(0)
    watch.expect("423")
    status = page.evaluate(
        """async (url) => (await fetch(url, {method: "PATCH", headers: {
            "Content-Type": "application/json", "If-Match": "1",
            "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value},
            body: JSON.stringify({client: "x", seq: 1, ops: []})})).status""",
        f"/api/w/{acme.key}/t/{invite.key}/draft",
    )
    assert status == 423

    page.goto(address(acme, "reviews", review.key))
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Withdrawn. You can edit again.")).to_be_visible()
    page.goto(address(acme, "templates", invite.key, "fields"))
    expect(page.get_by_role("button", name="Save rules")).to_be_visible()


def test_author_who_may_review_cannot_approve_and_somebody_else_publishes(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: SignIn
) -> None:
    eve = User.objects.create_user("eve@example.com", name="Eve")
    people.add_member(workspace=acme, user=eve, role=Role.ADMIN, by=actors.person(team["alice"]), now=timezone.now())
    review = submitted(edited(invite, eve, "headline", text="By Eve"), eve)
    sign_in(eve)
    page.goto(address(acme, "reviews", review.key))
    expect(page.get_by_role("button", name=re.compile("Approve v"))).to_be_disabled()
    expect(page.get_by_text("You submitted this, so somebody else has to approve it.")).to_be_visible()

    sign_in(team["dora"])
    approve(page, acme)
    publish(page)
    assert releases.live(acme, invite.key).number == 1


def test_phone_of_320_pixels_approves_and_comments(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: SignIn
) -> None:
    review = submitted(invite, team["bob"])
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(team["dora"])
    page.goto(address(acme, "reviews", review.key))
    assert overflow(page) <= 0
    page.get_by_label("Comment", exact=True).fill("Fine on my phone")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("article").get_by_text("Fine on my phone")).to_be_visible()
    approve(page, acme)

    review.refresh_from_db()
    assert review.state == Review.State.APPROVED


def test_page_of_680_pixels_cuts_no_control_off(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: SignIn
) -> None:
    """1360 px at a zoom of 200 %."""
    review = submitted(invite, team["bob"])
    page.set_viewport_size({"width": 680, "height": 430})
    sign_in(team["dora"])
    for path in (
        ("reviews", review.key),
        ("templates", invite.key, "qa"),
        ("templates", invite.key, "fields"),
        ("brand",),
    ):
        page.goto(address(acme, *path))
        assert overflow(page) <= 0
