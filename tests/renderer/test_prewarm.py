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
from renderer import delivery, links
from renderer.models import PrewarmRun, Variant
from renderer.modes import Mode
from renderer.prewarm import drawing, findings, ledger, progress, runs, work
from renderer.prewarm.runs import Wish
from renderer.render_links import issuing
from tests.renderer.prewarming import (  # noqa: F401  (fixtures are found by name)
    BY,
    CITIES,
    PEOPLE,
    audience,
    keys_in_index,
    make_run,
    run,
    started,
    storage_of_its_own,
    work_off,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_forecast_counts_distinct_pictures_and_draws_some_to_tell_the_time(run: PrewarmRun) -> None:
    assert (run.state, run.recipients, run.pictures, run.known) == ("ready", PEOPLE, CITIES, 0)
    assert run.seconds_each > 0
    assert run.bytes_each > 100
    assert keys_in_index() == []


def test_forecast_tells_how_many_recipients_show_a_fallback_and_who(run: PrewarmRun, audience: Audience) -> None:
    found = run.findings.get()
    assert (found.kind, found.field, found.recipients) == ("blank", "first_name", PEOPLE // 4)
    assert findings.words(found) == "“first_name” is blank: its fallback is shown"
    blank = [one.id for one in queries.everybody(audience) if not one.values["first_name"]]
    assert list(findings.recipients_in(found)) == blank


def test_every_recipient_finds_their_picture_stored(
    run: PrewarmRun, audience: Audience, browser: Client, monkeypatch: Any
) -> None:
    started(run)
    assert run.state == "done"
    assert progress.of(run).drawn == CITIES
    assert len(keys_in_index()) == CITIES
    assert all(default_storage.exists(key) for key in keys_in_index())
    monkeypatch.setattr(delivery, "drawn", lambda _: pytest.fail("a picture was drawn again"))
    link = run.outputs.get().link
    for one in queries.everybody(audience):
        answer = browser.get(links.token_path(issuing.public_id(link), one.token, format="png"))
        assert answer.status_code == 200
        assert answer["ETag"]


def test_second_run_draws_nothing(run: PrewarmRun, make_run: Callable[..., PrewarmRun]) -> None:
    started(run)
    again = make_run(run.outputs.get().link)
    assert (again.pictures, again.known) == (CITIES, CITIES)
    started(again)
    told = progress.of(again)
    assert (again.state, told.drawn, told.found, told.failed) == ("done", 0, CITIES, 0)


def test_picture_that_was_lost_from_storage_is_drawn_again(run: PrewarmRun, make_run: Any) -> None:
    started(run)
    default_storage.delete(keys_in_index()[0])
    again = started(make_run(run.outputs.get().link))
    assert (progress.of(again).drawn, progress.of(again).found) == (1, CITIES - 1)


def test_each_link_in_each_format_and_scale_is_made(make_run: Any, make_link: Any) -> None:
    run = started(
        make_run(make_link(Mode.TOKEN), make_link(Mode.TOKEN, size="tall"), formats=["png", "jpg"], scales=[1, 2])
    )
    assert run.pictures == progress.of(run).drawn == CITIES * 8
    assert sorted(set(Variant.objects.values_list("format", "width"))) == [
        ("jpg", 160), ("jpg", 320), ("jpg", 640), ("png", 160), ("png", 320), ("png", 640)
    ]  # fmt: skip


def test_open_link_opened_with_an_audiences_values_finds_them_drawn(
    make_run: Any, make_link: Any, browser: Client, monkeypatch: Any
) -> None:
    link = make_link(Mode.OPEN, rules={"max_length": 20})
    started(make_run(link))
    monkeypatch.setattr(delivery, "drawn", lambda _: pytest.fail("a picture was drawn again"))
    path = "/" + issuing.address(link, format="png").split("/", 3)[3]
    assert browser.get(f"{path}?first_name=Anna&city=City%207")["ETag"]


def test_chunk_of_a_killed_worker_is_done_by_another(run: PrewarmRun) -> None:
    now = timezone.now()
    runs.start(run=run, by=BY, now=now)
    assert ledger.lease(run.chunks.all(), now) is not None  # its worker is killed here
    assert work_off(run, now).state == "running"
    assert work.to_do(now) == []
    later = now + timedelta(minutes=3)
    assert work.to_do(later) == [run.pk]
    assert work_off(run, later).state == "done"
    assert (progress.of(run).drawn, progress.of(run).failed) == (CITIES, 0)
    assert len(keys_in_index()) == CITIES


def test_part_of_a_killed_worker_is_counted_by_another(audience: Audience, make_link: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("renderer.prewarm.counting.PART", 50)
    now = timezone.now()
    run = runs.create(audience=audience, wish=Wish([make_link(Mode.TOKEN)]), by=BY, now=now)
    assert work.work_on(run.pk, lambda: now)
    assert ledger.lease(run.parts.all(), now) is not None  # its worker is killed here
    assert work_off(run, now).state == "planning"
    later = now + timedelta(minutes=3)
    assert work.to_do(later) == [run.pk]
    assert (work_off(run, later).state, run.pictures, run.findings.get().recipients) == ("ready", CITIES, PEOPLE // 4)
    assert not run.parts.exists()


def test_worker_that_was_thought_dead_saves_nothing(run: PrewarmRun) -> None:
    now = timezone.now()
    runs.start(run=run, by=BY, now=now)
    slow = ledger.lease(run.chunks.all(), now)
    quick = ledger.lease(run.chunks.all(), now + timedelta(minutes=1))
    assert slow.pk == quick.pk
    assert ledger.renew(slow, now, drawn=7) is False
    assert ledger.release(slow, done_at=now) is False
    assert ledger.renew(quick, now, drawn=3) is True
    assert run.chunks.get(pk=quick.pk).drawn == 3


def test_doing_a_chunk_twice_leaves_one_picture_each(run: PrewarmRun) -> None:
    started(run)
    run.chunks.update(done_at=None)
    PrewarmRun.objects.update(state="running")
    work_off(run)
    assert len(keys_in_index()) == len(set(keys_in_index())) == CITIES


def test_chunk_that_kills_its_workers_is_given_up_and_the_run_ends(run: PrewarmRun) -> None:
    now = timezone.now()
    runs.start(run=run, by=BY, now=now)
    for _ in range(drawing.MOST_ATTEMPTS):
        now += timedelta(minutes=1)
        assert ledger.lease(run.chunks.all(), now) is not None
    work_off(run, now + timedelta(minutes=1))
    assert (run.state, progress.of(run).failed, progress.label(run)) == ("done", 5, "Done with problems")
    assert (run.findings.get(kind="given_up").recipients, progress.of(run).drawn) == (5, CITIES - 5)


def test_picture_that_cannot_be_drawn_is_reported_and_costs_no_other(run: PrewarmRun, monkeypatch: Any) -> None:
    draw = delivery.drawn_ahead
    monkeypatch.setattr(
        delivery, "drawn_ahead", lambda one: draw(one) if "City 7" not in str(one.resolved.layers) else 1 / 0
    )
    started(run)
    assert (run.state, progress.of(run).drawn, progress.of(run).failed) == ("done", CITIES - 1, 1)
    assert "could not be drawn" in findings.words(run.findings.get(kind="failed"))
