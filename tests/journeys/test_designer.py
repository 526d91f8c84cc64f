"""A design on its way: submitted, sent back, approved, published, rolled back; a client decides; pages looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect

from audiences.operations.recipients import Entry, create_audience, upsert
from designer.models import Template
from designer.operations import comments, publishing, reviews, sharing
from renderer import releases
from tests.journeys.run_invite import (
    People,
    acme,
    address,
    approve,
    invite,
    nothing_leaves,
    publish,
    submit,
    team,
)
from workspaces import actors
from workspaces.models import User, Workspace

__all__ = ["acme", "invite", "nothing_leaves", "team"]


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


def test_every_page_of_the_designer_stands_up_to_a_look(
    page: Page, acme: Workspace, invite: Template, team: People, sign_in: Callable[[User], None], look: Any
) -> None:
    bob, dora = actors.person(team["bob"]), actors.person(team["dora"])
    review = reviews.submit_for_review(template=invite, by=bob, now=timezone.now(), tell=False)
    reviews.approve(review=review, by=dora, now=timezone.now(), note="Fine", tell=False)
    publishing.publish(template=invite, number=1, by=dora, now=timezone.now())
    comments.comment(template=invite, text="Lovely", by=dora, now=timezone.now(), at=(40, 40))
    photo = acme.assets.get()
    token = sharing.share_proof(template=invite, days=7, by=bob, now=timezone.now())
    crowd = create_audience(name="Spring", by=bob, workspace=acme, now=timezone.now())
    upsert(audience=crowd, entries=[Entry("1", {"first_name": "Maximiliana"})], now=timezone.now())
    sign_in(team["alice"])
    own = ("templates", invite.key)
    pages = {
        "templates": address(acme, "templates"),
        "table": address(acme, "templates") + "?layout=table",
        "new": address(acme, "templates", "new"),
        "design": address(acme, *own),
        "fields": address(acme, *own, "fields"),
        "qa": address(acme, *own, "qa") + f"?audience={crowd.key}",
        "proof": f"/proof/{token}/",
        "brand-of-all": f"/o/{acme.organization.key}/brand/",
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
        expect(page.locator("[data-src]")).to_have_count(0)
        look(page, f"designer-{name}")
