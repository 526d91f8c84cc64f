"""Fixtures of data sources: a real HTTPS server, the guard told to let it through, and sources made the usual way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from renderer.models.sources import DataSource
from renderer.sources import asking, breaker, held, joining, operations
from renderer.sources.operations import Setup
from tests.renderer.elsewhere import Elsewhere, make_identity, serve
from workspaces import actors
from workspaces.models import Workspace

Answering = Callable[..., None]


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_identity(tmp_path_factory.mktemp("identity"))


@pytest.fixture
def shop(settings: Any, identity: tuple[Path, Path]) -> Iterator[str]:
    """Where somebody's API answers, such as https://127.0.0.1:4242; a fresh process that knows nothing of it."""
    server = serve(identity=identity[1])
    port = server.server_address[1]
    settings.OUTGOING_NETWORKS, settings.OUTGOING_PORTS = ["127.0.0.1/32"], [port]
    settings.OUTGOING_AUTHORITIES = str(identity[0])
    Elsewhere.replies.clear()
    Elsewhere.asked.clear()
    forget()
    yield f"https://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


def forget() -> None:
    """As a fresh process does."""
    held.forget_everything()
    asking.trust_again()
    joining._noted.clear()
    breaker._failures.clear()
    breaker._open_until.clear()


@pytest.fixture
def answers(shop: str) -> Answering:
    """Say what the server answers on a path."""

    def act(path: str, content: Any, status: int = 200) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        Elsewhere.replies[path] = lambda server: server.send(body, status)

    return act


@pytest.fixture
def make_source(workspace: Workspace, shop: str) -> Callable[..., DataSource]:
    """A source of the shop's `path`, by default one that fills `city`."""

    def act(path: str = "/data", secret: str = "", **options: Any) -> DataSource:
        given = {"name": "Shop", "kind": "api", "mapping": {"city": "$.city"}, "address": shop + path, **options}
        return operations.create(
            workspace=workspace, setup=Setup(**given), secret=secret, by=actors.SYSTEM, now=timezone.now()
        )

    return act


def asked() -> list[str]:
    """The paths that were asked for, in order."""
    return [path for path, _ in Elsewhere.asked]
