"""Put an approved revision before the world, now or later; pause it, roll it back, take it down.

The only caller of `renderer.releases.release`; it hands over a revision's document exactly as it was approved.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from designer.content import content_hash
from designer.models import Publication, Review, Revision, Template
from designer.operations.drafts import locked
from designer.operations.revisions import numbered
from designer.operations.usage import index_live
from renderer import releases
from renderer.models import Release
from workspaces import audit
from workspaces.actors import Actor
from workspaces.problems import Conflict, Problem
from workspaces.webhooks.emitting import emit
from workspaces.webhooks.events import Event


class NotApproved(Problem):
    """Nobody said yes to this revision."""

    code = "not_approved"


class NothingLive(Conflict):
    """There is nothing before the world to be paused, rolled back or taken down."""

    code = "nothing_live"


class Changed(Problem):
    """The stored document is not the one that was approved: somebody wrote to the database by hand."""

    code = "revision_changed"


def publish(*, template: Template, number: int, by: Actor, now: datetime) -> Release:
    """Show this revision from now on. Raises NotApproved, NoSuchRevision."""
    with transaction.atomic():
        current = locked(template)
        return _publish(current, numbered(current, number), Publication.Action.PUBLISH, by, now)


def roll_back(*, template: Template, by: Actor, now: datetime, number: int | None = None) -> Release:
    """Show again what was live before, or this earlier revision. Raises NothingLive, NotApproved."""
    with transaction.atomic():
        current = locked(template)
        revision = numbered(current, number) if number is not None else _before(current)
        if not current.publications.filter(revision=revision).exists():
            raise NotApproved(f"Version {revision.number} was never live, so there is no going back to it.")
        return _publish(current, revision, Publication.Action.ROLL_BACK, by, now)


def pause(*, template: Template, by: Actor, now: datetime) -> Template:
    """Everybody sees the fallback picture until `resume`; addresses stay valid."""
    with transaction.atomic():
        current = _with_live(template)
        if current.paused_at is None:
            releases.pause(workspace=current.workspace, template_key=current.key)
            current.paused_at = now
            current.save(update_fields=["paused_at"])
            _note("template.paused", current, by, now)
    return current


def resume(*, template: Template, by: Actor, now: datetime) -> Template:
    """Personal pictures again."""
    with transaction.atomic():
        current = _with_live(template)
        if current.paused_at is not None:
            releases.resume(workspace=current.workspace, template_key=current.key)
            current.paused_at = None
            current.save(update_fields=["paused_at"])
            _note("template.resumed", current, by, now)
    return current


def take_down(*, template: Template, by: Actor, now: datetime, reason: str) -> Template:
    """Every address of the template, pinned ones too, shows a neutral picture until it is published again."""
    if not reason.strip():
        raise Problem("Say in a few words why it is taken down; the audit log keeps it.")
    with transaction.atomic():
        current = _with_live(template)
        releases.withdraw(workspace=current.workspace, template_key=current.key)
        current.taken_down_at, current.live_revision, current.paused_at = now, None, None
        current.save(update_fields=["taken_down_at", "live_revision", "paused_at"])
        index_live(current)
        _note("template.taken_down", current, by, now, reason=reason.strip()[:500])
    return current


def is_approved(revision: Revision) -> bool:
    """Whether somebody said yes to exactly this revision."""
    return revision.reviews.filter(state=Review.State.APPROVED).exists()


def _publish(template: Template, revision: Revision, action: str, by: Actor, now: datetime) -> Release:
    if not is_approved(revision):
        raise NotApproved(f"Version {revision.number} has not been approved. Submit it for review first.")
    if content_hash(revision.document) != revision.content_hash:
        raise Changed(f"Version {revision.number} is not what was approved any more, so it cannot be published.")
    made = releases.release(
        workspace=template.workspace, template_key=template.key, document=revision.document, by=by.user, now=now
    )
    Publication.objects.create(
        template=template,
        revision=revision,
        action=action,
        release_number=made.number,
        content_hash=revision.content_hash,
        at=now,
        by=by.user,
        by_name=by.name[:160],
    )
    template.live_revision, template.paused_at, template.taken_down_at = revision, None, None
    newest = template.revisions.order_by("-number").first()
    if template.state == Template.State.APPROVED and newest == revision:
        template.state = Template.State.PUBLISHED
    template.save(update_fields=["live_revision", "paused_at", "taken_down_at", "state"])
    index_live(template)
    verb = "published" if action == Publication.Action.PUBLISH else "rolled_back"
    _note(f"template.{verb}", template, by, now, revision=revision.number, release=made.number)
    facts = {
        "template": template.key,
        "release": made.number,
        "revision": revision.number,
        "action": str(action),
        "content_hash": revision.content_hash,
    }
    emit(Event.RELEASE_PUBLISHED, workspace=template.workspace, data=facts, now=now)
    return made


def _before(template: Template) -> Revision:
    """The revision that was live before the one that is now."""
    shown = template.publications.exclude(revision=template.live_revision).order_by("-release_number")
    last = shown.select_related("revision").first()
    if last is None:
        raise NothingLive("There is no earlier live version to go back to.")
    return last.revision


def _with_live(template: Template) -> Template:
    current = locked(template)
    if current.live_revision_id is None:
        raise NothingLive(f"“{current.name}” is not live.")
    return current


def _note(action: str, template: Template, by: Actor, now: datetime, **details: Any) -> None:
    revision = template.live_revision
    audit.record(
        action,
        by=by,
        now=now,
        about=template,
        workspace=template.workspace,
        content_hash=revision.content_hash if revision else "",
        **details,
    )
