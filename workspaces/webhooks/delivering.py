"""Send what waits in the outbox: one attempt at a time, the answer noted, the next attempt set or the matter closed."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from workspaces import audit, mails, outgoing, retries
from workspaces.actors import SYSTEM
from workspaces.encryption import CannotUnseal, unseal
from workspaces.models import Webhook, WebhookDelivery
from workspaces.outgoing import Request, Unreachable
from workspaces.webhooks import signing

DEADLINE = 10.0
HELD_FOR = timedelta(minutes=2)
"""A worker that was killed in the middle of an attempt gives it back after so long."""
SHORT = 200
"""Characters of an answer that the log keeps."""
MOST_NOTED = 20
GONE = 410
DUE_AT_ONCE = 200
KEPT_FOR = timedelta(days=30)
SILENT_FOR = timedelta(days=1)
"""A webhook that took nothing for so long is switched off as soon as a message has to be given up."""
State = WebhookDelivery.State
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one attempt; `ok` is true for any 2xx."""

    ok: bool
    status: int
    words: str
    milliseconds: int

    def noted(self, at: datetime) -> dict[str, Any]:
        return {"at": at.isoformat(), "status": self.status, "ms": self.milliseconds, "answer": self.words}


OFF = Attempt(False, 0, "Not sent: the webhook is switched off.", 0)


def deliver(key: str, now: datetime) -> WebhookDelivery | None:
    """Make the attempt that is due; None where there is none, or where another worker is at it."""
    held = WebhookDelivery.objects.filter(key=key, state=State.WAITING, next_at__lte=now)
    if not held.update(next_at=now + HELD_FOR):
        return None
    delivery: WebhookDelivery = WebhookDelivery.objects.select_related("webhook__workspace__organization").get(key=key)
    attempt = OFF if delivery.webhook.disabled_at else _attempt(delivery, now)
    with transaction.atomic():
        _note(delivery, attempt, now)
        _judge(delivery.webhook, delivery, attempt, now)
    log.info("webhook.sent", delivery=delivery.key, event_type=delivery.event, status=attempt.status, ok=attempt.ok)
    return delivery


def due(now: datetime) -> list[str]:
    """What waits to be sent; also what a lost worker or an absent broker left lying."""
    rows = WebhookDelivery.objects.filter(state=State.WAITING, next_at__lte=now).order_by("next_at")
    return list(rows.values_list("key", flat=True)[:DUE_AT_ONCE])


def forget_old(now: datetime) -> None:
    """The log goes back a month."""
    WebhookDelivery.objects.filter(created_at__lt=now - KEPT_FOR).exclude(state=State.WAITING).delete()


def _attempt(delivery: WebhookDelivery, now: datetime) -> Attempt:
    body = json.dumps(delivery.body, separators=(",", ":"), ensure_ascii=False).encode()
    try:
        signed = signing.headers(delivery.message_id, body, secrets_of(delivery.webhook, now), now)
    except CannotUnseal as problem:
        return Attempt(False, 0, problem.public_message[:SHORT], 0)
    request = Request(
        delivery.webhook.url, "POST", {"Content-Type": "application/json", **signed}, body, most_bytes=64 * 1024
    )
    began = time.monotonic()
    answer = outgoing.ask(request, seconds=DEADLINE)
    took = int((time.monotonic() - began) * 1000)
    if isinstance(answer, Unreachable):
        return Attempt(False, 0, outgoing.in_words(answer), took)
    return Attempt(answer.succeeded, answer.status, outgoing.beginning(answer, SHORT), took)


def secrets_of(webhook: Webhook, now: datetime) -> list[str]:
    """What signs now: the secret, and for a while after a rotation the one before. Raises CannotUnseal."""
    sealed = [webhook.secret, webhook.previous_secret if webhook.signs_with_previous(now) else None]
    return [unseal(bytes(one)).decode() for one in sealed if one is not None]


def _note(delivery: WebhookDelivery, attempt: Attempt, now: datetime) -> None:
    delivery.attempts = [*delivery.attempts, attempt.noted(now)][-MOST_NOTED:]
    delivery.tries += 1
    again = retries.next_attempt(delivery.tries, now, random.random())  # noqa: S311 (spreads load, hides nothing)
    if attempt.ok or again is None or attempt.status == GONE or attempt is OFF:
        delivery.state, again = State.DELIVERED if attempt.ok else State.FAILED, None
    delivery.next_at = again
    delivery.save(update_fields=["state", "attempts", "tries", "next_at"])


def _judge(webhook: Webhook, delivery: WebhookDelivery, attempt: Attempt, now: datetime) -> None:
    """Note failure and recovery; switch off what is gone, or what took nothing for all of a message's time."""
    if attempt.ok:
        Webhook.objects.filter(pk=webhook.pk).exclude(failing_since=None).update(failing_since=None)
        return
    Webhook.objects.filter(pk=webhook.pk, failing_since=None).update(failing_since=now)
    webhook.refresh_from_db(fields=["failing_since"])
    if attempt.status == GONE:
        disable(webhook, "The address answered that it is gone for good (410).", now)
    elif delivery.state == State.FAILED and webhook.failing_since and webhook.failing_since <= now - SILENT_FOR:
        disable(webhook, "It took no message for more than a day.", now)


def disable(webhook: Webhook, reason: str, now: datetime) -> None:
    """Send nothing to it any more until somebody switches it on again; tell those who look after it."""
    if not Webhook.objects.filter(pk=webhook.pk, disabled_at=None).update(disabled_at=now, disabled_reason=reason):
        return
    audit.record("webhook.disabled", by=SYSTEM, now=now, about=webhook, workspace=webhook.workspace, reason=reason)
    transaction.on_commit(lambda: mails.send_webhook_disabled(webhook, reason), robust=True)
