"""What a database refuses to take is the sender's mistake, and is told as one: no page breaks over it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DataError
from django.test import Client, RequestFactory

from workspaces.api_problems import handle
from workspaces.middleware import ProblemPages

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("path", ["/w/a%00b/", "/o/a%00b/", "/api/v1/workspaces/a%00b", "/proof/%00/", "/client/%00/"])
def test_address_with_a_nul_in_it_leads_nowhere(admin_client: Client, path: str) -> None:
    assert admin_client.get(path).status_code in (400, 404, 410)


def test_page_says_that_something_cannot_be_stored(rf: RequestFactory) -> None:
    pages = ProblemPages(lambda request: None)  # type: ignore[arg-type, return-value]
    page, call = rf.get("/w/acme/"), rf.get("/api/w/acme/")

    shown, told = (pages.process_exception(one, DataError("Amira\0")) for one in (page, call))

    assert shown is not None
    assert told is not None
    assert (shown.status_code, told.status_code) == (400, 400)
    assert "cannot be stored" in shown.content.decode()
    assert b"Amira" not in shown.content + told.content


def test_api_says_so_too() -> None:
    answer: Any = handle(DataError("Amira\0"), {})

    assert (answer.status_code, answer.data["code"]) == (400, "unstorable")
