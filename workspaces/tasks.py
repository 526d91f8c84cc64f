"""Background work of workspaces, told facts by key: messages to other programs and to CDNs."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from workspaces.purging import sending
from workspaces.webhooks import delivering


@shared_task(time_limit=60)  # type: ignore[untyped-decorator]
def deliver_webhook(*, delivery_key: str, **_future: Any) -> None:
    """One attempt, if one is due. Running twice sends once."""
    delivering.deliver(delivery_key, timezone.now())


@shared_task(time_limit=60)  # type: ignore[untyped-decorator]
def send_purge(*, order_key: str, **_future: Any) -> None:
    """One attempt, if one is due. Running twice sends once."""
    sending.send(order_key, timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def send_what_is_due(**_future: Any) -> None:
    """Every few seconds: set workers to what is due, also to what a lost worker or an absent broker left."""
    now = timezone.now()
    for key in delivering.due(now):
        deliver_webhook.delay(delivery_key=key)
    for key in sending.due(now):
        send_purge.delay(order_key=key)


@shared_task  # type: ignore[untyped-decorator]
def forget_old_deliveries(**_future: Any) -> None:
    """Once an hour: the log goes back a month."""
    delivering.forget_old(timezone.now())
    sending.forget_old(timezone.now())
