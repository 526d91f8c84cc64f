"""Four eyes: who may approve what, and what the database refuses whatever code does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from designer.models import Review, Template
from designer.operations import client_approvals, drafts, publishing, reviews
from designer.operations.checks import ChecksBlock
from designer.operations.comments import comment
from designer.queries.reviews import waiting_for
from tests.designer.documents import document, text
from workspaces import actors
from workspaces.actors import Actor
from workspaces.models import AuditEntry, Workspace
from workspaces.operations.keys import create_api_key
from workspaces.roles import Capability
from workspaces.scopes import Scope

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def edit(template: Template, by: Actor, now: datetime, **values: Any) -> drafts.Saved:
    template.refresh_from_db()
    ops = [{"op": "set", "id": "headline", "set": values}]
    return drafts.save_draft(
        template=template, ops=ops, rev=template.draft_rev, client="t", seq=template.draft_rev, by=by, now=now
    )


def test_draft_is_read_only_while_in_review(review: Review, bob: Actor, now: datetime) -> None:
    with pytest.raises(drafts.ReadOnly, match="in review"):
        edit(review.template, bob, now, size=30)


def test_withdrawn_draft_can_be_edited_again(review: Review, bob: Actor, now: datetime) -> None:
    reviews.withdraw(review=review, by=bob, now=now)

    assert edit(review.template, bob, now, size=30).rev == 2


def test_author_cannot_approve_their_own_work(review: Review, bob: Actor, now: datetime) -> None:
    with pytest.raises(reviews.OwnWork, match="somebody else"):
        reviews.approve(review=review, by=bob, now=now, note="Mine is fine")


def test_whoever_edited_cannot_approve_even_if_another_submits(
    template: Template, bob: Actor, dora: Actor, now: datetime
) -> None:
    edit(template, dora, now, size=32)
    edit(template, bob, now, size=31)
    review = reviews.submit_for_review(template=template, by=bob, now=now)

    with pytest.raises(reviews.OwnWork, match="worked on"):
        reviews.approve(review=review, by=dora, now=now, note="Fine")


@pytest.fixture
def alices_program(alice: Actor, workspace: Workspace, now: datetime) -> Actor:
    scopes = [Scope.READ.value, Scope.TEMPLATES.value]
    held = frozenset(Capability)
    key, _ = create_api_key(workspace=workspace, name="Program", scopes_asked=scopes, by=alice, held=held, now=now)
    return actors.program(key)


def test_who_made_the_key_cannot_approve_what_their_program_submitted(
    template: Template, alices_program: Actor, alice: Actor, dora: Actor, now: datetime
) -> None:
    review = reviews.submit_for_review(template=template, by=alices_program, now=now)

    with pytest.raises(reviews.OwnWork, match="program of yours"):
        reviews.approve(review=review, by=alice, now=now, note="Mine is fine")
    assert review.requested_by_name == alices_program.name
    assert list(waiting_for(alice.user, template.workspace)) == []
    assert list(waiting_for(dora.user, template.workspace)) == [review]
    assert reviews.approve(review=review, by=dora, now=now, note="Fine").state == Review.State.APPROVED


def test_who_made_the_key_cannot_approve_what_their_program_drew_even_if_another_submits(
    make_template: Callable[..., Template], alices_program: Actor, alice: Actor, bob: Actor, now: datetime
) -> None:
    drawn = [make_template("By Bob"), make_template("By a program", by=alices_program)]
    edit(drawn[0], alices_program, now, size=31)
    for template in drawn:
        review = reviews.submit_for_review(template=template, by=bob, now=now)
        with pytest.raises(reviews.OwnWork, match="worked on"):
            reviews.approve(review=review, by=alice, now=now, note="Fine")


def test_team_of_one_may_approve_when_the_workspace_says_so(
    template: Template, workspace: Workspace, bob: Actor, now: datetime
) -> None:
    workspace.settings = {"own_work_allowed": True}
    workspace.save()
    review = reviews.submit_for_review(template=template, by=bob, now=now)

    assert reviews.approve(review=review, by=bob, now=now, note="Alone here").state == Review.State.APPROVED


def test_approval_without_ticks_needs_words(review: Review, dora: Actor, now: datetime) -> None:
    with pytest.raises(reviews.NeedsNote):
        reviews.approve(review=review, by=dora, now=now)

    reviews.tick(review=review, lines=range(3), by=dora)
    assert reviews.approve(review=review, by=dora, now=now).decided_by == dora.user


def test_request_for_changes_says_what(review: Review, dora: Actor, bob: Actor, now: datetime) -> None:
    with pytest.raises(reviews.NeedsNote):
        reviews.request_changes(review=review, by=dora, now=now)

    comment(template=review.template, text="The badge is crooked", by=dora, now=now + timedelta(seconds=1))
    decided = reviews.request_changes(review=review, by=dora, now=now)
    assert decided.state == Review.State.CHANGES_REQUESTED
    assert edit(review.template, bob, now, size=30).rev == 2


def test_decided_review_cannot_be_decided_again(review: Review, dora: Actor, now: datetime) -> None:
    reviews.approve(review=review, by=dora, now=now, note="Fine")

    with pytest.raises(reviews.NotWaiting):
        reviews.request_changes(review=review, by=dora, now=now, note="Or not")


def test_blocking_check_stops_the_submission(make_template: Any, bob: Actor, now: datetime) -> None:
    template = make_template(document=document(alt=""))

    with pytest.raises(ChecksBlock, match="1 blocking issue") as refused:
        reviews.submit_for_review(template=template, by=bob, now=now)
    assert refused.value.details["checks"]["findings"][0]["code"] == "alt_missing"


def test_override_needs_the_right_and_a_reason_that_is_kept(
    make_template: Any, bob: Actor, alice: Actor, now: datetime
) -> None:
    template = make_template(document=document(alt=""))
    with pytest.raises(ChecksBlock):
        reviews.submit_for_review(template=template, by=bob, now=now, override_reason="In a hurry")

    review = reviews.submit_for_review(template=template, by=alice, now=now, override_reason="Decorative picture")

    assert review.override_reason == "Decorative picture"
    assert AuditEntry.objects.filter(action="review.requested").get().details["override_reason"] == "Decorative picture"


def test_database_refuses_approval_of_own_work(review: Review, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(
            state="approved", decided_by=review.requested_by, decided_by_name="Bob", decided_at=now
        )


def test_database_refuses_a_decision_without_a_decider(review: Review, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(state="approved", decided_at=now)


def test_database_refuses_a_second_open_review(review: Review) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(workspace=review.workspace, template=review.template, revision=review.revision)


def test_revision_cannot_be_changed_after_the_fact(review: Review) -> None:
    revision = review.revision
    revision.document = document(text(content="Something else"))

    with pytest.raises(TypeError):
        revision.save()
    with pytest.raises(TypeError):
        type(revision).objects.filter(pk=revision.pk).update(document={})


def test_client_approves_by_link_under_their_name(review: Review, bob: Actor, now: datetime) -> None:
    _, token = client_approvals.invite_client(review=review, name="Carla Client", by=bob, now=now)

    invitation = client_approvals.open_link(token=token, now=now)
    decided = client_approvals.decide_as_client(invitation=invitation, approved=True, note="", now=now)

    assert decided.state == Review.State.APPROVED
    assert decided.decided_by_name == "Carla Client"
    assert AuditEntry.objects.filter(action="review.approved").get().actor_kind == "guest"


def test_client_link_works_once(review: Review, bob: Actor, now: datetime) -> None:
    invitation, _ = client_approvals.invite_client(review=review, name="Carla", by=bob, now=now)
    client_approvals.decide_as_client(invitation=invitation, approved=False, note="Too blue", now=now)

    with pytest.raises(client_approvals.LinkClosed):
        client_approvals.decide_as_client(invitation=invitation, approved=True, note="", now=now)


@pytest.mark.parametrize("spoil", ["expired", "revoked", "unknown"])
def test_closed_client_link_opens_nothing(spoil: str, review: Review, bob: Actor, now: datetime) -> None:
    invitation, token = client_approvals.invite_client(review=review, name="Carla", by=bob, now=now, days=1)
    later = now + timedelta(days=2) if spoil == "expired" else now
    if spoil == "revoked":
        client_approvals.revoke_client(invitation=invitation, by=bob, now=now)

    with pytest.raises(client_approvals.LinkClosed):
        client_approvals.open_link(token=token[:-1] if spoil == "unknown" else token, now=later)


def test_approved_template_can_be_published(approved: Template, dora: Actor, now: datetime) -> None:
    release = publishing.publish(template=approved, number=1, by=dora, now=now)

    assert release.document == approved.revisions.get().document
