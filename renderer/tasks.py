"""Background work of the renderer, told facts by id."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from renderer import fallbacks, releases


@shared_task  # type: ignore[untyped-decorator]
def draw_fallback_pictures(*, release_id: int, **_future: Any) -> None:
    """Have a release's fallback pictures stored before somebody needs one. Running twice changes nothing."""
    shown = releases.numbered(release_id)
    if shown is not None:
        fallbacks.prepare(shown, timezone.now())
