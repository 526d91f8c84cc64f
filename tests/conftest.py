"""What every test may ask for: real services, and the evidence folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import migrated, services
from tests.environment import FOLDER, SERVICE_FOLDER


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    """Address of a real Valkey, the one the settings name."""
    with services.valkey(SERVICE_FOLDER) as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def shared_services(request: pytest.FixtureRequest) -> None:
    """Start Valkey for runs that hold more than the engine's tests; the engine knows no services."""
    if any("tests/engine" not in str(item.path) for item in request.session.items):
        request.getfixturevalue("valkey_server")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Begin on SQLite with the database that was put there."""
    from django.db import connection

    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Have a migrated SQLite database where Django would begin with an empty one."""
    from django.db import connection

    if connection.vendor == "sqlite":
        migrated.place(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def object_store() -> Iterator[services.ObjectStore]:
    """A real S3 service with one private bucket."""
    with services.object_store(FOLDER / "s3") as store:
        yield store


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of this process; a second one would ask for an event loop that is taken."""
    from tests.journeys.browser import chromium

    with chromium() as running:
        yield running
