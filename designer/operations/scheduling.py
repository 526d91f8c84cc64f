"""Publish an approved revision at a given time; rights and approval are asked again when it comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from designer.models import ScheduledPublish, Template
from designer.operations import publishing
from designer.operations.drafts import locked
from designer.operations.revisions import numbered
from workspaces import access, actors, audit
from workspaces.actors import Actor
from workspaces.problems import Problem
from workspaces.roles import Capability

FURTHEST = timedelta(days=366)


class BadTime(Problem):
    """Nothing can be published in the past, or in years."""

    code = "bad_time"


def schedule(*, template: Template, number: int, at: datetime, by: Actor, now: datetime) -> ScheduledPublish:
    """Promise to publish; replaces an earlier promise for the same template. Raises BadTime, NotApproved."""
    if not now < at <= now + FURTHEST:
        raise BadTime("Choose a time in the future, within a year.")
    with transaction.atomic():
        current = locked(template)
        revision = numbered(current, number)
        if not publishing.is_approved(revision):
            raise publishing.NotApproved(f"Version {number} has not been approved. Submit it for review first.")
        _waiting(current).update(state=ScheduledPublish.State.CANCELLED, reason="Replaced by another time.")
        promise = ScheduledPublish.objects.create(
            workspace=current.workspace,
            template=current,
            revision=revision,
            at=at,
            created_at=now,
            created_by=by.user,
        )
        audit.record(
            "publish.scheduled",
            by=by,
            now=now,
            about=current,
            workspace=current.workspace,
            revision=number,
            at=at.isoformat(),
        )
    return promise


def cancel_schedule(*, template: Template, by: Actor, now: datetime) -> bool:
    """Take the promise back; False when there was none."""
    with transaction.atomic():
        current = locked(template)
        if not _waiting(current).update(
            state=ScheduledPublish.State.CANCELLED, reason=f"Cancelled by {by.name}."[:300]
        ):
            return False
        audit.record("publish.cancelled", by=by, now=now, about=current, workspace=current.workspace)
    return True


def run_due(*, now: datetime) -> int:
    """Keep every promise whose time has come; one that cannot be kept says why and is not tried again."""
    due = ScheduledPublish.objects.filter(state=ScheduledPublish.State.WAITING, at__lte=now).order_by("at")
    return sum(_keep(promise.pk, now) for promise in due)


def _keep(promise_id: int, now: datetime) -> bool:
    with transaction.atomic():
        promise = (
            ScheduledPublish.objects.select_for_update(of=("self",))
            .select_related("template__workspace__organization", "revision", "created_by")
            .get(pk=promise_id)
        )
        if promise.state != ScheduledPublish.State.WAITING:
            return False
        user = promise.created_by
        if user is None or not access.still_may(user, promise.workspace, [Capability.PUBLISH]):
            return _close(promise, "Who scheduled it may not publish here any more.")
        try:
            with transaction.atomic():
                publishing.publish(
                    template=promise.template, number=promise.revision.number, by=actors.person(user), now=now
                )
        except Problem as problem:
            return _close(promise, problem.public_message)
        promise.state = ScheduledPublish.State.DONE
        promise.save(update_fields=["state"])
    return True


def _close(promise: ScheduledPublish, reason: str) -> bool:
    promise.state, promise.reason = ScheduledPublish.State.FAILED, reason[:300]
    promise.save(update_fields=["state", "reason"])
    return False


def _waiting(template: Template):  # type: ignore[no-untyped-def]
    return ScheduledPublish.objects.filter(template=template, state=ScheduledPublish.State.WAITING)
