"""Send the purges that are due: one attempt at a time, tried again until the CDN took all of it."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings

from workspaces import outgoing, retries
from workspaces.encryption import CannotUnseal, unseal
from workspaces.models import CdnKind, PurgeHook, PurgeOrder
from workspaces.outgoing import Answer, Unreachable
from workspaces.purging.cdn import Cdn, requests

DEADLINE = 20.0
HELD_FOR = timedelta(minutes=2)
DUE_AT_ONCE = 200
KEPT_FOR = timedelta(days=30)
SHORT = 200
State = PurgeOrder.State
log = structlog.get_logger(__name__)


def send(key: str, now: datetime) -> PurgeOrder | None:
    """Make the attempt that is due; None where there is none, or where another worker is at it."""
    held = PurgeOrder.objects.filter(key=key, state=State.WAITING, next_at__lte=now)
    if not held.update(next_at=now + HELD_FOR):
        return None
    order: PurgeOrder = PurgeOrder.objects.select_related("workspace").get(key=key)
    began = time.monotonic()
    ok, status, words = _attempt(order)
    took = int((time.monotonic() - began) * 1000)
    _note(order, ok, {"at": now.isoformat(), "status": status, "ms": took, "answer": words}, now)
    log.info("purge.sent", order=order.key, why=order.why, status=status, ok=ok)
    return order


def due(now: datetime) -> list[str]:
    """What waits; also what a lost worker or an absent broker left lying."""
    rows = PurgeOrder.objects.filter(state=State.WAITING, next_at__lte=now).order_by("next_at")
    return list(rows.values_list("key", flat=True)[:DUE_AT_ONCE])


def forget_old(now: datetime) -> None:
    """The log goes back a month."""
    PurgeOrder.objects.filter(created_at__lt=now - KEPT_FOR).exclude(state=State.WAITING).delete()


def cdn_of(hook: PurgeHook) -> Cdn:
    """With its secret. Raises CannotUnseal."""
    secret = unseal(bytes(hook.secret)).decode() if hook.secret else ""
    return Cdn(CdnKind(hook.kind), hook.identifier, hook.access_key, hook.url, hook.method, hook.header, secret)


def installations() -> Cdn | None:
    """The one that the settings name."""
    if not settings.CDN:
        return None
    facts = dict(settings.CDN)
    return Cdn(CdnKind(facts.pop("kind")), **facts)


def _attempt(order: PurgeOrder) -> tuple[bool, int, str]:
    """Whether all was taken; the status and words of the answer that says most."""
    try:
        cdn = installations() if order.is_installations else _own(order)
    except CannotUnseal as problem:
        return False, 0, problem.public_message[:SHORT]
    if cdn is None:
        return True, 0, "There is no CDN any more."
    answers = outgoing.ask_all(list(requests(cdn, order.tags, order.paths, order.key)), seconds=DEADLINE)
    bad = [one for one in answers if isinstance(one, Unreachable) or not cdn.took(one.status)]
    told = (bad or answers)[0] if answers else None
    return not bad, *_said(told)


def _own(order: PurgeOrder) -> Cdn | None:
    hook = PurgeHook.objects.in_workspace(order.workspace).first()
    return cdn_of(hook) if hook else None


def _said(answer: Answer | Unreachable | None) -> tuple[int, str]:
    match answer:
        case Unreachable():
            return 0, outgoing.in_words(answer)
        case Answer():
            return answer.status, outgoing.beginning(answer, SHORT)
    return 0, "There was nothing to drop."


def _note(order: PurgeOrder, ok: bool, attempt: dict[str, Any], now: datetime) -> None:
    order.attempts = [*order.attempts, attempt]
    order.tries += 1
    again = retries.next_attempt(order.tries, now, random.random())  # noqa: S311 (spreads load, hides nothing)
    if ok or again is None:
        order.state, again = State.DONE if ok else State.FAILED, None
    order.next_at = again
    order.save(update_fields=["state", "attempts", "tries", "next_at"])
