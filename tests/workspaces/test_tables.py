"""Exports are safe to open: no spreadsheet takes what somebody typed for a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspaces import tables
from workspaces.models import MonthlyUse, Organization, StorageUse, User, Workspace
from workspaces.operations import organizations, usage
from workspaces.queries.places import client_of
from workspaces.queries.usage import USAGE_HEAD, usage_rows

TRIGGERS = ("=", "+", "-", "@", "\t", "\r")
PAYLOADS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    '=HYPERLINK("http://evil.example","Click")',
    "＝1+1",
    "\n=1",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_formula_becomes_text(payload: str) -> None:
    assert tables.cell(payload).startswith("'")


@pytest.mark.parametrize("harmless", ["Acme", "O'Neil", "a=b", "Größe", "", "5 + 5", "你好"])
def test_ordinary_text_is_left_alone(harmless: str) -> None:
    assert tables.cell(harmless) == harmless


def test_numbers_stay_numbers() -> None:
    assert [tables.cell(value) for value in (-5, 0, 12.5, None)] == ["-5", "0", "12.5", ""]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_sheet_reads_back_and_no_cell_starts_a_formula(rows: list[list[str]]) -> None:
    sheet = "".join(tables.lines(["a", "b"], rows)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(sheet, newline="")))
    assert len(read) == len(rows) + 1
    assert not any(value.lstrip(" ").startswith(TRIGGERS) for row in read for value in row)


@pytest.fixture
def hostile(alice: User, by_alice: dict[str, Any]) -> Organization:
    agency = organizations.create_organization(name="=1+1", owner=alice, **by_alice)
    client = organizations.create_workspace(organization=agency, name="@SUM(A1)", **by_alice)
    usage.count_pictures(
        workspace_id=client.pk, on=datetime(2026, 11, 5, tzinfo=UTC).date(), served=7, drawn=2, bytes_served=900
    )
    return agency


@pytest.mark.database
def test_usage_sheet_of_a_hostile_client_is_safe(hostile: Organization, alice: User, browser_of: Any) -> None:
    answer = browser_of(alice).get(f"/o/{hostile.key}/usage.csv")
    sheet = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(sheet)))
    assert tuple(head) == USAGE_HEAD
    assert (row[0], row[1], row[3], row[4]) == ("'=1+1", "'@SUM(A1)", "2026-11", "7")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.database
def test_use_adds_up_by_month(acme: Workspace) -> None:
    for day in (1, 15, 30):
        usage.count_pictures(workspace_id=acme.pk, on=datetime(2026, 11, day, tzinfo=UTC).date(), served=10)
    usage.count_pictures(workspace_id=acme.pk, on=datetime(2026, 12, 1, tzinfo=UTC).date(), served=1)
    assert [use.pictures_served for use in MonthlyUse.objects.order_by("month")] == [10 * 3, 1]
    assert len(list(usage_rows(acme.organization))) == 2


@pytest.mark.database
def test_storage_adds_up_over_kinds_and_never_shows_less_than_nothing(acme: Workspace) -> None:
    usage.count_storage(workspace_id=acme.pk, kind="assets", change=500)
    usage.set_storage(workspace_id=acme.pk, kind="pictures", total=300)
    usage.count_storage(workspace_id=acme.pk, kind="assets", change=-900)
    assert StorageUse.objects.get(kind="assets").bytes == -400
    assert client_of(acme, month=datetime(2026, 11, 1, tzinfo=UTC).date()).stored_bytes == 0


@pytest.mark.database
def test_used_up_quota_is_shown_and_takes_nothing_away(acme: Workspace, alice: User, browser_of: Any) -> None:
    acme.pictures_per_month = 5
    acme.save()
    today = datetime.now(UTC).date()
    usage.count_pictures(workspace_id=acme.pk, on=today, served=9)
    assert client_of(acme, month=today).picture_share == 180
    page = browser_of(alice).get(f"/w/{acme.key}/settings/quotas/").content.decode()
    assert "Recipients still get every picture" in page
