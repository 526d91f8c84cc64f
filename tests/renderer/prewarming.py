"""An audience and its pre-warm runs, and one worker's work at a moment of the test's choosing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from audiences.models import Audience
from audiences.operations import recipients
from audiences.operations.recipients import Entry
from renderer.models import PrewarmRun, Release, RenderLink, Variant
from renderer.modes import Mode
from renderer.prewarm import runs, work
from renderer.prewarm.runs import Wish
from workspaces import actors
from workspaces.models import Workspace

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
