"""The pages as people use them: lists, forms without scripts, a client's link, mails."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from designer import mails
from designer.models import Asset, ClientApproval, Review, Template
from designer.operations import client_approvals, reviews
from tests.designer import hostile
from tests.designer.documents import document
from workspaces.actors import Actor
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def bobs(client: Client, bob: Actor) -> Client:
    assert bob.user is not None
    client.force_login(bob.user)
    return client


@pytest.fixture
def doras(client: Client, dora: Actor) -> Client:
    assert dora.user is not None
    client.force_login(dora.user)
    return client


def page(client: Client, *path: str, **query: str) -> str:
    answer = client.get("/".join(("/w", *path, "")), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_finds_by_name_and_by_field(bobs: Client, make_template: Any, workspace: Workspace) -> None:
    make_template(name="Spring sale")
    make_template(name="Autumn", document=document(fields=[{"key": "city"}]))

    assert "Spring sale" in page(bobs, workspace.key, "templates", q="spring")
    found = page(bobs, workspace.key, "templates", field="city")
    assert "Autumn" in found
    assert "Spring sale" not in found


def test_empty_filter_says_so_and_offers_a_way_out(bobs: Client, template: Template, workspace: Workspace) -> None:
    body = page(bobs, workspace.key, "templates", field="tier")

    assert "No template uses the field tier" in body
    assert "Clear filters" in body


def test_blank_template_is_made_without_scripts(bobs: Client, workspace: Workspace) -> None:
    answer = bobs.post(
        f"/w/{workspace.key}/templates/new/", {"name": "Banner", "preset": "600x200", "width": 600, "height": 300}
    )

    made = Template.objects.get()
    assert answer.status_code == 302
    assert made.draft["sizes"][0] == {"id": "base", "name": "600 × 200", "w": 600, "h": 200}


def test_wide_picture_becomes_a_locked_background_at_half_its_size(bobs: Client, workspace: Workspace) -> None:
    file = io.BytesIO(hostile.picture("JPEG", (1600, 800)))
    file.name = "photo.jpg"
    values = {"name": "Photo", "preset": "", "width": 600, "height": 300, "background": file}
    bobs.post(f"/w/{workspace.key}/templates/new/", values)

    [layer] = Template.objects.get().draft["layers"]
    assert (layer["w"], layer["h"], layer["locked"]) == (800, 400, True)


def test_archived_template_comes_back_by_undo(bobs: Client, template: Template, workspace: Workspace) -> None:
    base = f"/w/{workspace.key}/templates/{template.key}/"
    answer = bobs.post(f"{base}archive/", follow=True)

    assert f"{base}unarchive/" in answer.content.decode()
    bobs.post(f"{base}unarchive/")
    template.refresh_from_db()
    assert template.archived_at is None


def test_field_rules_are_saved_by_form(bobs: Client, template: Template, workspace: Workspace) -> None:
    base = f"/w/{workspace.key}/templates/{template.key}/fields/"
    values = {
        "was": "first_name",
        "key": "first_name",
        "label": "Given name",
        "empty": "hide_layer",
        "clean_up": "trim",
    }
    bobs.post(f"{base}save/", values)

    template.refresh_from_db()
    [field] = template.draft["fields"]
    assert (field["label"], field["empty"], field["samples"]) == ("Given name", "hide_layer", {})


def test_used_field_is_not_deleted(bobs: Client, template: Template, workspace: Workspace) -> None:
    answer = bobs.post(
        f"/w/{workspace.key}/templates/{template.key}/fields/remove/", {"key": "first_name"}, follow=True
    )

    assert "is used by Alternative text, Headline" in answer.content.decode()


def test_sheet_offers_the_fix_and_applies_it(bobs: Client, make_template: Any, workspace: Workspace) -> None:
    template = make_template(document=document(alt=""))
    base = f"/w/{workspace.key}/templates/{template.key}/qa/"
    assert "Use the picture’s own words" in page(bobs, workspace.key, "templates", template.key, "qa", checks="now")

    bobs.post(f"{base}fix/", {"size": "base", "code": "alt_missing", "label": "Use the picture’s own words"})

    template.refresh_from_db()
    assert template.draft["alt"] == "Hello {{ first_name }}"


def test_contact_sheet_is_a_pdf(bobs: Client, template: Template, workspace: Workspace) -> None:
    answer = bobs.get(f"/w/{workspace.key}/templates/{template.key}/qa/sheet/")

    assert answer.content.startswith(b"%PDF")


def test_picture_is_drawn_once_and_then_known(bobs: Client, template: Template, workspace: Workspace) -> None:
    url = f"/w/{workspace.key}/templates/{template.key}/picture.png?w=224"
    first = bobs.get(url)

    again = bobs.get(url, headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "image/png"
    assert again.status_code == 304


def test_hostile_upload_is_refused_in_a_sentence_and_the_others_kept(bobs: Client, workspace: Workspace) -> None:
    good, bad = io.BytesIO(hostile.picture()), io.BytesIO(hostile.svg_bomb())
    good.name, bad.name = "good.png", "bomb.svg"
    answer = bobs.post(f"/w/{workspace.key}/assets/upload/", {"file": [bad, good]}, follow=True)

    body = answer.content.decode()
    assert "bomb.svg: This SVG repeats its parts too often" in body
    assert Asset.objects.get().name == "good"


def test_brand_kit_is_saved_by_form(client: Client, alice: Actor, workspace: Workspace) -> None:
    assert alice.user is not None
    client.force_login(alice.user)
    values = {
        "rev": "0",
        "color-token": ["primary", ""],
        "color-label": ["Ours", ""],
        "color-value": ["#AA0000", ""],
        "min_size": "12",
        "custom_colors": "on",
    }
    client.post(f"/w/{workspace.key}/brand/save/", values)

    body = page(client, workspace.key, "brand")
    assert "#AA0000" in body
    assert workspace.brand_kit.content["constraints"]["min_size"] == 12  # type: ignore[attr-defined]


def test_approve_is_disabled_for_the_author_with_the_reason(
    client: Client, alice: Actor, template: Template, workspace: Workspace, now: datetime
) -> None:
    review = reviews.submit_for_review(template=template, by=alice, now=now, tell=False)
    assert alice.user is not None
    client.force_login(alice.user)

    body = page(client, workspace.key, "reviews", review.key)

    assert "You submitted this, so somebody else has to approve it." in body
    assert 'data-shortcut="a" disabled' in body


def test_reviewer_decides_by_form(doras: Client, review: Review, workspace: Workspace) -> None:
    base = f"/w/{workspace.key}/reviews/{review.key}/"
    doras.post(f"{base}checklist/", {"line": ["0", "1", "2"]})
    doras.post(f"{base}decide/", {"decision": "approve"})

    review.refresh_from_db()
    assert review.state == Review.State.APPROVED


def test_client_decides_without_an_account(client: Client, review: Review, bob: Actor, workspace: Workspace) -> None:
    _, token = client_approvals.invite_client(review=review, name="Carla", by=bob, now=timezone.now())
    body = client.get(f"/client/{token}/").content.decode()
    assert "With the longest values" in body
    assert client.get(f"/client/{token}/picture.png?record=longest")["Content-Type"] == "image/png"

    refused = client.post(f"/client/{token}/", {"decision": "request_changes", "note": ""})
    assert refused.status_code == 422
    client.post(f"/client/{token}/", {"decision": "request_changes", "note": "Warmer, please"})

    review.refresh_from_db()
    assert (review.state, review.decided_by_name) == (Review.State.CHANGES_REQUESTED, "Carla")


def test_client_link_leaks_nothing_to_others(client: Client, review: Review, bob: Actor) -> None:
    invitation, token = client_approvals.invite_client(review=review, name="Carla", by=bob, now=timezone.now())
    client_approvals.revoke_client(invitation=invitation, by=bob, now=timezone.now())

    closed, unknown = client.get(f"/client/{token}/"), client.get("/client/nonsense/")

    assert closed.status_code == unknown.status_code == 410
    assert review.template.name not in closed.content.decode()
    assert closed["Referrer-Policy"] == "same-origin"
    assert ClientApproval.objects.get().token_digest != token


def test_review_mail_shows_the_complete_and_the_longest_picture(review: Review, dora: Actor, alice: Actor) -> None:
    mails.review_requested(review.pk)

    assert {message.to[0] for message in mail.outbox} == {"dora@example.com", "alice@example.com"}
    message = mail.outbox[0]
    names = [part.get_filename() for part in message.message().walk() if part.get_content_type() == "image/png"]
    assert names == ["complete.png", "longest.png"]
    assert "Bob asks for your approval" in message.body


def test_author_hears_of_the_decision(review: Review, dora: Actor, now: datetime) -> None:
    reviews.request_changes(review=review, by=dora, now=now, note="Too small")

    mails.review_decided(review.pk)

    assert mail.outbox[0].to == ["bob@example.com"]
    assert "Too small" in mail.outbox[0].body
