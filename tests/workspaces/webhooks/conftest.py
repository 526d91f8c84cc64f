"""A receiver on this machine, and a webhook that leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.receiver import Receiver, let_through, receiver
from tests.workspaces.webhooks.messages import By
from workspaces.models import Webhook, Workspace
from workspaces.webhooks import operations


@pytest.fixture
def now() -> datetime:
    """The true time: receivers refuse old messages."""
    return datetime.now(UTC)


@pytest.fixture
def told(tmp_path: Path, settings: Any) -> Iterator[Receiver]:
    with receiver(tmp_path) as one:
        let_through(settings, one)
        yield one


@pytest.fixture
def by(by_alice: By, now: datetime) -> By:
    return {**by_alice, "now": now}


@pytest.fixture
def made(acme: Workspace, told: Receiver, by: By) -> tuple[Webhook, str]:
    return operations.create(
        workspace=acme, name="Calendar", url=f"{told.url}/okzest", chosen=["review.decided", "webhook.test"], **by
    )


@pytest.fixture
def webhook(made: tuple[Webhook, str]) -> Webhook:
    return made[0]
