"""The mail with a client's link: the link is a key, so it lies open nowhere but in that mail."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.core import mail

from designer.models import Review
from designer.operations.client_approvals import invite_client
from designer.tasks import mail_client_invitation
from workspaces.actors import Actor

pytestmark = pytest.mark.django_db


def test_the_queue_never_holds_a_clients_link_and_the_mail_does(
    review: Review,
    dora: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    queued: list[str] = []
    monkeypatch.setattr(mail_client_invitation, "delay", lambda **facts: queued.append(json.dumps(facts)))
    with django_capture_on_commit_callbacks(execute=True):
        _, token = invite_client(review=review, name="Carla", email="carla@example.com", by=dora, now=now)

    assert len(queued) == 1
    assert token not in queued[0]

    mail.outbox.clear()
    mail_client_invitation(**json.loads(queued[0]))
    assert [message.to for message in mail.outbox] == [["carla@example.com"]]
    assert f"/client/{token}/" in mail.outbox[0].body
