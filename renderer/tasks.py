"""Background work of the renderer, told facts by id; pre-warming has its own (`prewarm/tasks.py`)."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.core.files.storage import default_storage
from django.utils import timezone

from renderer import fallbacks, releases
from renderer.sources import held


@shared_task  # type: ignore[untyped-decorator]
def draw_fallback_pictures(*, release_id: int, **_future: Any) -> None:
    """Have a release's fallback pictures stored before somebody needs one. Running twice changes nothing."""
    shown = releases.numbered(release_id)
    if shown is not None:
        fallbacks.prepare(shown, timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def tidy_sources(**_future: Any) -> None:
    """Drop answers of data sources that are too old to stand in for anything."""
    held.sweep(timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def tidy_storage(**_future: Any) -> None:
    """Remove half-written files of processes that were killed; buckets never have any."""
    sweep = getattr(default_storage, "sweep", None)
    if sweep is not None:
        sweep(older_than=3600)
