"""Order a purge: rows in the transaction of the change, sent a moment after the commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from workspaces.models import PurgeHook, PurgeOrder, Workspace

DELAY = timedelta(seconds=2)
"""Every process knows of the change by then; a purge at once could make the CDN fetch the old picture again."""


def wanted(workspace_id: int) -> bool:
    """Whether anybody is to be told: so that nobody gathers tags in vain."""
    return bool(settings.CDN) or PurgeHook.objects.filter(workspace_id=workspace_id).exists()


def order(workspace: Workspace, *, tags: Iterable[str], paths: Iterable[str], why: str, now: datetime) -> int:
    """Have these dropped by the workspace's CDN and by the installation's; returns how many CDNs are told."""
    tags, paths = list(dict.fromkeys(tags)), list(dict.fromkeys(paths))
    own = PurgeHook.objects.in_workspace(workspace).exists()
    told = [*([False] if own else []), *([True] if settings.CDN else [])]
    for is_installations in told:
        facts = {"workspace": workspace, "is_installations": is_installations, "tags": tags, "paths": paths}
        if not _joined(facts, now):
            row = PurgeOrder.objects.create(**facts, why=why, created_at=now, next_at=now + DELAY)
            wake(row.key)
    return len(told)


def _joined(facts: Mapping[str, Any], now: datetime) -> bool:
    """Whether the same is about to be sent anyway: it waits a little longer then, until this change is known, too.

    Erasing a large audience orders the same again and again. What a worker is at has a later time and is left alone.
    """
    same = PurgeOrder.objects.filter(**facts, state=PurgeOrder.State.WAITING, next_at__gt=now, next_at__lte=now + DELAY)
    return bool(same.update(next_at=now + DELAY))


def wake(order_key: str) -> None:
    """Set a worker to it; should the broker be away, the sweeper finds it."""
    transaction.on_commit(lambda: _wake(order_key), robust=True)


def _wake(order_key: str) -> None:
    from workspaces.tasks import send_purge

    send_purge.apply_async(kwargs={"order_key": order_key}, countdown=DELAY.total_seconds(), retry=False)
