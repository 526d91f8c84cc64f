"""A client with a published template, its links, and a fresh process's memory for every test."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from renderer import fallbacks, releases, variants
from renderer.materials import shelving
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.remembered import facts
from renderer.render_links import issuing
from renderer.serving.tally import tally
from renderer.valkey import ask
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import keys, organizations
from workspaces.roles import Capability

GREETING: dict[str, Any] = {
    "schema": 1,
    "name": "Spring greeting",
    "sizes": [{"id": "base", "name": "Email", "w": 320, "h": 120}, {"id": "tall", "name": "Story", "w": 160, "h": 240}],
    "background": {"type": "solid", "color": "#FFF4E5"},
    "output": {"format": "png", "density": 1},
    "alt": "Hello {{ first_name }}",
    "fields": [
        {"key": "first_name", "fallback": "there", "aliases": ["fname"]},
        {"key": "city", "fallback": "your town"},
    ],
    "layers": [
        {
            "id": "hello",
            "type": "text",
            "x": 16,
            "y": 16,
            "w": 288,
            "h": 40,
            "text": "Hello {{ first_name }}",
            "size": 28,
        },
        {
            "id": "place",
            "type": "text",
            "x": 16,
            "y": 64,
            "w": 288,
            "h": 30,
            "text": "Spring in {{ city }}",
            "size": 18,
        },
    ],
}


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """Nothing remembered from the test before."""
    facts.forget()
    shelving.trust_again()
    tally.forget()
    variants.memory().clear()
    fallbacks.memory().clear()
    ask(lambda client: client.flushdb())


@pytest.fixture
def document() -> dict[str, Any]:
    """A small greeting without pictures, for tests to change as they like."""
    return copy.deepcopy(GREETING)


@pytest.fixture
def alice(db: None) -> User:
    """Owner of the agency."""
    return User.objects.create_user("alice@example.com", name="Alice")


@pytest.fixture
def workspace(alice: User) -> Workspace:
    agency = organizations.create_organization(name="Agency", owner=alice, by=actors.SYSTEM, now=timezone.now())
    return organizations.create_workspace(organization=agency, name="Northwind", by=actors.SYSTEM, now=timezone.now())


@pytest.fixture
def strangers(alice: User) -> Workspace:
    """Another client, of another agency."""
    other = organizations.create_organization(name="Others", owner=alice, by=actors.SYSTEM, now=timezone.now())
    return organizations.create_workspace(organization=other, name="Contoso", by=actors.SYSTEM, now=timezone.now())


@pytest.fixture
def publish(workspace: Workspace) -> Callable[..., Release]:
    """Put a document before the world under the key `greeting`."""

    def act(document: dict[str, Any], template_key: str = "greeting") -> Release:
        return releases.release(
            workspace=workspace, template_key=template_key, document=document, by=None, now=timezone.now()
        )

    return act


@pytest.fixture
def greeting(publish: Callable[..., Release], document: dict[str, Any]) -> Release:
    return publish(document)


@pytest.fixture
def make_link(workspace: Workspace) -> Callable[..., RenderLink]:
    def act(mode: Mode = Mode.OPEN, template_key: str = "greeting", **options: Any) -> RenderLink:
        return issuing.create(
            workspace=workspace,
            template_key=template_key,
            name="Newsletter",
            mode=mode,
            by=actors.SYSTEM,
            now=timezone.now(),
            **options,
        )

    return act


@pytest.fixture
def open_address(greeting: Release, make_link: Callable[..., RenderLink]) -> str:
    """The path of an open link's PNG."""
    return path_of(make_link())


@pytest.fixture
def api_key(workspace: Workspace) -> str:
    return key_for(workspace, "render", "links")


@pytest.fixture
def browser() -> Client:
    """Whoever opens a mail."""
    return Client()


def key_for(workspace: Workspace, *scopes: str) -> str:
    """A fresh API key of the workspace, as its owner sees it once."""
    _, secret = keys.create_api_key(
        workspace=workspace,
        name="Mailing tool",
        scopes_asked=scopes,
        by=actors.SYSTEM,
        held=frozenset(Capability),
        now=timezone.now(),
    )
    return secret


def path_of(link: RenderLink, format: str = "png", scale: int | None = None) -> str:
    """The address without scheme and host."""
    address = issuing.address(link, format=format, scale=scale)
    return "/" + address.split("/", 3)[3]
