"""Alice owns the agency; Northwind is her client; files lie in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from audiences import tasks
from audiences.models import Upload
from audiences.operations import imports, uploads
from workspaces import actors
from workspaces.actors import Actor
from workspaces.models import User, Workspace
from workspaces.operations import organizations

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SHEET = "Email;Vorname;Company\nanna@example.com;Anna;Northwind\nzoe@example.com;Zoë;Contoso\n"


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: Any, tmp_path: Any) -> None:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "m")}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture(autouse=True)
def nothing_is_queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run the task's work themselves; nobody listens to the broker."""
    monkeypatch.setattr(tasks.read_upload, "apply_async", lambda **_: None)


@pytest.fixture
def alice(db: None) -> Actor:
    return actors.person(User.objects.create_user("alice@example.com", name="Alice"))


@pytest.fixture
def workspace(alice: Actor) -> Workspace:
    agency = organizations.create_organization(name="Agency", owner=alice.user, by=alice, now=NOW)
    return organizations.create_workspace(organization=agency, name="Northwind", by=alice, now=NOW)


@pytest.fixture
def take_in(workspace: Workspace, alice: Actor) -> Callable[..., Upload]:
    def act(data: bytes | str, name: str = "list.csv", **options: Any) -> Upload:
        pieces = [data.encode() if isinstance(data, str) else data]
        return uploads.take_in(workspace=workspace, file_name=name, pieces=pieces, by=alice, now=NOW, **options)

    return act


@pytest.fixture
def matched(alice: Actor) -> Callable[..., Upload]:
    """All columns kept, ready to be read; the first one tells people apart."""

    def act(upload: Upload, id_column: int | None = 0) -> Upload:
        mapping = dict(enumerate(upload.columns))
        return uploads.start(
            upload=upload, audience_name="Spring", mapping=mapping, id_column=id_column, by=alice, now=NOW
        )

    return act


@pytest.fixture
def read_in(take_in: Callable[..., Upload], matched: Callable[..., Upload]) -> Callable[..., Upload]:
    """From bytes to recipients, all columns kept, the first one telling people apart."""

    def act(data: bytes | str, id_column: int | None = 0, **options: Any) -> Upload:
        upload = matched(take_in(data, **options), id_column)
        imports.run(upload=upload, now=NOW)
        return upload

    return act
