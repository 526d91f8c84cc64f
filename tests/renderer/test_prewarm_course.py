"""The course of a pre-warm run: paused, scheduled, superseded, stopped by rights, storage or erasure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from okzest.storage import WholeFiles
from renderer import gather
from renderer.models import PrewarmRun, RecipientPicture, Release
from renderer.modes import Mode
from renderer.prewarm import progress, runs, shelf, work
from renderer.prewarm.runs import PrewarmProblem
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
from tests.renderer.test_gather import png
from workspaces import actors
from workspaces.models import AuditEntry, User, Workspace
from workspaces.operations import people
from workspaces.roles import EVERYTHING, Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


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
    issuing.change(link=link, changes={"status": "revoked"}, by=BY, now=timezone.now())
    with pytest.raises(PrewarmProblem, match="over"):
        make_run(link)


def test_storage_that_is_away_ends_nothing_and_loses_nothing(run: PrewarmRun, monkeypatch: Any) -> None:
    monkeypatch.setattr(shelf, "WAITS", ())
    runs.start(run=run, by=BY, now=timezone.now())
    with monkeypatch.context() as away:
        away.setattr(WholeFiles, "put", lambda *_: 1 / 0)
        assert work.work_on(run.pk, timezone.now) is False
    run.refresh_from_db()
    assert (run.state, run.reason) == ("running", work.AWAY)
    assert not run.chunks.filter(attempts__gt=0).exists()
    work_off(run)
    assert (run.state, run.reason, progress.of(run).failed, len(keys_in_index())) == ("done", "", 0, CITIES)


def test_logo_that_cannot_be_read_for_a_moment_fails_no_picture(
    document: dict[str, Any], publish: Any, make_run: Any, monkeypatch: Any
) -> None:
    logo = {"kind": "asset", "asset": "logo"}
    document["layers"].append({"id": "logo", "type": "image", "x": 0, "y": 0, "w": 20, "h": 20, "source": logo})
    publish(document)
    default_storage.save("assets/logo", ContentFile(png("green")))
    run = make_run()
    runs.start(run=run, by=BY, now=timezone.now())
    gather._images().clear()
    with monkeypatch.context() as away:
        away.setattr(WholeFiles, "open", lambda *_: 1 / 0)
        assert work.work_on(run.pk, timezone.now) is False
    assert PrewarmRun.objects.get().reason == work.AWAY
    work_off(run)
    assert (run.state, progress.of(run).failed, progress.of(run).drawn) == ("done", 0, CITIES)


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
