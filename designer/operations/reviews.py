"""Submit for review, withdraw, approve, request changes: one step, four eyes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from designer.checklist import lines_of
from designer.models import Review, Template
from designer.operations import notices
from designer.operations.checks import ChecksBlock, summary_of
from designer.operations.drafts import ReadOnly, locked
from designer.operations.revisions import take
from workspaces import access, audit
from workspaces.actors import Actor
from workspaces.models import User
from workspaces.preferences import preferences
from workspaces.problems import Conflict, Problem
from workspaces.roles import Capability
from workspaces.webhooks.emitting import emit
from workspaces.webhooks.events import Event


class OwnWork(Problem):
    """Four eyes means two people."""

    code = "own_work"


class NotWaiting(Conflict):
    """The review was decided, withdrawn or replaced meanwhile."""

    code = "not_waiting"


class NeedsNote(Problem):
    """A decision that somebody has to act on says why."""

    code = "needs_note"


class UnknownLine(Problem):
    """The checklist is shorter than that."""

    code = "unknown_line"


class OnlyPeopleDecide(Problem):
    """A program has no eyes."""

    code = "only_people_decide"


def submit_for_review(
    *,
    template: Template,
    by: Actor,
    now: datetime,
    note: str = "",
    reviewers: Iterable[User] = (),
    override_reason: str = "",
    tell: bool = True,
) -> Review:
    """Freeze the draft as a revision and ask for its approval; nobody edits until it is decided or withdrawn.

    Reviewers get a mail, unless not `tell`. Raises ChecksBlock while blocking issues stand, unless somebody who may
    override checks gives a reason.
    """
    with transaction.atomic():
        current = locked(template)
        if current.archived_at is not None:
            raise ReadOnly("This template is archived. Restore it first.")
        if current.state == Template.State.IN_REVIEW:
            raise NotWaiting("This template is in review already.")
        revision = take(current, by=by, now=now, note=note)
        checks = summary_of(revision.document, current)
        reason = _override(checks, by, current, override_reason)
        review = Review.objects.create(
            workspace=current.workspace,
            template=current,
            revision=revision,
            requested_by=by.answerable,
            requested_by_name=by.name[:160],
            edited_by=current.draft_edited_by,
            requested_at=now,
            note=note[:2000],
            own_work_allowed=preferences(current.workspace).own_work_allowed,
            checks=checks,
            override_reason=reason,
        )
        able = access.people_who_may(current.workspace, Capability.REVIEW)
        review.reviewers.set(able.filter(pk__in=[person.pk for person in reviewers]))
        current.state = Template.State.IN_REVIEW
        current.save(update_fields=["state"])
        _note("review.requested", review, by, now, **({"override_reason": reason} if reason else {}))
        if tell:
            notices.review_requested(review)
    return review


def _override(checks: Mapping[str, Any], by: Actor, template: Template, reason: str) -> str:
    if not checks["block"]:
        return ""
    reason = reason.strip()[:2000]
    if reason and by.user and access.still_may(by.user, template.workspace, [Capability.OVERRIDE_CHECKS]):
        return reason
    raise ChecksBlock(checks)


def withdraw(*, review: Review, by: Actor, now: datetime) -> Review:
    """Take the request back, so that the draft can be edited again."""
    with transaction.atomic():
        current, template = _waiting(review)
        current.state = Review.State.WITHDRAWN
        current.save(update_fields=["state"])
        _set_state(template, Template.State.DRAFT)
        _note("review.withdrawn", current, by, now)
    return current


def tick(*, review: Review, lines: Collection[int], by: Actor) -> Review:
    """Tick these lines of the checklist, counted from 0, and no others; who ticked a line before stays named.

    Raises UnknownLine, NotWaiting.
    """
    with transaction.atomic():
        current, _ = _waiting(review)
        known = range(len(lines_of(current.workspace)))
        if strange := sorted(set(lines) - set(known)):
            raise UnknownLine(f"The checklist has {len(known)} lines, counted from 0; it has no line {strange[0]}.")
        current.checklist = {str(line): current.checklist.get(str(line), by.name) for line in sorted(set(lines))}
        current.save(update_fields=["checklist"])
    return current


def approve(*, review: Review, by: Actor, now: datetime, note: str = "", tell: bool = True) -> Review:
    """Say yes to exactly this revision. Raises OwnWork, NotWaiting, NeedsNote."""
    with transaction.atomic():
        current, template = _waiting(review)
        _refuse_own_work(current, by)
        _refuse_silence(current, note)
        _decide(current, Review.State.APPROVED, by, now, note)
        template.draft_authors = []
        _set_state(template, Template.State.APPROVED)
        _note("review.approved", current, by, now, note=note)
        if tell:
            notices.review_decided(current)
    return current


def request_changes(*, review: Review, by: Actor, now: datetime, note: str = "") -> Review:
    """Say what is missing; the draft opens again. Needs words, or an open comment that says them."""
    with transaction.atomic():
        current, template = _waiting(review)
        if by.user is None and by.kind != by.kind.GUEST:
            raise OnlyPeopleDecide("Only people can decide a review.")
        if (
            not note.strip()
            and not template.comments.filter(resolved_at=None, created_at__gte=current.requested_at).exists()
        ):
            raise NeedsNote("Say what should change, in a few words or as a comment on the picture.")
        _decide(current, Review.State.CHANGES_REQUESTED, by, now, note)
        _set_state(template, Template.State.DRAFT)
        _note("review.changes_requested", current, by, now, note=note)
        notices.review_decided(current)
    return current


def why_not_approve(review: Review, user: User) -> str:
    """The sentence that stands beside a disabled button, or nothing."""
    if review.state != Review.State.PENDING:
        return f"This review is closed: {review.get_state_display().lower()}."
    if review.own_work_allowed:
        return ""
    if user.pk == review.requested_by_id:
        who = "You" if review.requested_by_name == str(user)[:160] else "You or a program of yours"
        return f"{who} submitted this, so somebody else has to approve it."
    if user.pk == review.edited_by_id or user.pk in review.revision.authors:
        return "You or a program of yours worked on this design, so somebody else has to approve it."
    return ""


def _waiting(review: Review) -> tuple[Review, Template]:
    """The review and its template, both held; the template first, as everywhere, so that nobody waits in a circle."""
    template = locked(review.template)
    current = Review.objects.select_for_update(of=("self",)).select_related("revision").get(pk=review.pk)
    if current.state != Review.State.PENDING:
        raise NotWaiting(f"This review is closed already: {current.get_state_display().lower()}.")
    return current, template


def _refuse_own_work(review: Review, by: Actor) -> None:
    if by.kind == by.kind.GUEST:
        return
    if by.user is None:
        raise OnlyPeopleDecide("Only people can decide a review.")
    if reason := why_not_approve(review, by.user):
        raise OwnWork(reason)


def _refuse_silence(review: Review, note: str) -> None:
    lines = lines_of(review.workspace)
    if note.strip() or (len(review.checklist) >= len(lines) and not review.override_reason):
        return
    if review.override_reason:
        raise NeedsNote("Checks were overridden for this version, so say in a few words why it may go out.")
    raise NeedsNote("The checklist is not complete. Tick what you have looked at, or say why you approve without it.")


def _decide(review: Review, state: str, by: Actor, now: datetime, note: str) -> None:
    review.state, review.decided_by, review.decided_by_name = state, by.user, by.name[:160]
    review.decided_at, review.decision_note = now, note.strip()[:2000]
    review.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at", "decision_note"])
    facts = {
        "template": review.template.key,
        "revision": review.revision.number,
        "decision": str(state),
        "content_hash": review.revision.content_hash,
    }
    emit(Event.REVIEW_DECIDED, workspace=review.workspace, data=facts, now=now)


def _set_state(template: Template, state: str) -> None:
    template.state = state
    template.save(update_fields=["state", "draft_authors"])


def _note(action: str, review: Review, by: Actor, now: datetime, **details: Any) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        about=review.template,
        workspace=review.workspace,
        revision=review.revision.number,
        content_hash=review.revision.content_hash,
        **details,
    )
