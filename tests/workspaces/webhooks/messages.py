"""Messages in a test: written for a decided review, and sent at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from workspaces.models import WebhookDelivery, Workspace
from workspaces.webhooks import delivering
from workspaces.webhooks.emitting import emit
from workspaces.webhooks.events import Event

By = dict[str, Any]
FACTS = {"template": "spring", "revision": 2, "decision": "approved"}


def decided(workspace: Workspace, now: datetime, **options: Any) -> WebhookDelivery:
    emit(Event.REVIEW_DECIDED, workspace=workspace, data=FACTS, now=now, **options)
    found: WebhookDelivery = WebhookDelivery.objects.latest("id")
    return found


def sent(delivery: WebhookDelivery, now: datetime) -> WebhookDelivery:
    delivering.deliver(delivery.key, now)
    delivery.refresh_from_db()
    return delivery
