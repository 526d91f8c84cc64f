"""Alice owns the agency, Bob designs for its client Acme, Charlie is a stranger; Zenith is another client."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from workspaces import actors
from workspaces.actors import Actor
from workspaces.models import Membership, Organization, User, Workspace
from workspaces.operations import organizations, people
from workspaces.roles import EVERYTHING, Role

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mails_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice@example.com", name="Alice Owner")


@pytest.fixture
def by_alice(alice: User) -> dict[str, Any]:
    """Who acts and when, as operations take them."""
    return {"by": actors.person(alice), "now": NOW}


@pytest.fixture
def agency(alice: User, by_alice: dict[str, Any]) -> Organization:
    return organizations.create_organization(name="Bright Agency", owner=alice, **by_alice)


@pytest.fixture
def acme(agency: Organization, by_alice: dict[str, Any]) -> Workspace:
    return organizations.create_workspace(organization=agency, name="Acme", **by_alice)


@pytest.fixture
def zenith(agency: Organization, by_alice: dict[str, Any]) -> Workspace:
    return organizations.create_workspace(organization=agency, name="Zenith", **by_alice)


@pytest.fixture
def bob(acme: Workspace, by_alice: dict[str, Any]) -> User:
    user = User.objects.create_user("bob@example.com", name="Bob Designer")
    people.add_member(workspace=acme, user=user, role=Role.DESIGNER, **by_alice)
    return user


@pytest.fixture
def bobs(bob: User, acme: Workspace) -> Membership:
    """Bob's membership in Acme."""
    return Membership.objects.get(workspace=acme, user=bob)


@pytest.fixture
def charlie(db: None) -> User:
    return User.objects.create_user("charlie@example.com", name="Charlie Stranger")


@pytest.fixture
def browser_of() -> Any:
    """`browser_of(bob)`: a test client with Bob's session."""

    def of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return of


@pytest.fixture
def rights(by_alice: dict[str, Any]) -> dict[str, Any]:
    """Alice's: everything."""
    return {**by_alice, "held": EVERYTHING}


@pytest.fixture
def as_bob(bob: User) -> Actor:
    return actors.person(bob)
