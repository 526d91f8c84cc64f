"""A design on its way: submitted, sent back, approved, published, rolled back; a client decides; pages looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from designer.models import Template
from designer.operations import assets, comments, publishing, reviews
from designer.operations.templates import create_template
from renderer import releases
from tests.designer import hostile
from tests.designer.documents import document, first_name, text
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations, people
from workspaces.roles import Role

People = dict[str, User]


@pytest.fixture(autouse=True)
def _nothing_leaves(settings: Any, tmp_path: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}


@pytest.fixture
def team(transactional_db: None) -> People:
    return {
        name: User.objects.create_user(f"{name}@example.com", name=name.capitalize())
        for name in ("alice", "bob", "dora")
    }


@pytest.fixture
def acme(team: People) -> Workspace:
    by = {"by": actors.person(team["alice"]), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=team["alice"], **by)
    acme = organizations.create_workspace(organization=agency, name="Acme Running", **by)
    people.add_member(workspace=acme, user=team["bob"], role=Role.DESIGNER, **by)
    people.add_member(workspace=acme, user=team["dora"], role=Role.APPROVER, **by)
    return acme


@pytest.fixture
def invite(acme: Workspace, team: People) -> Template:
    """A design with a picture, two fields, and a second size."""
    by = {"by": actors.person(team["bob"]), "now": timezone.now()}
    photo = assets.upload_asset(
        workspace=acme, data=hostile.picture("JPEG", (300, 200)), name="hill.jpg", alt="A hill", **by
    )
    card = {"id": "card", "type": "shape", "name": "Card", "x": 20, "y": 20, "w": 440, "h": 260, "radius": 16}
    white = {"type": "solid", "color": "#FFFFFF"}
    picture = {"id": "photo", "type": "image", "name": "Photo", "x": 470, "y": 20, "w": 110, "h": 110}
    layers = [
        {**card, "paint": {"type": "solid", "color": "#14264A"}},
        {**picture, "source": {"kind": "asset", "asset": photo.digest}},
        text(paint=white),
        text("line", "{{ event }} in {{ city }}", y=150, size=22, paint=white, h=60),
    ]
    fields = [first_name(), {"key": "event", "fallback": "Your run"}, {"key": "city", "fallback": "town"}]
    sizes = [*document()["sizes"], {"id": "wide", "name": "Wide", "w": 600, "h": 400}]
    design = document(*layers, fields=fields, sizes=sizes)
    return create_template(workspace=acme, name="Run invite", document=design, folder="Spring", tags=["run"], **by)


def address(workspace: Workspace, *path: str) -> str:
    return "/".join(("/w", workspace.key, *path, ""))


def submit(page: Page, workspace: Workspace, template: Template, note: str) -> None:
    page.goto(address(workspace, "templates", template.key, "qa"))
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_label("What should reviewers know?").fill(note)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_text("Submitted. Reviewers get a mail")).to_be_visible()


def approve(page: Page, workspace: Workspace) -> None:
    page.goto(address(workspace, "reviews"))
    page.get_by_role("link", name=re.compile("Run invite v")).first.click()
    page.get_by_role("button", name=re.compile("Approve v")).click()
    page.get_by_role("dialog").get_by_label("Note").fill("Looks right with every record.")
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(page.get_by_text(re.compile("is approved"))).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name=re.compile("Publish v")).click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("It is live.")).to_be_visible()


def test_design_goes_through_review_to_the_world_and_back(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: Callable[[User], None]
) -> None:
    sign_in(team["bob"])
    submit(page, acme, invite, "First go")
    page.goto(address(acme, "reviews", invite.reviews.get().key))
    expect(page.get_by_role("button", name=re.compile("Approve"))).to_have_count(0)

    sign_in(team["dora"])
    page.goto(address(acme, "reviews", invite.reviews.get().key))
    page.get_by_role("button", name="Request changes").click()
    page.get_by_role("dialog").get_by_label("What should change?").fill("Bigger greeting, please")
    page.get_by_role("dialog").get_by_role("button", name="Request changes").click()
    expect(page.get_by_text("Bigger greeting, please")).to_be_visible()

    sign_in(team["bob"])
    page.goto(address(acme, "templates", invite.key, "fields") + "?field=first_name")
    page.get_by_label("Fallback").first.fill("runner")
    page.get_by_role("button", name="Save rules").click()
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    submit(page, acme, invite, "Second go")

    sign_in(team["dora"])
    approve(page, acme)
    publish(page)
    first = releases.live(acme, invite.key).content_hash

    sign_in(team["bob"])
    page.goto(address(acme, "templates", invite.key, "fields") + "?field=city")
    page.get_by_label("Fallback").first.fill("your town")
    page.get_by_role("button", name="Save rules").click()
    submit(page, acme, invite, "Third go")
    sign_in(team["dora"])
    approve(page, acme)
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    publish(page)
    assert releases.live(acme, invite.key).content_hash != first

    page.get_by_role("button", name=re.compile("Roll back to v")).click()
    page.get_by_role("dialog").get_by_role("button", name="Roll back").click()
    expect(page.get_by_text("The earlier version is live again.")).to_be_visible()
    assert releases.live(acme, invite.key).content_hash == first


def test_client_approves_by_a_link_without_an_account(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: Callable[[User], None], look: Any
) -> None:
    review = reviews.submit_for_review(template=invite, by=actors.person(team["bob"]), now=timezone.now(), tell=False)
    sign_in(team["dora"])
    page.goto(address(acme, "reviews", review.key))
    page.get_by_text("Send a link that needs no account").click()
    page.get_by_label("Name of the client").fill("Carla Client")
    page.get_by_role("button", name="Make the link").click()
    link = re.search(r"/client/\S+/", page.get_by_text("shown only now").inner_text())
    assert link

    page.context.clear_cookies()
    page.goto(link.group())
    look(page, "designer-client")
    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("Carla Client: approved")).to_be_visible()
    review.refresh_from_db()
    assert review.decided_by_name == "Carla Client"


def test_comment_is_pinned_by_a_click_and_stays_there(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: Callable[[User], None]
) -> None:
    review = reviews.submit_for_review(template=invite, by=actors.person(team["bob"]), now=timezone.now(), tell=False)
    sign_in(team["dora"])
    page.goto(address(acme, "reviews", review.key))
    page.locator("[data-pinboard] img").click(position={"x": 60, "y": 40})
    page.get_by_label("Comment", exact=True).fill("Straight, please")
    page.get_by_role("button", name="Comment", exact=True).click()

    expect(page.get_by_label(re.compile("Comment 1 by Dora"))).to_be_visible()
    comment = invite.comments.get()
    box, picture = page.locator(".pin").bounding_box(), page.locator("[data-pinboard] img").bounding_box()
    assert box
    assert picture
    assert comment.x is not None
    assert abs(box["x"] + box["width"] / 2 - picture["x"] - comment.x * picture["width"] / 600) < 2


def test_every_page_of_the_designer_stands_up_to_a_look(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: Callable[[User], None], look: Any
) -> None:
    bob, dora = actors.person(team["bob"]), actors.person(team["dora"])
    review = reviews.submit_for_review(template=invite, by=bob, now=timezone.now(), tell=False)
    reviews.approve(review=review, by=dora, now=timezone.now(), note="Fine", tell=False)
    publishing.publish(template=invite, number=1, by=dora, now=timezone.now())
    comments.comment(template=invite, text="Lovely", by=dora, now=timezone.now(), at=(40, 40))
    photo = acme.assets.get()
    sign_in(team["alice"])
    own = ("templates", invite.key)
    pages = {
        "templates": address(acme, "templates"),
        "table": address(acme, "templates") + "?layout=table",
        "new": address(acme, "templates", "new"),
        "design": address(acme, *own),
        "fields": address(acme, *own, "fields"),
        "qa": address(acme, *own, "qa"),
        "history": address(acme, *own, "history"),
        "publish": address(acme, *own, "publish"),
        "carry": address(acme, *own, "carry"),
        "reviews": address(acme, "reviews"),
        "review": address(acme, "reviews", review.key),
        "brand": address(acme, "brand"),
        "assets": address(acme, "assets"),
        "asset": address(acme, "assets", photo.key),
        "all-fields": address(acme, "fields"),
    }
    for name, url in pages.items():
        page.goto(url)
        look(page, f"designer-{name}")
