"""A marketer watches a pre-warm run: it grows, pauses, resumes, and outlives a restart of the whole server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db.models import F, Sum
from playwright.sync_api import Browser, BrowserContext, Page, expect

from renderer.models import PrewarmRun, Variant
from tests.journeys.browser import DESKTOP, Watch, violations
from tests.journeys.prewarming import PEOPLE, acme, alice, plan, spring
from tests.journeys.processes import Processes, processes
from workspaces.models import User, Workspace

__all__ = ["acme", "alice", "processes", "spring"]


@pytest.fixture
def watch(processes: Processes) -> Watch:
    return Watch(home=processes.address)


@pytest.fixture
def context(browser: Browser, processes: Processes) -> Iterator[BrowserContext]:
    """A browser at the installation's own processes, not at the test's."""
    profile = browser.new_context(base_url=processes.address, viewport=DESKTOP)  # type: ignore[arg-type]
    yield profile
    profile.close()


@pytest.fixture(autouse=True)
def alice_is_there(
    processes: Processes, sign_in: Callable[[User], None], alice: User, request: pytest.FixtureRequest
) -> None:
    """Alice is signed in, her audience is in place, and web and workers run."""
    request.getfixturevalue("spring")
    processes.start()
    sign_in(alice)


def begin(page: Page, acme: Workspace, processes: Processes, speed: str) -> PrewarmRun:
    """Plan a run, wait for its forecast, start it."""
    run = plan(page, acme, speed)
    start_when_counted(page, processes)
    return run


def start_when_counted(page: Page, processes: Processes) -> None:
    start = page.get_by_role("button", name="Start now")
    processes.until(page, start.is_visible)
    expect(page.locator(".stat", has_text="Unique pictures").locator(".stat-value")).to_have_text(str(PEOPLE))
    start.click()


def shown(page: Page, name: str) -> int:
    """The number that the page shows now, 0 before it shows any; it keeps up to date by itself."""
    number = page.get_by_test_id(name)
    return int(number.inner_text()) if number.count() else 0


def is_done(page: Page) -> bool:
    return page.get_by_text("Done", exact=True).is_visible()


def made(run: PrewarmRun) -> int:
    """Pictures that its workers drew or found."""
    return int(run.chunks.aggregate(sum=Sum(F("drawn") + F("found")))["sum"] or 0)


def nobody_is_at(run: PrewarmRun) -> bool:
    return not run.chunks.filter(leased_until__isnull=False, done_at__isnull=True).exists()


def test_progress_grows_pause_stops_it_resume_finishes_it_and_a_second_run_draws_nothing(
    page: Page, acme: Workspace, processes: Processes
) -> None:
    run = begin(page, acme, processes, "Quarter speed")
    processes.until(page, lambda: shown(page, "drawn") > 0)
    first = shown(page, "drawn")
    processes.until(page, lambda: shown(page, "drawn") > first)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    processes.until(page, lambda: nobody_is_at(run))
    page.reload()
    stopped = shown(page, "drawn")
    assert violations(page) == []
    page.reload()
    assert first < stopped == shown(page, "drawn") == made(run) < PEOPLE
    page.get_by_role("button", name="Resume").click()
    processes.until(page, lambda: is_done(page))
    assert shown(page, "drawn") + shown(page, "found") == made(run) == PEOPLE == Variant.objects.count()
    page.get_by_role("button", name="Start again").click()
    start_when_counted(page, processes)
    processes.until(page, lambda: is_done(page))
    assert (shown(page, "drawn"), shown(page, "found")) == (0, PEOPLE)


def test_run_goes_on_after_the_server_was_restarted_in_the_middle(
    page: Page, acme: Workspace, processes: Processes, watch: Watch
) -> None:
    watch.expect("ERR_CONNECTION_REFUSED")  # what the page asks for while there is no server
    run = begin(page, acme, processes, "Half speed")
    processes.until(page, lambda: shown(page, "drawn") > 0)
    processes.kill()
    before = made(run)
    assert 0 < before < PEOPLE
    processes.start()
    processes.until(page, lambda: is_done(page))
    assert shown(page, "drawn") + shown(page, "found") == PEOPLE == Variant.objects.count()
    assert run.chunks.filter(done_at__isnull=True).count() == 0
