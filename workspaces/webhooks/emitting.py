"""Tell a workspace's webhooks of an event: rows in the transaction of the change itself, sent after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from workspaces.models import Webhook, WebhookDelivery, Workspace
from workspaces.webhooks.events import Event, message


def emit(event: Event, *, workspace: Workspace, data: Mapping[str, Any], now: datetime, once: str = "") -> int:
    """Write a message for every webhook that chose the event; returns how many.

    `data` holds keys, counts and states, never what a recipient is called. What bears the same `once` is told once.
    """
    chosen = [one for one in _listening(workspace) if event.value in one.events]
    body = message(event, workspace.key, data, now)
    with transaction.atomic():
        for webhook in chosen:
            enqueue(webhook, event, body, now, once=once)
    return len(chosen)


def enqueue(webhook: Webhook, event: Event, body: Mapping[str, Any], now: datetime, once: str = "") -> WebhookDelivery:
    """One message for one webhook."""
    row = WebhookDelivery(
        workspace_id=webhook.workspace_id,
        webhook=webhook,
        event=event.value,
        body=body,
        once=once or None,
        created_at=now,
        next_at=now,
    )
    WebhookDelivery.objects.bulk_create([row], ignore_conflicts=True)
    wake(row.key)
    return row


def wake(delivery_key: str) -> None:
    """Set a worker to it after the commit. The row is the truth: should the broker be away, the sweeper finds it."""
    transaction.on_commit(lambda: _wake(delivery_key), robust=True)


def _wake(delivery_key: str) -> None:
    from workspaces.tasks import deliver_webhook

    deliver_webhook.apply_async(kwargs={"delivery_key": delivery_key}, retry=False)


def _listening(workspace: Workspace) -> list[Webhook]:
    return list(Webhook.objects.in_workspace(workspace).filter(disabled_at=None))
