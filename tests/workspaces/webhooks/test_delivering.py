"""What webhooks send, how it is signed, and what becomes of failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from standardwebhooks import Webhook as Verifier

from tests.receiver import Receiver
from tests.workspaces.webhooks.messages import FACTS, By, decided, sent
from workspaces import retries
from workspaces.actors import Actor
from workspaces.models import AuditEntry, Webhook, WebhookDelivery, Workspace
from workspaces.problems import Refused
from workspaces.webhooks import delivering, operations, signing
from workspaces.webhooks.emitting import emit
from workspaces.webhooks.events import Event
from workspaces.webhooks.operations import UnusableAddress

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_message_arrives_signed_so_that_the_receivers_library_believes_it(
    made: tuple[Webhook, str], told: Receiver, acme: Workspace, now: datetime
) -> None:
    delivery = sent(decided(acme, now), now)
    [request] = told.received
    assert Verifier(made[1]).verify(request.body, request.headers) == {
        "type": "review.decided",
        "timestamp": delivery.body["timestamp"],
        "data": {"workspace": acme.key, **FACTS},
    }
    assert (request.method, request.path, request.headers["webhook-id"]) == ("POST", "/okzest", f"msg_{delivery.key}")
    assert delivery.state == "delivered"
    assert delivery.attempts[0]["status"] == 200
    assert delivery.attempts[0]["answer"] == "thanks"


def test_signature_is_that_of_the_specification() -> None:
    """The example of the Standard Webhooks specification's reference libraries."""
    body = b'{"test": 2432232314}'
    signature = signing.signature(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_only_what_was_chosen_is_told_and_only_in_its_own_workspace(
    webhook: Webhook, acme: Workspace, zenith: Workspace, now: datetime
) -> None:
    assert emit(Event.RELEASE_PUBLISHED, workspace=acme, data={}, now=now) == 0
    assert emit(Event.REVIEW_DECIDED, workspace=zenith, data={}, now=now) == 0
    assert emit(Event.REVIEW_DECIDED, workspace=acme, data={}, now=now) == 1


def test_what_bears_a_name_is_told_once(webhook: Webhook, acme: Workspace, now: datetime) -> None:
    decided(acme, now, once="alert")
    decided(acme, now, once="alert")
    decided(acme, now)
    decided(acme, now)
    assert WebhookDelivery.objects.count() == 3


def test_failure_is_tried_again_after_growing_pauses_and_given_up_after_more_than_a_day(
    webhook: Webhook, told: Receiver, acme: Workspace, now: datetime
) -> None:
    told.status = 503
    delivery = decided(acme, now)
    at, pauses = now, []
    while sent(delivery, at).next_at:
        pauses.append(delivery.next_at - at)
        at = delivery.next_at
    assert len(told.received) == retries.MOST_ATTEMPTS == len(pauses) + 1
    assert pauses == sorted(pauses)
    assert at - now > timedelta(days=1)
    assert delivery.state == "failed"
    assert len({request.headers["webhook-id"] for request in told.received}) == 1


def test_webhook_that_took_nothing_for_a_day_is_switched_off_and_people_get_a_mail(
    webhook: Webhook, told: Receiver, acme: Workspace, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    told.status = 500
    delivery = decided(acme, now)
    with django_capture_on_commit_callbacks(execute=True):
        while sent(delivery, now).next_at:
            now = delivery.next_at
    webhook.refresh_from_db()
    assert webhook.state() == "disabled"
    assert [one.to for one in mail.outbox] == [["alice@example.com"]]
    assert f"/settings/webhooks/{webhook.key}/" in mail.outbox[0].body
    assert AuditEntry.objects.filter(action="webhook.disabled", object_key=webhook.key).count() == 1
    assert emit(Event.REVIEW_DECIDED, workspace=acme, data={}, now=now) == 0


def test_success_in_between_keeps_it_on(webhook: Webhook, told: Receiver, acme: Workspace, now: datetime) -> None:
    told.status = 500
    failing = decided(acme, now)
    while sent(failing, now).tries < retries.MOST_ATTEMPTS - 1:
        now = failing.next_at
    told.statuses = [200]
    sent(decided(acme, now), now)
    sent(failing, failing.next_at)
    webhook.refresh_from_db()
    assert failing.state == "failed"
    assert webhook.state() == "failing"


def test_address_that_is_gone_is_switched_off_at_once(
    webhook: Webhook, told: Receiver, acme: Workspace, now: datetime
) -> None:
    told.status = 410
    assert sent(decided(acme, now), now).state == "failed"
    webhook.refresh_from_db()
    assert webhook.state() == "disabled"


def test_redirect_is_not_followed(webhook: Webhook, told: Receiver, acme: Workspace, now: datetime) -> None:
    told.status = 302
    delivery = sent(decided(acme, now), now)
    assert delivery.state == "waiting"
    assert delivery.attempts[0]["status"] == 302
    assert len(told.received) == 1


def test_private_network_is_never_asked(
    webhook: Webhook, told: Receiver, acme: Workspace, now: datetime, settings: Any
) -> None:
    settings.OUTGOING_NETWORKS = []
    delivery = sent(decided(acme, now), now)
    assert "a public host" in delivery.attempts[0]["answer"]
    assert told.received == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook", "https://127.0.0.1/", "https://10.0.0.8/", "https://[::1]/", "https://example.com:22/",
        "https://user:secret@example.com/", "ftp://example.com", "", "https://", "https://2130706433/",
        "https://" + "a" * 600,
    ],
)  # fmt: skip
def test_address_that_cannot_be_used_is_refused_with_a_sentence(url: str, acme: Workspace, by: By) -> None:
    with pytest.raises(UnusableAddress) as refused:
        operations.create(workspace=acme, name="Calendar", url=url, chosen=["review.decided"], **by)
    assert refused.value.public_message.endswith(".")


