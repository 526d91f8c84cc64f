"""Background work of the designer, told facts by id: mails, scheduled publishing, the gallery's pictures."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from workspaces.encryption import unseal


@shared_task
def mail_review_requested(*, review_id: int, **_future: Any) -> None:
    from designer import mails

    mails.review_requested(review_id)


@shared_task
def mail_review_decided(*, review_id: int, **_future: Any) -> None:
    from designer import mails

    mails.review_decided(review_id)


@shared_task
def mail_client_invitation(*, invitation_id: int, sealed_token: str, **_future: Any) -> None:
    from designer import mails

    mails.client_invited(invitation_id, unseal(sealed_token.encode()).decode())


@shared_task
def mail_comment(*, comment_id: int, **_future: Any) -> None:
    from designer import mails

    mails.commented(comment_id)


@shared_task
def publish_due(**_future: Any) -> None:
    """Every few seconds: keep the promises whose time has come."""
    from designer.operations import scheduling

    scheduling.run_due(now=timezone.now())


@shared_task
def prepare_gallery(**_future: Any) -> None:
    """Once a worker is ready, so that nobody waits for the gallery's first pictures."""
    from designer import gallery_pictures

    gallery_pictures.prepare()
