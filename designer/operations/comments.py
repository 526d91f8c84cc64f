"""Say something about a design, answer, resolve; and show who is here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from designer.models import Comment, Presence, Revision, Template
from designer.operations import notices
from workspaces.actors import Actor
from workspaces.models import User
from workspaces.problems import Problem

MAX_TEXT = 4000
FARTHEST = 100_000
"""px from the corner; what is no number at all lies farther."""
HERE_SECONDS = 25
MAX_SELECTION = 50


def comment(
    *,
    template: Template,
    text: str,
    by: Actor,
    now: datetime,
    revision: Revision | None = None,
    layer: str = "",
    at: tuple[float, float] | None = None,
    size: str = "",
    record: str = "",
    parent: Comment | None = None,
) -> Comment:
    """A remark; `at` is px at 1x, from the pinned layer's corner when there is a layer, else from the canvas's."""
    text = text.strip()
    if not text:
        raise Problem("Write a comment first.")
    if len(text) > MAX_TEXT:
        raise Problem(f"A comment has at most {MAX_TEXT:,} characters.")
    if at is not None and not all(abs(one) <= FARTHEST for one in at):
        raise Problem("Put the comment on the picture: that place lies far outside.")
    with transaction.atomic():
        made = Comment.objects.create(
            workspace=template.workspace,
            template=template,
            revision=revision,
            parent=parent.parent or parent if parent else None,
            author=by.user,
            author_name=by.name[:160],
            is_guest=by.kind == by.kind.GUEST,
            layer=layer[:16],
            x=at[0] if at else None,
            y=at[1] if at else None,
            size=size[:24],
            record=record[:40],
            text=text,
            created_at=now,
        )
        notices.commented(made)
    return made


def resolve(*, comment: Comment, by: Actor, now: datetime, resolved: bool = True) -> Comment:
    """Close a comment, or open it again: nothing is lost either way."""
    comment.resolved_at, comment.resolved_by = (now, by.user) if resolved else (None, None)
    comment.save(update_fields=["resolved_at", "resolved_by"])
    return comment


def be_here(*, template: Template, user: User, client: str, selection: Sequence[str], now: datetime) -> list[Presence]:
    """Say that somebody has the template open, and get everybody else who has."""
    Presence.objects.update_or_create(
        template=template,
        user=user,
        client=client[:40],
        defaults={"selection": list(selection)[:MAX_SELECTION], "seen_at": now},
    )
    since = now - timedelta(seconds=HERE_SECONDS)
    Presence.objects.filter(template=template, seen_at__lt=since).delete()
    others = Presence.objects.filter(template=template).exclude(user=user, client=client[:40])
    return list(others.select_related("user").order_by("id"))


def leave(*, template: Template, user: User, client: str) -> None:
    """One of somebody's open editors is closed."""
    Presence.objects.filter(template=template, user=user, client=client[:40]).delete()
