"""Count what a workspace uses. The renderer and the designer call it; no limit here ever stops a picture."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from workspaces.models import MonthlyUse, StorageUse


def count_pictures(*, workspace_id: int, on: date, served: int = 0, drawn: int = 0, bytes_served: int = 0) -> None:
    """Add to the month's sums; call it with batches, not for every picture."""
    with transaction.atomic():
        sums, _ = MonthlyUse.objects.get_or_create(workspace_id=workspace_id, month=on.replace(day=1))
        MonthlyUse.objects.filter(pk=sums.pk).update(
            pictures_served=F("pictures_served") + served,
            pictures_drawn=F("pictures_drawn") + drawn,
            bytes_served=F("bytes_served") + bytes_served,
        )


def count_storage(*, workspace_id: int, kind: str, change: int) -> None:
    """Add bytes that were stored, or take away (negative) bytes that were deleted. `kind`: assets, pictures, …"""
    with transaction.atomic():
        sums, _ = StorageUse.objects.get_or_create(workspace_id=workspace_id, kind=kind)
        StorageUse.objects.filter(pk=sums.pk).update(bytes=F("bytes") + change)


def set_storage(*, workspace_id: int, kind: str, total: int) -> None:
    """Replace a sum by one that was counted afresh."""
    StorageUse.objects.update_or_create(workspace_id=workspace_id, kind=kind, defaults={"bytes": total})
