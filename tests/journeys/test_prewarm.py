"""A marketer has an audience's pictures drawn before the send: forecast, report, rows and ZIP file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from renderer.models import PrewarmRun
from renderer.prewarm import work
from tests.journeys.prewarming import NAMELESS, PEOPLE, acme, alice, plan, spring
from workspaces.models import User, Workspace

__all__ = ["acme", "alice", "spring"]


def counted(run: PrewarmRun) -> None:
    while work.work_on(run.pk, timezone.now):
        pass


def test_run_is_forecast_drawn_and_reported(
    page: Page, acme: Workspace, alice: User, sign_in: Callable[[User], None], look: Callable[[Page, str], None],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    sign_in(alice)
    page.goto(f"/w/{acme.key}/prewarm/")
    look(page, "prewarm-empty")
    page.get_by_role("link", name="Plan the first run").click()
    expect(page.get_by_role("heading", name="There is no audience")).to_be_visible()
    request.getfixturevalue("spring")
    page.reload()
    look(page, "prewarm-new")
    run = plan(page, acme, "As fast as possible")
    counted(run)
    expect(page.get_by_text("Unique pictures")).to_be_visible()
    expect(page.get_by_role("rowheader", name="“first_name” is blank: its fallback is shown")).to_be_visible()
    expect(page.get_by_role("row", name="first_name").get_by_role("cell", name=str(NAMELESS))).to_be_visible()
    look(page, "prewarm-forecast")
    page.get_by_role("button", name="Start now").click()
    counted(run)
    page.reload()
    expect(page.get_by_text("Done", exact=True)).to_be_visible()
    expect(page.get_by_test_id("drawn")).to_have_text(str(PEOPLE))
    look(page, "prewarm-done")
    with page.expect_download() as rows:
        page.get_by_role("link", name="CSV").click()
    lines = rows.value.path().read_text("utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("File,Row,first_name,city", NAMELESS + 1)
    page.get_by_label("Named by").select_option("city")
    with page.expect_download() as pictures:
        page.get_by_role("button", name="Download").click()
    names = zipfile.ZipFile(io.BytesIO(pictures.value.path().read_bytes())).namelist()
    assert (len(names), names[0], "City 0 (2).png" in names) == (PEOPLE, "City 0.png", True)
    page.goto(f"/w/{acme.key}/prewarm/")
    look(page, "prewarm-runs")
