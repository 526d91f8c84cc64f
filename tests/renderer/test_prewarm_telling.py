"""Webhooks are told of a run's end, once, by counts and keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer.models import Release, RenderLink
from renderer.models.prewarm import PrewarmRun
from renderer.modes import Mode
from renderer.prewarm import runs, work
from renderer.prewarm.runs import Wish
from workspaces.actors import SYSTEM
from workspaces.models import WebhookDelivery, Workspace
from workspaces.webhooks import operations

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def webhook(workspace: Workspace, settings: Any, tmp_path: Any) -> None:
    backend = {"BACKEND": "okzest.storage.WholeFiles", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    operations.create(
        workspace=workspace,
        name="Calendar",
        url="https://hooks.example.com/",
        chosen=["prewarm.finished"],
        by=SYSTEM,
        now=timezone.now(),
    )


@pytest.fixture
def audience(workspace: Workspace, greeting: Release) -> Audience:
    made = recipients.create_audience(name="Canary list", by=SYSTEM, workspace=workspace, now=timezone.now())
    entries = [Entry(f"canary-{n}", {"first_name": "" if n == 0 else f"Canary{n % 3}", "city": "X"}) for n in range(7)]
    recipients.upsert(audience=made, entries=entries, now=timezone.now())
    return made


@pytest.fixture
def run(audience: Audience, make_link: Callable[..., RenderLink]) -> PrewarmRun:
    made = runs.create(audience=audience, wish=Wish([make_link(Mode.TOKEN)]), by=SYSTEM, now=timezone.now())
    return worked(made)


def worked(run: PrewarmRun) -> PrewarmRun:
    while work.work_on(run.pk, timezone.now):
        pass
    run.refresh_from_db()
    return run


def told() -> list[dict[str, Any]]:
    return [one.body["data"] for one in WebhookDelivery.objects.order_by("id")]


def test_finished_run_is_told_once_with_counts(run: PrewarmRun, audience: Audience) -> None:
    assert told() == []
    runs.start(run=run, by=SYSTEM, now=timezone.now())
    worked(run)
    worked(run)
    [facts] = told()
    assert (facts["state"], facts["run"], facts["audience"]) == ("done", run.key, audience.key)
    assert (facts["recipients"], facts["pictures"], facts["drawn"] + facts["found"], facts["failed"]) == (7, 4, 4, 0)
    assert facts["fallbacks"] == {"first_name": 1}
    assert facts["links"] == [run.outputs.get().link.code]


def test_nothing_of_a_person_is_told(run: PrewarmRun) -> None:
    runs.start(run=run, by=SYSTEM, now=timezone.now())
    worked(run)
    assert "canary" not in str(told()).lower()


def test_cancelled_run_is_told_as_such(run: PrewarmRun) -> None:
    runs.cancel(run=run, by=SYSTEM, now=timezone.now())
    assert [one["state"] for one in told()] == ["cancelled"]
