"""An audience's ready addresses over the API: each is that recipient's picture, however many there are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from tests.renderer.conftest import key_for
from workspaces import actors
from workspaces.models import AuditEntry, Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def runners(workspace: Workspace, greeting: Release) -> Audience:
    now = timezone.now()
    made = recipients.create_audience(name="Runners", by=actors.SYSTEM, workspace=workspace, now=now)
    values = [{"first_name": "Zoë & Søn", "city": "=1+1"}, {"first_name": "", "city": "Łódź"}]
    recipients.upsert(audience=made, entries=[Entry(f"r{n}", one) for n, one in enumerate(values)], now=now)
    return made


@pytest.fixture
def ask(workspace: Workspace, runners: Audience) -> Callable[..., Any]:
    def act(link: RenderLink, accept: str = "", scopes: str = "audiences", query: str = "") -> Any:
        path = f"/api/v1/workspaces/{workspace.key}/audiences/{runners.key}/addresses/{link.code}{query}"
        return Client().get(path, headers={"Authorization": f"Bearer {key_for(workspace, scopes)}", "Accept": accept})

    return act


def picture(browser: Client, address: str) -> Any:
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)


@pytest.mark.parametrize("mode", [Mode.TOKEN, Mode.SEALED])
def test_json_lines_hold_each_recipients_address(
    ask: Callable[..., Any], make_link: Callable[..., RenderLink], browser: Client, mode: Mode
) -> None:
    answer = ask(make_link(mode))
    assert (answer.status_code, answer["Content-Type"], answer.streaming) == (200, "application/x-ndjson", True)
    first, second = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    assert first["id"] == "r0"
    assert first["values"] == {"first_name": "Zoë & Søn", "city": "=1+1"}
    assert ("token" in first) == (mode is Mode.TOKEN)
    pictures = [picture(browser, one["address"]) for one in (first, second)]
    assert [one.status_code for one in pictures] == [200, 200]
    assert pictures[0].content != pictures[1].content


def test_csv_is_for_those_who_ask_and_runs_nothing_in_a_spreadsheet(
    ask: Callable[..., Any], make_link: Callable[..., RenderLink]
) -> None:
    answer = ask(make_link(Mode.TOKEN), "text/csv")
    head, first, _ = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert head == ["id", "okz_token", "okz_image", "first_name", "city"]
    assert first[4] == "'=1+1"


def test_addresses_come_in_the_scale_that_was_asked_for(
    ask: Callable[..., Any], make_link: Callable[..., RenderLink]
) -> None:
    link = make_link(Mode.TOKEN)
    assert b"@3x.png" in ask(link, query="?scale=3").getvalue()
    assert ask(link, query="?scale=9").status_code == 400


def test_open_links_have_no_address_for_each_recipient(
    ask: Callable[..., Any], make_link: Callable[..., RenderLink]
) -> None:
    refused = ask(make_link(Mode.OPEN))
    assert refused.status_code == 409
    assert "token and sealed" in refused.json()["title"]


def test_who_took_the_list_is_in_the_log_and_readers_may_not(
    ask: Callable[..., Any], make_link: Callable[..., RenderLink]
) -> None:
    link = make_link(Mode.TOKEN)
    assert ask(link, scopes="read").status_code == 403
    assert not AuditEntry.objects.filter(action="audience.exported").exists()
    ask(link)
    assert AuditEntry.objects.filter(action="audience.exported").count() == 1
