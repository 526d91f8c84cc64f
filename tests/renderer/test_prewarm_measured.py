"""What pre-warming costs, scaled down: memory that does not grow with the audience.

The long form, with 100,000 rows, workers and S3, is `python -m tests.endurance.measure`.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer.models import PrewarmPart, PrewarmRun, Release, RenderLink
from renderer.modes import Mode
from renderer.prewarm import counting, findings, runs, work
from workspaces import actors
from workspaces.models import Workspace

BY = actors.SYSTEM


@pytest.mark.django_db(transaction=True)
def test_four_times_as_many_people_are_told_apart_in_the_same_memory(
    workspace: Workspace, greeting: Release, make_link: Callable[..., RenderLink], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "PART", 100)
    monkeypatch.setattr(counting, "CHUNK", 5)
    few, many = (_peak_of_the_end(_counted(workspace, make_link, size)) for size in (500, 2_000))
    assert many < few * 1.25


def _counted(workspace: Workspace, make_link: Any, size: int) -> PrewarmRun:
    """A run whose parts are all counted: nobody is like another, and each second person lacks a first name."""
    audience = recipients.create_audience(name=f"{size}", by=BY, workspace=workspace, now=timezone.now())
    people = [Entry(str(n), {"first_name": ["Anna", ""][n % 2], "city": f"City {n}"}) for n in range(size)]
    for at in range(0, size, 500):
        recipients.upsert(audience=audience, entries=people[at : at + 500], now=timezone.now())
    run = runs.create(audience=audience, wish=runs.Wish([make_link(Mode.TOKEN)]), by=BY, now=timezone.now())
    while not run.is_cut or PrewarmPart.objects.filter(run=run, done_at__isnull=True).exists():
        assert work.work_on(run.pk, timezone.now)
        run.refresh_from_db()
    return run


def _peak_of_the_end(run: PrewarmRun) -> int:
    """Bytes that telling distinct pictures and gathering findings take at most."""
    tracemalloc.start()
    try:
        distinct = sum(len(chunk.pictures) for chunks in counting._chunks(run) for chunk in chunks)
        findings.gather(run)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert distinct == run.recipients
    return peak
