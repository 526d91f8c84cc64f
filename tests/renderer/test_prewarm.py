"""Pre-warming: every distinct picture once, whatever stops the workers in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from audiences import queries
from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer import delivery, links, prewarm, render_links
from renderer.models import PrewarmRun, RecipientPicture, Release, RenderLink, Variant
from renderer.modes import Mode
from renderer.prewarm import PrewarmProblem
from workspaces import actors
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)
BY = actors.SYSTEM
PEOPLE = 120
CITIES = 40


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: Any, tmp_path: Any) -> None:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def audience(workspace: Workspace, greeting: Release) -> Audience:
    """120 people, 40 different pictures, one in four without a first name."""
    now = timezone.now()
    made = recipients.create_audience(name="Spring", by=BY, workspace=workspace, now=now)
    entries = [
        Entry(str(n), {"first_name": "" if n % 4 == 0 else "Anna", "city": f"City {n % CITIES}"}) for n in range(PEOPLE)
    ]
    recipients.upsert(audience=made, entries=entries, now=now)
    return made


@pytest.fixture
def run(audience: Audience, make_link: Callable[..., RenderLink]) -> PrewarmRun:
    now = timezone.now()
    made = prewarm.create(audience=audience, link=make_link(Mode.TOKEN), by=BY, now=now)
    prewarm.plan(made, now)
    return made


def work_off(run: PrewarmRun, at: Any = None) -> None:
    while prewarm.work_on(run.pk, at or timezone.now()):
        pass
    run.refresh_from_db()


def keys_in_index() -> list[str]:
    return list(Variant.objects.values_list("storage_key", flat=True))


def test_forecast_counts_distinct_pictures_and_fallbacks(run: PrewarmRun) -> None:
    assert (run.state, run.recipients, run.pictures) == ("ready", PEOPLE, CITIES)
    assert run.fallbacks == {"first_name": PEOPLE // 4}
    assert run.seconds_each > 0
    assert run.bytes_each > 100


def test_every_recipient_finds_their_picture_stored(
    run: PrewarmRun, audience: Audience, browser: Client, monkeypatch: Any
) -> None:
    prewarm.start(run=run, by=BY, now=timezone.now())
    work_off(run)
    assert run.state == "done"
    assert prewarm.progress(run)["drawn"] == CITIES
    assert len(keys_in_index()) == CITIES
    assert all(default_storage.exists(key) for key in keys_in_index())
    monkeypatch.setattr(delivery, "drawn", lambda _: pytest.fail("a picture was drawn again"))
    for one in queries.everybody(audience):
        answer = browser.get(links.token_path(render_links.public_id(run.link), one.token, format="png"))
        assert answer.status_code == 200
        assert answer["ETag"]


def test_chunk_of_a_killed_worker_is_done_by_another(run: PrewarmRun) -> None:
    now = timezone.now()
    prewarm.start(run=run, by=BY, now=now)
    assert prewarm._lease(run.pk, now) is not None  # its worker is killed here
    work_off(run, now)
    assert run.state == "running"
    assert prewarm.to_do(now) == []
    later = now + timedelta(minutes=3)
    assert prewarm.to_do(later) == [run.pk]
    work_off(run, later)
    assert run.state == "done"
    assert prewarm.progress(run) == {**prewarm.progress(run), "drawn": CITIES, "failed": 0}
    assert len(keys_in_index()) == CITIES


def test_doing_a_chunk_twice_leaves_one_picture_each(run: PrewarmRun) -> None:
    prewarm.start(run=run, by=BY, now=timezone.now())
    work_off(run)
    run.chunks.update(done_at=None)
    PrewarmRun.objects.update(state="running")
    work_off(run)
    assert len(keys_in_index()) == len(set(keys_in_index())) == CITIES


def test_paused_run_hands_out_nothing_until_it_is_resumed(run: PrewarmRun) -> None:
    now = timezone.now()
    prewarm.start(run=run, by=BY, now=now)
    prewarm.pause(run=run, by=BY, now=now)
    assert prewarm.work_on(run.pk, now) is False
    prewarm.start(run=run, by=BY, now=now)
    assert prewarm.work_on(run.pk, now) is True


def test_cancelled_run_cannot_be_resumed(run: PrewarmRun) -> None:
    prewarm.cancel(run=run, by=BY, now=timezone.now())
    with pytest.raises(PrewarmProblem):
        prewarm.start(run=run, by=BY, now=timezone.now())


def test_planned_run_starts_when_its_time_has_come(run: PrewarmRun) -> None:
    at = timezone.now() + timedelta(hours=1)
    PrewarmRun.objects.update(start_at=at)
    assert prewarm.to_do(timezone.now()) == []
    assert prewarm.to_do(at) == [run.pk]


def test_open_link_cannot_be_prewarmed(audience: Audience, make_link: Callable[..., RenderLink]) -> None:
    with pytest.raises(PrewarmProblem):
        prewarm.create(audience=audience, link=make_link(Mode.OPEN), by=BY, now=timezone.now())


def test_erased_recipients_pictures_go_also_if_others_shared_them(run: PrewarmRun, audience: Audience) -> None:
    prewarm.start(run=run, by=BY, now=timezone.now())
    work_off(run)
    person = recipients.find(audience, "7")
    names = list(RecipientPicture.objects.filter(recipient_id=person.pk).values_list("name", flat=True))
    recipients.erase(audience=audience, external_ids=["7"], by=BY, now=timezone.now())
    assert len(names) == 1
    assert len(keys_in_index()) == CITIES - 1
