"""Pre-warming: every distinct picture once, whatever stops the workers in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from audiences import queries
from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from okzest.storage import WholeFiles
from renderer import delivery, links, render_links
from renderer.models import PrewarmRun, RecipientPicture, Release, RenderLink, Variant
from renderer.modes import Mode
from renderer.prewarm import drawing, findings, ledger, progress, runs, shelf, work
from renderer.prewarm.runs import PrewarmProblem, Wish
from workspaces import actors
from workspaces.models import AuditEntry, User, Workspace
from workspaces.operations import people
from workspaces.roles import EVERYTHING, Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
BY = actors.SYSTEM
PEOPLE = 120
CITIES = 40


@pytest.fixture(autouse=True)
def storage_of_its_own(settings: Any, tmp_path: Any) -> None:
    backend = {"BACKEND": "okzest.storage.WholeFiles", "OPTIONS": {"location": str(tmp_path)}}
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
def make_run(audience: Audience, make_link: Callable[..., RenderLink]) -> Callable[..., PrewarmRun]:
    """A counted run; of one token link unless other links are given."""

    def act(*links: RenderLink, by: actors.Actor = BY, start_at: datetime | None = None, **wish: Any) -> PrewarmRun:
        wished = Wish(links or [make_link(Mode.TOKEN)], **wish)
        made = runs.create(audience=audience, wish=wished, by=by, now=timezone.now(), start_at=start_at)
        return work_off(made)

    return act


@pytest.fixture
def run(make_run: Callable[..., PrewarmRun]) -> PrewarmRun:
    return make_run()


def work_off(run: PrewarmRun, at: datetime | None = None) -> PrewarmRun:
    """All that one worker can do for it, at this moment if one is given."""
    clock = (lambda: at) if at else timezone.now
    while work.work_on(run.pk, clock):
        pass
    run.refresh_from_db()
    return run


def started(run: PrewarmRun, at: datetime | None = None) -> PrewarmRun:
    """Started and, as far as can be, done."""
    runs.start(run=run, by=BY, now=at or timezone.now())
    return work_off(run, at)


def keys_in_index() -> list[str]:
    return list(Variant.objects.values_list("storage_key", flat=True))


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
        answer = browser.get(links.token_path(render_links.public_id(link), one.token, format="png"))
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
    path = "/" + render_links.address(link, format="png").split("/", 3)[3]
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


def test_paused_run_stops_within_a_chunk_and_is_resumed_where_it_was(run: PrewarmRun, monkeypatch: Any) -> None:
    runs.start(run=run, by=BY, now=timezone.now())
    keep = shelf.keep

    def keep_and_pause(*given: Any) -> Any:
        PrewarmRun.objects.filter(state="running").update(state="paused")
        return keep(*given)

    monkeypatch.setattr(shelf, "keep", keep_and_pause)
    work_off(run)
    assert run.state == "paused"
    assert 0 < progress.of(run).drawn < CITIES
    assert work.work_on(run.pk, timezone.now) is False
    monkeypatch.setattr(shelf, "keep", keep)
    started(run)
    told = progress.of(run)
    assert (run.state, told.drawn + told.found, len(keys_in_index())) == ("done", CITIES, CITIES)


def test_cancelled_run_cannot_be_resumed(run: PrewarmRun) -> None:
    runs.cancel(run=run, by=BY, now=timezone.now())
    with pytest.raises(PrewarmProblem):
        runs.start(run=run, by=BY, now=timezone.now())


def test_scheduled_run_starts_when_its_time_has_come(make_run: Any) -> None:
    at = timezone.now() + timedelta(minutes=30)
    run = make_run(start_at=at)
    assert (run.state, progress.label(run)) == ("ready", "Scheduled")
    assert work.to_do(timezone.now()) == []
    assert work.to_do(at) == [run.pk]
    assert work_off(run, at).state == "done"


def test_run_that_was_counted_long_ago_is_counted_anew_before_it_starts(run: PrewarmRun, audience: Audience) -> None:
    entry = Entry("late", {"first_name": "Zoë", "city": "Oslo"})
    recipients.upsert(audience=audience, entries=[entry], now=timezone.now())
    tomorrow = timezone.now() + timedelta(days=1)
    started(run, tomorrow)
    assert (run.state, run.pictures, progress.of(run).drawn) == ("done", CITIES + 1, CITIES + 1)


@pytest.mark.parametrize("at", [timedelta(0), timedelta(days=-1), timedelta(days=800)])
def test_run_is_scheduled_for_the_future_within_a_year(run: PrewarmRun, at: timedelta) -> None:
    now = timezone.now()
    with pytest.raises(PrewarmProblem, match="within a year"):
        runs.schedule(run=run, at=now + at, by=BY, now=now)


def test_new_release_supersedes_open_runs_of_links_that_follow_it(
    run: PrewarmRun, make_run: Any, make_link: Any, publish: Any, document: dict[str, Any], greeting: Release
) -> None:
    pinned = make_run(make_link(Mode.TOKEN, pinned_id=greeting.pk))
    runs.start(run=run, by=BY, now=timezone.now())
    document["layers"][0]["size"] = 20
    new = publish(document)
    runs.supersede(new.pk, timezone.now())
    run.refresh_from_db()
    pinned.refresh_from_db()
    assert (run.state, pinned.state) == ("superseded", "ready")
    assert "Version 2" in run.reason
    again = work_off(runs.again(run=run, by=BY, now=timezone.now()))
    assert again.outputs.get().release_id == new.pk


def test_worker_sees_a_new_release_by_itself_when_the_news_was_lost(
    run: PrewarmRun, publish: Any, document: Any
) -> None:
    runs.start(run=run, by=BY, now=timezone.now())
    PrewarmRun.objects.filter(pk=run.pk).update(state="paused")
    publish({**document, "name": "Another"})
    PrewarmRun.objects.filter(pk=run.pk).update(state="running")
    assert work_off(run).state == "superseded"
    assert keys_in_index() == []


def test_run_of_somebody_who_may_not_any_more_stops_and_the_log_says_so(
    make_run: Any, workspace: Workspace, audience: Audience
) -> None:
    bob = User.objects.create_user("bob@example.com", name="Bob")
    member = people.add_member(workspace=workspace, user=bob, role=Role.MARKETER, by=BY, now=timezone.now())
    run = make_run(by=actors.person(bob))
    runs.start(run=run, by=actors.person(bob), now=timezone.now())
    people.remove_member(membership=member, by=BY, held=EVERYTHING, now=timezone.now())
    work_off(run)
    assert (run.state, progress.of(run).drawn) == ("failed", 0)
    assert AuditEntry.objects.filter(action="prewarm.failed", workspace=workspace).count() == 1


def test_revoked_link_cannot_be_prewarmed(make_run: Any, make_link: Any) -> None:
    link = make_link(Mode.TOKEN)
    render_links.change(link=link, changes={"status": "revoked"}, by=BY, now=timezone.now())
    with pytest.raises(PrewarmProblem, match="over"):
        make_run(link)


def test_storage_that_is_away_ends_nothing_and_loses_nothing(run: PrewarmRun, monkeypatch: Any) -> None:
    monkeypatch.setattr(shelf, "WAITS", ())
    runs.start(run=run, by=BY, now=timezone.now())
    with monkeypatch.context() as away:
        away.setattr(WholeFiles, "save", lambda *_: 1 / 0)
        assert work.work_on(run.pk, timezone.now) is False
    run.refresh_from_db()
    assert (run.state, run.reason) == ("running", work.AWAY)
    assert not run.chunks.filter(attempts__gt=0).exists()
    work_off(run)
    assert (run.state, run.reason, progress.of(run).failed, len(keys_in_index())) == ("done", "", 0, CITIES)


def test_erased_recipients_pictures_go_also_if_others_shared_them(run: PrewarmRun, audience: Audience) -> None:
    started(run)
    person = recipients.find(audience, "7")
    names = list(RecipientPicture.objects.filter(recipient_id=person.pk).values_list("name", flat=True))
    recipients.erase(audience=audience, external_ids=["7"], by=BY, now=timezone.now())
    assert len(names) == 1
    assert len(keys_in_index()) == CITIES - 1


def test_picture_of_somebody_who_is_erased_while_it_is_drawn_is_not_kept(
    run: PrewarmRun, audience: Audience, monkeypatch: Any
) -> None:
    keep = shelf.keep

    def erase_and_keep(*given: Any) -> Any:
        recipients.erase(audience=audience, external_ids=["7"], by=BY, now=timezone.now())
        return keep(*given)

    monkeypatch.setattr(shelf, "keep", erase_and_keep)
    started(run)
    folder = f"variants/{run.workspace.key}"
    files = [f for part in default_storage.listdir(folder)[0] for f in default_storage.listdir(f"{folder}/{part}")[1]]
    assert len(files) == len(keys_in_index()) == CITIES - 1


def test_broker_gives_a_task_back_only_long_after_it_must_have_ended() -> None:
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > 2 * settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST


def test_run_whose_audience_was_erased_needs_no_work(run: PrewarmRun, audience: Audience) -> None:
    runs.start(run=run, by=BY, now=timezone.now())
    recipients.erase_audience(audience=audience, by=BY, now=timezone.now())
    assert work.work_on(run.pk, timezone.now) is False
    assert work.to_do(timezone.now()) == []
