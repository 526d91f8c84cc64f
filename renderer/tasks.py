"""Background work of the renderer, told facts by id."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from renderer import fallbacks, prewarm, releases
from renderer.models import PrewarmRun


@shared_task  # type: ignore[untyped-decorator]
def draw_fallback_pictures(*, release_id: int, **_future: Any) -> None:
    """Have a release's fallback pictures stored before somebody needs one. Running twice changes nothing."""
    shown = releases.numbered(release_id)
    if shown is not None:
        fallbacks.prepare(shown, timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def plan_prewarm(*, run_id: int, **_future: Any) -> None:
    """Count the pictures of a run."""
    run = PrewarmRun.objects.select_related("audience", "link", "workspace").filter(pk=run_id).first()
    if run is not None:
        prewarm.plan(run, timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def prewarm_chunk(*, run_id: int, **_future: Any) -> None:
    """One chunk of a run; asks for the next while there is one. The ledger keeps a repeated task from doing harm."""
    if prewarm.work_on(run_id, timezone.now()):
        prewarm_chunk.delay(run_id=run_id)


@shared_task  # type: ignore[untyped-decorator]
def reconcile_prewarm(*, workers: int = 2, **_future: Any) -> None:
    """Every few seconds: set workers to whatever chunks nobody holds, also those of killed ones."""
    for run_id in prewarm.to_do(timezone.now()):
        for _ in range(workers):
            prewarm_chunk.delay(run_id=run_id)
