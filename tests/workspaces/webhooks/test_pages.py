"""Webhooks as people and programs look after them: pages, API, audit log."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.receiver import Receiver
from tests.workspaces.webhooks.messages import By, sent
from workspaces.models import AuditEntry, User, Webhook, WebhookDelivery, Workspace
from workspaces.webhooks import operations

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_every_change_leaves_one_entry_in_the_audit_log(webhook: Webhook, by: By, told: Receiver) -> None:
    operations.change(webhook=webhook, name="Board", url=webhook.url, chosen=["release.published"], **by)
    operations.change(webhook=webhook, name="Board", url=webhook.url, chosen=["release.published"], **by)
    operations.rotate(webhook=webhook, **by)
    operations.switch_off(webhook=webhook, **by)
    operations.switch_on(webhook=webhook, **by)
    operations.remove(webhook=webhook, **by)
    entries = AuditEntry.objects.filter(action__startswith="webhook.").order_by("number")
    verbs = [entry.action.removeprefix("webhook.") for entry in entries]
    assert verbs == ["created", "changed", "rotated", "switched_off", "switched_on", "removed"]


def test_page_makes_a_webhook_and_shows_its_secret_once(
    alice: User, acme: Workspace, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(alice)
    given = {"name": "Calendar", "url": "https://hooks.example.com/", "events": ["prewarm.finished"]}
    shown = browser.post(f"/w/{acme.key}/settings/webhooks/new/", given).content.decode()
    webhook = Webhook.objects.get()
    assert "whsec_" in shown
    page = browser.get(f"/w/{acme.key}/settings/webhooks/{webhook.key}/").content.decode()
    assert "whsec_" not in page
    assert "Pre-warm run finished" in page


def test_page_says_what_is_wrong_beside_the_field(
    alice: User, acme: Workspace, browser_of: Callable[[User], Client]
) -> None:
    given = {"name": "Calendar", "url": "https://10.0.0.1/", "events": ["prewarm.finished"]}
    page = browser_of(alice).post(f"/w/{acme.key}/settings/webhooks/new/", given).content.decode()
    assert "use a public host" in page
    assert not Webhook.objects.exists()


def test_test_button_puts_a_message_into_the_log(
    webhook: Webhook, told: Receiver, alice: User, acme: Workspace, browser_of: Callable[[User], Client]
) -> None:
    told.answer = b"<script>alert(1)</script>"
    browser = browser_of(alice)
    page = f"/w/{acme.key}/settings/webhooks/{webhook.key}/"
    browser.post(f"{page}test/")
    sent(WebhookDelivery.objects.get(), datetime.now(UTC))
    assert json.loads(told.received[0].body)["type"] == "webhook.test"
    message = f"{page}deliveries/{WebhookDelivery.objects.get().key}/"
    for address in (page, message):
        shown = browser.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in shown
        assert "<script>alert(1)" not in shown
    browser.post(f"{message}resend/")
    assert WebhookDelivery.objects.get().state == "waiting"


def test_api_makes_changes_and_tests_a_webhook(
    alice: User, acme: Workspace, browser_of: Callable[[User], Client]
) -> None:
    caller, path = browser_of(alice), f"/api/v1/workspaces/{acme.key}/webhooks"
    given = {"name": "Calendar", "url": "https://hooks.example.com/", "events": ["review.decided"]}
    made = caller.post(path, given, "application/json").json()
    assert made["secret"].startswith("whsec_")
    assert caller.patch(f"{path}/{made['key']}", {"enabled": False}, "application/json").json()["state"] == "disabled"
    refused = caller.post(f"{path}/{made['key']}/test", {}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "refused")
    caller.patch(f"{path}/{made['key']}", {"enabled": True}, "application/json")
    message = caller.post(f"{path}/{made['key']}/test", {}, "application/json").json()["message_id"]
    assert [one["message_id"] for one in caller.get(f"{path}/{made['key']}/deliveries").json()["results"]] == [message]
    assert "secret" not in caller.get(f"{path}/{made['key']}").json()
