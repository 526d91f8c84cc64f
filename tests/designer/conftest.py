"""Alice owns the agency, Bob designs, Dora approves, Charlie is a stranger; Acme and Zenith are two clients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from designer.models import Review, Template
from designer.operations import reviews
from designer.operations.templates import create_template
from tests.designer.calling import Caller
from tests.designer.documents import document
from workspaces import actors
from workspaces.actors import Actor
from workspaces.models import Organization, User, Workspace
from workspaces.operations.organizations import create_organization, create_workspace
from workspaces.operations.people import add_member
from workspaces.roles import Role

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _storage_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def alice(db: None) -> Actor:
    return actors.person(User.objects.create_user("alice@example.com", name="Alice Adler"))


@pytest.fixture
def agency(alice: Actor) -> Organization:
    return create_organization(name="Agency", owner=alice.user, by=alice, now=NOW)


@pytest.fixture
def workspace(agency: Organization, alice: Actor) -> Workspace:
    return create_workspace(organization=agency, name="Acme", by=alice, now=NOW)


@pytest.fixture
def zenith(agency: Organization, alice: Actor) -> Workspace:
    return create_workspace(organization=agency, name="Zenith", by=alice, now=NOW)


def _member(workspace: Workspace, alice: Actor, name: str, role: Role) -> Actor:
    user = User.objects.create_user(f"{name.lower()}@example.com", name=name)
    add_member(workspace=workspace, user=user, role=role, by=alice, now=NOW)
    return actors.person(user)


@pytest.fixture
def bob(workspace: Workspace, alice: Actor) -> Actor:
    return _member(workspace, alice, "Bob", Role.DESIGNER)


@pytest.fixture
def dora(workspace: Workspace, alice: Actor) -> Actor:
    return _member(workspace, alice, "Dora", Role.APPROVER)


@pytest.fixture
def charlie(db: None) -> Actor:
    return actors.person(User.objects.create_user("charlie@example.com", name="Charlie"))


@pytest.fixture
def make_template(workspace: Workspace, bob: Actor) -> Callable[..., Template]:
    def make(name: str = "Webinar invite", **options: Any) -> Template:
        chosen = {"workspace": workspace, "document": document(), "by": bob, "now": NOW, **options}
        return create_template(name=name, **chosen)

    return make


@pytest.fixture
def template(make_template: Callable[..., Template]) -> Template:
    return make_template()


@pytest.fixture
def review(template: Template, bob: Actor) -> Review:
    return reviews.submit_for_review(template=template, by=bob, now=NOW)


@pytest.fixture
def approved(review: Review, dora: Actor) -> Template:
    reviews.approve(review=review, by=dora, now=NOW, note="Fine")
    review.template.refresh_from_db()
    return review.template


@pytest.fixture
def as_bob(client: Client, bob: Actor, template: Template) -> Caller:
    assert bob.user is not None
    client.force_login(bob.user)
    return Caller(client, template)
