"""What every test may ask for: real services, and the evidence folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import services
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
def object_store() -> Iterator[services.ObjectStore]:
    """A real S3 service with one private bucket."""
    with services.object_store(FOLDER / "s3") as store:
        yield store
