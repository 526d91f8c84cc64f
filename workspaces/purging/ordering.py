"""Order a purge: rows in the transaction of the change, sent a moment after the commit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

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
        row = PurgeOrder.objects.create(
            workspace=workspace,
            is_installations=is_installations,
            why=why,
            tags=tags,
            paths=paths,
            created_at=now,
            next_at=now + DELAY,
        )
        wake(row.key)
    return len(told)


def wake(order_key: str) -> None:
    """Set a worker to it; should the broker be away, the sweeper finds it."""
    transaction.on_commit(lambda: _wake(order_key), robust=True)


def _wake(order_key: str) -> None:
    from workspaces.tasks import send_purge

    send_purge.apply_async(kwargs={"order_key": order_key}, countdown=DELAY.total_seconds(), retry=False)
