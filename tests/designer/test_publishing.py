"""What the world sees is exactly what somebody approved, whatever happens at the same time."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from designer.models import Publication, Review, ScheduledPublish, Template
from designer.operations import drafts, publishing, reviews, scheduling
from designer.operations.revisions import take
from renderer import releases
from renderer.models import Release
from workspaces.actors import Actor
from workspaces.models import AuditEntry, Membership
from workspaces.problems import Problem

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ROUNDS = 200


def edit(template: Template, by: Actor, now: datetime, **values: Any) -> None:
    template.refresh_from_db()
    ops = [{"op": "set", "id": "headline", "set": values}]
    drafts.save_draft(
        template=template, ops=ops, rev=template.draft_rev, client="t", seq=template.draft_rev, by=by, now=now
    )


def approve_new(template: Template, bob: Actor, dora: Actor, now: datetime, size: float) -> int:
    edit(template, bob, now, size=size)
    review = reviews.submit_for_review(template=template, by=bob, now=now, tell=False)
    reviews.approve(review=review, by=dora, now=now, note="Fine", tell=False)
    return review.revision.number


def test_unapproved_version_is_not_published(template: Template, bob: Actor, dora: Actor, now: datetime) -> None:
    with transaction.atomic():
        take(template, by=bob, now=now)

    with pytest.raises(publishing.NotApproved):
        publishing.publish(template=template, number=1, by=dora, now=now)
    assert not Release.objects.exists()


def test_publishing_freezes_brand_and_document(approved: Template, dora: Actor, now: datetime) -> None:
    release = publishing.publish(template=approved, number=1, by=dora, now=now)

    assert release.document["brand"]["colors"]["primary"] == "#2F5BEA"
    assert release.content_hash == approved.revisions.get().content_hash
    assert releases.live(approved.workspace, approved.key).content_hash == release.content_hash


def test_editing_after_approval_changes_nothing_outside(
    approved: Template, bob: Actor, dora: Actor, now: datetime
) -> None:
    publishing.publish(template=approved, number=1, by=dora, now=now)
    before = releases.live(approved.workspace, approved.key).content_hash

    edit(approved, bob, now, text="Something nobody approved")

    assert releases.live(approved.workspace, approved.key).content_hash == before


def test_roll_back_shows_the_former_bytes(approved: Template, bob: Actor, dora: Actor, now: datetime) -> None:
    first = publishing.publish(template=approved, number=1, by=dora, now=now)
    number = approve_new(approved, bob, dora, now, 30)
    publishing.publish(template=approved, number=number, by=dora, now=now)

    again = publishing.roll_back(template=approved, by=dora, now=now)

    assert again.number == 3
    assert again.document == first.document


def test_first_version_cannot_be_rolled_back(approved: Template, dora: Actor, now: datetime) -> None:
    publishing.publish(template=approved, number=1, by=dora, now=now)

    with pytest.raises(publishing.NothingLive):
        publishing.roll_back(template=approved, by=dora, now=now)


def test_paused_template_comes_back(approved: Template, dora: Actor, now: datetime) -> None:
    publishing.publish(template=approved, number=1, by=dora, now=now)

    publishing.pause(template=approved, by=dora, now=now)
    assert releases.live(approved.workspace, approved.key).state == Release.State.PAUSED
    publishing.resume(template=approved, by=dora, now=now)
    assert releases.live(approved.workspace, approved.key).state == Release.State.LIVE


def test_take_down_says_why_and_shows_nothing(approved: Template, dora: Actor, now: datetime) -> None:
    publishing.publish(template=approved, number=1, by=dora, now=now)
    with pytest.raises(Problem, match="why"):
        publishing.take_down(template=approved, by=dora, now=now, reason=" ")

    publishing.take_down(template=approved, by=dora, now=now, reason="Wrong price")

    with pytest.raises(releases.NotPublished):
        releases.live(approved.workspace, approved.key)
    assert AuditEntry.objects.get(action="template.taken_down").details["reason"] == "Wrong price"


def test_planned_publication_happens_at_its_time(approved: Template, dora: Actor, now: datetime) -> None:
    scheduling.schedule(template=approved, number=1, at=now + timedelta(hours=1), by=dora, now=now)

    assert scheduling.run_due(now=now) == 0
    assert scheduling.run_due(now=now + timedelta(hours=2)) == 1
    approved.refresh_from_db()
    assert approved.live_revision is not None


def test_planned_publication_of_somebody_demoted_does_not_happen(
    approved: Template, dora: Actor, now: datetime
) -> None:
    scheduling.schedule(template=approved, number=1, at=now + timedelta(hours=1), by=dora, now=now)
    Membership.objects.filter(user=dora.user).update(role="viewer")

    scheduling.run_due(now=now + timedelta(hours=2))

    planned = ScheduledPublish.objects.get()
    assert planned.state == ScheduledPublish.State.FAILED
    assert "may not publish" in planned.reason
    assert not Release.objects.exists()


def test_changed_revision_is_never_published(approved: Template, dora: Actor, now: datetime) -> None:
    """Somebody who writes to the database by hand gets around the model, not around the hash."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE designer_revision SET document = %s", ['{"layers": []}'])

    with pytest.raises(publishing.Changed):
        publishing.publish(template=approved, number=1, by=dora, now=now)


