"""Who is told what by mail, queued when the change itself has been committed."""

from __future__ import annotations

from django.db import transaction

from designer.models import ClientApproval, Comment, Review
from designer.tasks import (
    mail_client_invitation,
    mail_comment,
    mail_review_decided,
    mail_review_requested,
)
from workspaces.encryption import seal


def review_requested(review: Review) -> None:
    """The chosen reviewers, or everybody who may review."""
    transaction.on_commit(lambda: mail_review_requested.delay(review_id=review.pk), robust=True)


def review_decided(review: Review) -> None:
    """Who asked."""
    transaction.on_commit(lambda: mail_review_decided.delay(review_id=review.pk), robust=True)


def client_invited(invitation: ClientApproval, token: str) -> None:
    """The client, when an address is known. The token is never stored, so it travels once, sealed, to the worker."""
    if invitation.email:
        facts = {"invitation_id": invitation.pk, "sealed_token": seal(token.encode()).decode()}
        transaction.on_commit(lambda: mail_client_invitation.delay(**facts), robust=True)


def commented(comment: Comment) -> None:
    """Those who take part in the conversation or in an open review."""
    transaction.on_commit(lambda: mail_comment.delay(comment_id=comment.pk), robust=True)
