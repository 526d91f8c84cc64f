"""Let a client decide by a signed link, without an account: named, once, until it expires, and on record."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from designer.models import ClientApproval, Review
from designer.operations import notices, reviews
from workspaces import actors, audit
from workspaces.actors import Actor
from workspaces.problems import Problem

DAYS = 14
MAX_DAYS = 90


class LinkClosed(Problem):
    """The link opens nothing any more; the sentence says why."""

    code = "link_closed"


def invite_client(
    *, review: Review, name: str, by: Actor, now: datetime, email: str = "", days: int = DAYS, may_decide: bool = True
) -> tuple[ClientApproval, str]:
    """A link for one named person, and its token, which is shown this once. Raises Problem, NotWaiting."""
    name = " ".join(name.split())[:120]
    if not name:
        raise Problem("Name the person who will look at it.")
    if review.state != Review.State.PENDING:
        raise reviews.NotWaiting("Only a design that waits for approval can be sent to a client.")
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        invitation = ClientApproval.objects.create(
            workspace=review.workspace,
            review=review,
            name=name,
            email=email.strip(),
            may_decide=may_decide,
            token_digest=digest_of(token),
            created_by=by.user,
            created_at=now,
            expires_at=now + timedelta(days=min(max(days, 1), MAX_DAYS)),
        )
        audit.record(
            "client_approval.invited",
            by=by,
            now=now,
            about=review.template,
            workspace=review.workspace,
            client=name,
            revision=review.revision.number,
        )
        notices.client_invited(invitation, token)
    return invitation, token


def revoke_client(*, invitation: ClientApproval, by: Actor, now: datetime) -> None:
    """Close the link at once."""
    with transaction.atomic():
        current = ClientApproval.objects.select_for_update().get(pk=invitation.pk)
        if current.revoked_at is None:
            current.revoked_at = now
            current.save(update_fields=["revoked_at"])
            audit.record(
                "client_approval.revoked",
                by=by,
                now=now,
                about=current.review.template,
                workspace=current.workspace,
                client=current.name,
            )


def open_link(*, token: str, now: datetime) -> ClientApproval:
    """The invitation behind a link; an unknown and a revoked one cannot be told apart. Raises LinkClosed."""
    invitation = (
        ClientApproval.objects.filter(token_digest=digest_of(token))
        .select_related("review__template__workspace__organization", "review__revision", "workspace__organization")
        .first()
    )
    if invitation is None or invitation.revoked_at is not None:
        raise LinkClosed("This link is not valid. Ask the person who sent it for a new one.")
    if invitation.expires_at <= now:
        raise LinkClosed(f"This link expired on {invitation.expires_at:%d %B %Y}. Ask for a new one.")
    if invitation.opened_at is None:
        ClientApproval.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now)
    return invitation


def decide_as_client(*, invitation: ClientApproval, approved: bool, note: str, now: datetime) -> Review:
    """The client's own yes or no, recorded under the name the link was made for. Raises LinkClosed, NotWaiting."""
    guest = actors.guest(invitation.key, invitation.name)
    with transaction.atomic():
        current = ClientApproval.objects.select_for_update().get(pk=invitation.pk)
        if not current.may_decide:
            raise LinkClosed("This link is for looking only.")
        if current.state(now) != "open":
            raise LinkClosed("This link was used already. Thank you!")
        current.decided_at = now
        current.save(update_fields=["decided_at"])
        if approved:
            note = note.strip() or f"Approved by {current.name} through a client link."
            return reviews.approve(review=current.review, by=guest, now=now, note=note)
        return reviews.request_changes(review=current.review, by=guest, now=now, note=note)


def digest_of(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()
