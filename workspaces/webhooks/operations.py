"""Webhooks: make, change, rotate the secret, switch off and on, remove, test, send again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from workspaces import audit, outgoing
from workspaces.actors import Actor
from workspaces.encryption import seal
from workspaces.models import Webhook, WebhookDelivery, Workspace
from workspaces.operations.organizations import clean_name
from workspaces.problems import Problem, Refused
from workspaces.webhooks import emitting, events, signing
from workspaces.webhooks.events import Event

MOST_WEBHOOKS = 20
LONGEST_URL = 500
OVERLAP = timedelta(hours=24)
"""After a rotation, for so long both secrets sign."""


class UnusableAddress(Problem):
    """Nothing can be sent to this address."""

    code = "unusable_address"
    field = "url"


@transaction.atomic
def create(
    *, workspace: Workspace, name: str, url: str, chosen: Iterable[str], by: Actor, now: datetime
) -> tuple[Webhook, str]:
    """A webhook and its secret, which is shown once. Raises Refused, UnusableAddress."""
    if Webhook.objects.in_workspace(workspace).count() >= MOST_WEBHOOKS:
        raise Refused(f"A workspace has at most {MOST_WEBHOOKS} webhooks. Remove one that is not used any more.")
    secret = signing.new_secret()
    webhook: Webhook = Webhook.objects.create(
        workspace=workspace,
        name=clean_name(name)[:80],
        url=checked(url),
        events=_some(chosen),
        secret=seal(secret.encode()),
        created_by=by.user,
        created_at=now,
    )
    audit.record("webhook.created", by=by, now=now, about=webhook, workspace=workspace, events=webhook.events)
    return webhook, secret


@transaction.atomic
def change(*, webhook: Webhook, name: str, url: str, chosen: Iterable[str], by: Actor, now: datetime) -> Webhook:
    """Another name, address or choice of events. Raises Refused, UnusableAddress."""
    before = (webhook.name, webhook.url, webhook.events)
    webhook.name, webhook.url, webhook.events = clean_name(name)[:80], checked(url), _some(chosen)
    if (webhook.name, webhook.url, webhook.events) != before:
        webhook.save(update_fields=["name", "url", "events"])
        audit.record(
            "webhook.changed",
            by=by,
            now=now,
            about=webhook,
            workspace=webhook.workspace,
            events=webhook.events,
            address_changed=webhook.url != before[1],
        )
    return webhook


@transaction.atomic
def rotate(*, webhook: Webhook, by: Actor, now: datetime) -> str:
    """A new secret, shown once. The one before goes on signing, beside it, for a day."""
    secret = signing.new_secret()
    webhook.previous_secret, webhook.previous_until = webhook.secret, now + OVERLAP
    webhook.secret = seal(secret.encode())
    webhook.save(update_fields=["secret", "previous_secret", "previous_until"])
    audit.record("webhook.rotated", by=by, now=now, about=webhook, workspace=webhook.workspace)
    return secret


@transaction.atomic
def switch_off(*, webhook: Webhook, by: Actor, now: datetime) -> None:
    """Tell it nothing until it is switched on again."""
    if webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_reason = now, f"Switched off by {by}."[:200]
        webhook.save(update_fields=["disabled_at", "disabled_reason"])
        audit.record("webhook.switched_off", by=by, now=now, about=webhook, workspace=webhook.workspace)


@transaction.atomic
def switch_on(*, webhook: Webhook, by: Actor, now: datetime) -> None:
    """From now on it is told again; what it missed can be sent again from its log."""
    if webhook.disabled_at is not None:
        webhook.disabled_at, webhook.disabled_reason, webhook.failing_since = None, "", None
        webhook.save(update_fields=["disabled_at", "disabled_reason", "failing_since"])
        audit.record("webhook.switched_on", by=by, now=now, about=webhook, workspace=webhook.workspace)


@transaction.atomic
def remove(*, webhook: Webhook, by: Actor, now: datetime) -> None:
    """For good, with its log."""
    audit.record("webhook.removed", by=by, now=now, about=webhook, workspace=webhook.workspace)
    webhook.delete()


@transaction.atomic
def test(*, webhook: Webhook, by: Actor, now: datetime) -> WebhookDelivery:
    """A message of no meaning, so that people see whether it arrives. Raises Refused while it is switched off."""
    _require_on(webhook)
    body = events.message(Event.TEST, webhook.workspace.key, {"webhook": webhook.key}, now)
    return emitting.enqueue(webhook, Event.TEST, body, now)


@transaction.atomic
def send_again(*, delivery: WebhookDelivery, by: Actor, now: datetime) -> None:
    """The same message with the same id, from the first attempt on. Raises Refused."""
    _require_on(delivery.webhook)
    State = WebhookDelivery.State
    closed = WebhookDelivery.objects.filter(pk=delivery.pk).exclude(state=State.WAITING)
    if not closed.update(state=State.WAITING, tries=0, next_at=now):
        raise Refused("This message is still being sent. Wait until it is delivered or given up.")
    audit.record(
        "webhook.sent_again",
        by=by,
        now=now,
        about=delivery.webhook,
        workspace=delivery.workspace,
        message=delivery.message_id,
    )
    emitting.wake(delivery.key)


def checked(url: str) -> str:
    """The address, trimmed. Raises UnusableAddress."""
    url = url.strip()
    if len(url) > LONGEST_URL:
        raise UnusableAddress(f"The address is longer than {LONGEST_URL} characters.")
    if not url.startswith("https://"):
        raise UnusableAddress("The address has to begin with https://, so that nobody reads along.")
    if not outgoing.may_ask(url):
        raise UnusableAddress("Nothing can be sent there: use a public host, port 443, and no password in the address.")
    return url


def _some(chosen: Iterable[str]) -> list[str]:
    found = events.known(chosen)
    if not found:
        raise Refused("Choose at least one event.")
    return found


def _require_on(webhook: Webhook) -> None:
    if webhook.disabled_at is not None:
        raise Refused("This webhook is switched off. Switch it on first.")
