"""A marketer has an audience's pictures drawn before the send: forecast, report, rows and ZIP file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer import releases
from renderer.models import PrewarmRun
from renderer.modes import Mode
from renderer.prewarm import work
from renderer.render_links import issuing
from renderer.valkey import ask
from tests.renderer.conftest import GREETING
from workspaces import actors
from workspaces.models import User, Workspace
from workspaces.operations import organizations

PEOPLE, NAMELESS, CITIES = 600, 120, 240


@pytest.fixture
def alice(transactional_db: None) -> User:
    # What runs before left in the broker tells of rows that are gone.
    ask(lambda client: client.flushdb())
    return User.objects.create_user("alice@example.com", name="Alice Archer")


@pytest.fixture
def acme(alice: User) -> Workspace:
    by: dict[str, Any] = {"by": actors.person(alice), "now": timezone.now()}
    agency = organizations.create_organization(name="Bright Agency", owner=alice, **by)
    return organizations.create_workspace(organization=agency, name="Acme Running", **by)


@pytest.fixture
def spring(acme: Workspace, alice: User) -> Audience:
    """600 people, each with a picture of their own, 120 without a first name; and a token link to the greeting."""
    where: dict[str, Any] = {"workspace": acme, "now": timezone.now()}
    by = actors.person(alice)
    releases.release(template_key="greeting", document=GREETING, by=alice, **where)
    issuing.create(template_key="greeting", name="Spring newsletter", mode=Mode.TOKEN, by=by, **where)
    audience = recipients.create_audience(name="Spring runners", by=by, **where)
    people = [
        Entry(str(n), {"first_name": f"Anna {n}" if n < PEOPLE - NAMELESS else "", "city": f"City {n % CITIES}"}, n + 2)
        for n in range(PEOPLE)
    ]
    recipients.upsert(audience=audience, entries=people, now=timezone.now())
    return audience


def counted(run: PrewarmRun) -> None:
    while work.work_on(run.pk, timezone.now):
        pass


def plan(page: Page, acme: Workspace, speed: str = "Quarter speed") -> PrewarmRun:
    """Fill in the form; what it makes is counted here and now."""
    page.goto(f"/w/{acme.key}/prewarm/new/")
    page.get_by_label("Spring newsletter").check()
    page.get_by_label("3x", exact=True).check()
    page.get_by_label(speed).check()
    page.get_by_role("button", name="Count the pictures").click()
    run = PrewarmRun.objects.first()
    assert run is not None
    counted(run)
    return run


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
