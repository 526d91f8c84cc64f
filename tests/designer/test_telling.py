"""Webhooks are told of decided reviews and new releases, whoever decides, and of nothing that was taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from designer.models import Review, Template
from designer.operations import publishing, reviews
from workspaces.actors import Actor
from workspaces.models import WebhookDelivery, Workspace
from workspaces.webhooks import operations

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def webhook(workspace: Workspace, alice: Actor, now: datetime) -> None:
    operations.create(
        workspace=workspace,
        name="Calendar",
        url="https://hooks.example.com/",
        chosen=["review.decided", "release.published"],
        by=alice,
        now=now,
    )


def told() -> list[tuple[str, dict[str, Any]]]:
    return [(one.event, one.body["data"]) for one in WebhookDelivery.objects.order_by("id")]


def test_approval_is_told_with_what_was_approved(review: Review, dora: Actor, now: datetime) -> None:
    reviews.approve(review=review, by=dora, now=now, note="Fine, says Dora")
    facts = {
        "workspace": review.workspace.key,
        "template": review.template.key,
        "revision": 1,
        "decision": "approved",
        "content_hash": review.revision.content_hash,
    }
    assert told() == [("review.decided", facts)]


def test_requested_changes_are_told_and_withdrawing_is_not(
    review: Review, make_template: Callable[..., Template], bob: Actor, dora: Actor, now: datetime
) -> None:
    reviews.request_changes(review=review, by=dora, now=now, note="Larger logo")
    other = reviews.submit_for_review(template=make_template("Other"), by=bob, now=now)
    reviews.withdraw(review=other, by=bob, now=now)
    assert [(event, facts["decision"]) for event, facts in told()] == [("review.decided", "changes_requested")]


def test_going_live_and_rolling_back_are_told(approved: Template, bob: Actor, dora: Actor, now: datetime) -> None:
    publishing.publish(template=approved, number=1, by=dora, now=now)
    second = reviews.submit_for_review(template=approved, by=bob, now=now)
    reviews.approve(review=second, by=dora, now=now, note="Fine")
    publishing.publish(template=approved, number=second.revision.number, by=dora, now=now)
    publishing.roll_back(template=approved, by=dora, now=now, number=1)
    releases = [facts for event, facts in told() if event == "release.published"]
    assert [(one["action"], one["release"]) for one in releases][0] == ("publish", 1)
    assert [(one["action"], one["revision"]) for one in releases][-1] == ("roll_back", 1)


def test_what_is_taken_back_is_not_told(review: Review, dora: Actor, now: datetime) -> None:
    with transaction.atomic():
        reviews.approve(review=review, by=dora, now=now, note="Fine")
        transaction.set_rollback(True)
    assert told() == []
