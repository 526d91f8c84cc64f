"""Canaries: a secret and a recipient's values turn up where they belong, and in no log, queue, table or page."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from audiences.operations import recipients
from audiences.operations.recipients import Entry
from audiences.tokens import token_of
from renderer import links
from renderer.models import Release, RenderLink
from renderer.models.sources import DataSource, SourceAnswer
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.valkey import ask
from tests.renderer.conftest import key_for, path_of
from tests.renderer.elsewhere import Elsewhere
from tests.renderer.sourcing import Answering, answers, forget, identity, make_source, shop
from workspaces import actors
from workspaces.models import User, Workspace

__all__ = ["answers", "identity", "make_source", "shop"]
pytestmark = [pytest.mark.django_db, pytest.mark.database]
SECRET, KEY, TOLD, SENT = "canary-secret-7261", "canary-key-8817", "canary-told-5503", "canary-sent-3390"  # noqa: S105
CANARIES = (SECRET, KEY, TOLD, SENT)
Look = Callable[[str], Any]


@pytest.fixture
def logged() -> Any:
    """Everything that any logger says, as text, from DEBUG on."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(
                f"{record.getMessage()} {record.msg!r} {record.args!r} {record.exc_info!r} {record.exc_text!r}"
            )

    root, keeper = logging.getLogger(), Keeper(logging.DEBUG)
    before = root.level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(keeper)
    root.setLevel(before)


@pytest.fixture
def opened(
    publish: Callable[..., Release],
    document: dict[str, Any],
    workspace: Workspace,
    make_source: Callable[..., DataSource],
    make_link: Callable[..., RenderLink],
    answers: Answering,
    browser: Client,
) -> DataSource:
    """A token link and an open link were opened, with the source well, broken, silent and unreadable."""
    document["fields"].append({"key": "customer", "privacy": "secret"})
    publish(document)
    source = make_source("/people/{{ customer }}", SECRET, secret_place="header", secret_name="X-Api-Key", life=30)
    by: dict[str, Any] = {"by": actors.SYSTEM, "now": timezone.now()}
    audience = recipients.create_audience(workspace=workspace, name="Spring", **by)
    entry = Entry("anna", {"customer": KEY, "first_name": SENT})
    recipients.upsert(audience=audience, entries=[entry], now=timezone.now())
    token = token_of(audience.key, bytes(audience.recipients.get().nonce))
    addresses = [
        links.token_path(issuing.public_id(make_link(Mode.TOKEN)), token, format="png"),
        f"{path_of(make_link())}?first_name={SENT}&customer={KEY}",
    ]
    for content, status in (({"city": TOLD}, 200), (b"", 500), (b"<html>" + TOLD.encode(), 200)):
        answers(f"/people/{KEY}", content, status)
        for address in addresses:
            assert browser.get(address).status_code == 200
        assert DataSource.objects.filter(pk=source.pk).exists()
        forget()
        SourceAnswer.objects.update(fetched_at=timezone.now() - timedelta(seconds=60))
    return source


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def every_cell() -> str:
    """All that the database holds, as it holds it."""
    cells = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                cells += [
                    bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell) for cell in row
                ]
    return "\n".join(cells)


def every_shared_value() -> str:
    """All that Valkey holds: the broker's queues, counters and locks."""

    def read(client: Any) -> str:
        told = []
        for name in client.scan_iter(count=1000):
            kind = client.type(name)
            content: Any = {b"string": client.get, b"list": lambda n: client.lrange(n, 0, -1), b"hash": client.hgetall}
            told.append(f"{name!r} {content[kind](name)!r}" if kind in content else repr(name))
        return "\n".join(told)

    return str(ask(read, ""))


def test_the_canaries_are_at_work(logged: list[str], opened: DataSource) -> None:
    path, headers = Elsewhere.asked[0]
    assert (path, headers["x-api-key"]) == (f"/people/{KEY}", SECRET)
    assert any("source.failed" in line for line in logged)
    assert SourceAnswer.objects.exists()


def test_logs_tell_no_secret_and_no_value(logged: list[str], opened: DataSource) -> None:
    assert found_in("\n".join(logged)) == []


def test_tables_queues_and_shared_memory_hold_no_plain_text(opened: DataSource) -> None:
    cells = every_cell()
    assert opened.key in cells
    assert found_in(cells) == []
    assert found_in(every_shared_value()) == []


def test_pages_the_api_and_errors_tell_no_secret(
    opened: DataSource, alice: User, workspace: Workspace, browser: Client
) -> None:
    browser.force_login(alice)
    base, api = f"/w/{workspace.key}", f"/api/v1/workspaces/{workspace.key}"
    pages = [
        f"{base}/sources/",
        f"{base}/sources/{opened.key}/",
        f"{base}/sources/{opened.key}/edit/",
        f"{base}/links/",
    ]
    pages += [f"{base}/settings/log/", f"{api}/sources", f"{api}/sources/{opened.key}", f"{api}/audit", "/metrics"]
    told = [browser.get(page) for page in pages]
    assert [answer.status_code for answer in told if answer.status_code >= 500] == []
    assert found_in("\n".join(answer.content.decode() for answer in told)) == []
    headers = {"authorization": f"Bearer {key_for(workspace, 'audiences')}"}
    wrong = {"secret": SECRET + "\n", "secret_place": "header", "secret_name": "X-Key", "address": f"ftp://{SECRET}"}
    refused = browser.patch(f"{api}/sources/{opened.key}", wrong, "application/json", headers=headers)
    assert refused.status_code in (400, 422)
    assert SECRET not in refused.content.decode()
    edited = browser.post(f"{base}/sources/{opened.key}/edit/", {"name": "", "secret": SECRET, "address": "x"})
    assert SECRET not in edited.content.decode()


def test_error_pages_and_exports_tell_no_secret(
    opened: DataSource, alice: User, workspace: Workspace, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"while asking with {SECRET}")

    browser.force_login(alice)
    browser.raise_request_exception = False
    monkeypatch.setattr("renderer.sources.trying.attempt", breaks)
    page = browser.post(f"/w/{workspace.key}/sources/{opened.key}/", {"value_customer": KEY})
    assert page.status_code == 500
    assert found_in(page.content.decode()) == []
    dumped = json.dumps(list(DataSource.objects.values()), default=str)
    assert found_in(dumped) == []
    assert django_settings.DEBUG is False
