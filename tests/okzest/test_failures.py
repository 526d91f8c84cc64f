"""Something fails that nobody thought of: the log says where, and names no recipient and no secret."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from celery import shared_task
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(settings: Any) -> Iterator[list[str]]:
    """What the installation's own logging lets through, exceptions spelt out."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{self.format(record)} {record.getMessage()} {record.__dict__}")

    for name, said in settings.LOGGING["loggers"].items():
        logging.getLogger(name).setLevel(said.get("level", "NOTSET"))
    keeper = Keeper()
    logging.getLogger().addHandler(keeper)
    yield lines
    logging.getLogger().removeHandler(keeper)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("Amira Haddad cannot be stored")

    monkeypatch.setattr("designer.operations.client_approvals.open_link", fail)


def test_page_that_fails_is_found_in_the_log_by_its_pattern(broken: None, logged: list[str]) -> None:
    answer = Client(raise_request_exception=False).get("/client/secret-token/?name=Amira")

    said = "\n".join(logged)
    assert answer.status_code == 500
    assert "page.failed" in said
    assert "client/<str:token>/" in said
    assert "clients.py" in said
    assert "Amira" not in said
    assert "secret-token" not in said


def test_form_without_its_token_leaves_no_address_in_the_log(logged: list[str]) -> None:
    answer = Client(enforce_csrf_checks=True).post("/client/secret-token/", {"decision": "approve"})

    assert answer.status_code == 403
    assert "secret-token" not in "\n".join(logged)


def test_task_that_fails_is_found_in_the_log_by_its_name(logged: list[str]) -> None:
    @shared_task(name="tests.fails")  # type: ignore[untyped-decorator]
    def fails() -> None:
        raise ValueError("Amira Haddad cannot be stored")

    fails.apply()

    said = "\n".join(logged)
    assert "task.failed" in said
    assert "tests.fails" in said
    assert "Amira" not in said