def test_every_act_of_publishing_is_in_the_audit_log(approved: Template, dora: Actor, now: datetime) -> None:
    publishing.publish(template=approved, number=1, by=dora, now=now)
    publishing.pause(template=approved, by=dora, now=now)
    publishing.resume(template=approved, by=dora, now=now)

    acts = AuditEntry.objects.filter(object_key=approved.key, action__startswith="template.").order_by("id")
    assert [entry.action.partition(".")[2] for entry in acts] == ["created", "published", "paused", "resumed"]


@pytest.mark.django_db(transaction=True)
def test_approving_and_publishing_race_with_editing(template: Template, bob: Actor, dora: Actor, now: datetime) -> None:
    """200 rounds in random order on two threads: every release equals some approved revision, byte for byte."""
    dice, stop = random.Random(11), threading.Event()

    def keep_editing() -> None:
        size = 12
        while not stop.is_set():
            size = 12 + (size + 1) % 60
            _unless_refused(lambda size=size: edit(template, bob, now, size=size))
        connection.close()

    editor = threading.Thread(target=keep_editing)
    editor.start()
    try:
        for _ in range(ROUNDS):
            _one_round(template, bob, dora, now, dice)
    finally:
        stop.set()
        editor.join(30)
    approved_hashes = set(
        Review.objects.filter(state=Review.State.APPROVED).values_list("revision__content_hash", flat=True)
    )
    published = list(Release.objects.all())
    assert len(published) > ROUNDS / 4
    assert {releases.content_hash(one.document) for one in published} <= approved_hashes
    assert Publication.objects.count() == len(published)


def _one_round(template: Template, bob: Actor, dora: Actor, now: datetime, dice: random.Random) -> None:
    acts: list[Callable[[], Any]] = [
        lambda: reviews.submit_for_review(template=template, by=bob, now=now, tell=False),
        lambda: reviews.approve(review=_newest(template), by=dora, now=now, note="Fine", tell=False),
        lambda: publishing.publish(template=template, number=_newest(template).revision.number, by=dora, now=now),
    ]
    if dice.random() < 0.3:
        dice.shuffle(acts)
    for act in acts:
        _unless_refused(act)


def _newest(template: Template) -> Review:
    return template.reviews.select_related("template__workspace", "revision", "workspace").latest("id")


def _unless_refused(act: Callable[[], Any]) -> None:
    """Problems are how a race is lost; anything else is a bug."""
    with suppress(Problem, IntegrityError, Review.DoesNotExist):
        act()