def test_rotated_secret_signs_beside_the_former_for_a_day(
    made: tuple[Webhook, str], told: Receiver, acme: Workspace, by: By, now: datetime
) -> None:
    webhook, former = made
    fresh = operations.rotate(webhook=webhook, **by)
    sent(decided(acme, now), now)
    for secret in (former, fresh):
        Verifier(secret).verify(told.received[0].body, told.received[0].headers)
    webhook.refresh_from_db()
    assert delivering.secrets_of(webhook, now + operations.OVERLAP) == [fresh]


def test_secret_and_body_are_not_readable_in_the_database(made: tuple[Webhook, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM workspaces_webhook")
        assert made[1].encode() not in bytes(cursor.fetchone()[0])


def test_message_is_sent_again_by_hand_with_the_same_id(
    webhook: Webhook, told: Receiver, acme: Workspace, by: By, now: datetime
) -> None:
    delivery = decided(acme, now)
    with pytest.raises(Refused):
        operations.send_again(delivery=delivery, **by)
    sent(delivery, now)
    operations.send_again(delivery=delivery, **by)
    assert sent(delivery, now).state == "delivered"
    first, second = told.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert len(delivery.attempts) == 2


def test_two_workers_send_a_message_once(webhook: Webhook, told: Receiver, acme: Workspace, now: datetime) -> None:
    delivery = decided(acme, now)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(next_at=now + delivering.HELD_FOR)
    assert delivering.deliver(delivery.key, now) is None
    assert delivering.due(now) == []
    # The other worker was killed: its time is over.
    assert delivering.due(now + delivering.HELD_FOR) == [delivery.key]
    assert told.received == []


def test_nothing_is_queued_for_a_change_that_was_taken_back(
    webhook: Webhook, acme: Workspace, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting, transaction.atomic():
        decided(acme, now)
        transaction.set_rollback(True)
    assert waiting == []
    assert not WebhookDelivery.objects.exists()


def test_switched_off_webhook_is_told_nothing_until_it_is_on_again(
    webhook: Webhook, told: Receiver, acme: Workspace, by: By, now: datetime
) -> None:
    delivery = decided(acme, now)
    operations.switch_off(webhook=webhook, **by)
    assert sent(delivery, now).state == "failed"
    assert told.received == []
    with pytest.raises(Refused):
        operations.test(webhook=webhook, **by)
    operations.switch_on(webhook=webhook, **by)
    operations.send_again(delivery=delivery, **by)
    assert sent(delivery, now).state == "delivered"


def test_log_goes_back_a_month(webhook: Webhook, told: Receiver, acme: Workspace, now: datetime) -> None:
    sent(decided(acme, now), now)
    waiting = decided(acme, now)
    delivering.forget_old(now + timedelta(days=31))
    assert list(WebhookDelivery.objects.all()) == [waiting]


def test_tasks_deliver_what_is_due(webhook: Webhook, told: Receiver, acme: Workspace, as_bob: Actor) -> None:
    from workspaces import tasks

    delivery = decided(acme, datetime.now(UTC))
    tasks.deliver_webhook(delivery_key=delivery.key)
    tasks.deliver_webhook(delivery_key=delivery.key)
    assert len(told.received) == 1
