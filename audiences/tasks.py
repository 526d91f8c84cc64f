"""Background work of audiences, told facts by id: reading uploads, retention."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from audiences.models import Audience, Upload
from audiences.operations import imports, recipients, uploads
from audiences.signals import erasing_began, upload_matched
from workspaces.actors import SYSTEM

STUCK_AFTER = timedelta(minutes=15)


@shared_task  # type: ignore[untyped-decorator]
def read_upload(*, upload_id: int, **_future: Any) -> None:
    """One turn at the file, then the next is sent; running twice changes nothing."""
    upload = Upload.objects.select_related("audience__workspace").filter(pk=upload_id).first()
    if upload is not None and not imports.run(upload=upload, now=timezone.now()):
        read_upload.apply_async(kwargs={"upload_id": upload_id}, retry=False)


@shared_task  # type: ignore[untyped-decorator]
def erase_audience(*, audience_id: int, **_future: Any) -> None:
    """The rest of a large audience, whose tokens are dead already; once it is gone there is nothing to do."""
    audience = Audience.objects.select_related("workspace__organization").filter(pk=audience_id).first()
    if audience is not None:
        recipients.erase_audience(audience=audience, by=SYSTEM, now=timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def tidy(**_future: Any) -> None:
    """Every few minutes: erase what is over, forget what nobody matched, take up what a lost worker left."""
    now = timezone.now()
    recipients.erase_what_is_over(now=now)
    uploads.discard_unread(now=now)
    left = Upload.objects.filter(state=Upload.State.READING, created_at__lt=now - STUCK_AFTER)
    for upload_id in left.values_list("pk", flat=True):
        read_upload.delay(upload_id=upload_id)


def listen() -> None:
    """Hear of work to be done. While the broker is away it is left to `tidy`."""
    upload_matched.connect(_read_soon)
    erasing_began.connect(_erase_soon)


def _read_soon(upload_id: int, **_facts: Any) -> None:
    read_upload.apply_async(kwargs={"upload_id": upload_id}, retry=False)


def _erase_soon(audience_id: int, **_facts: Any) -> None:
    erase_audience.apply_async(kwargs={"audience_id": audience_id}, retry=False)
