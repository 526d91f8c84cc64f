"""Words of pre-warming's pages: how long something lasts."""

from __future__ import annotations

from django import template

from renderer.models.prewarm import PrewarmRun

register = template.Library()
MINUTE, HOUR = 60, 3600


@register.filter
def lasting(seconds: float | None) -> str:
    """ "45 s", "12 min", "3 h 5 min"; a dash when nobody knows."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 1:
        return "no time" if seconds == 0 else "1 s"
    if whole < 2 * MINUTE:
        return f"{whole} s"
    if whole < 2 * HOUR:
        return f"{round(whole / MINUTE)} min"
    return f"{whole // HOUR} h {whole % HOUR // MINUTE} min"


@register.filter
def took(run: PrewarmRun) -> float | None:
    """Seconds from start to end; None for a run that never started or has not ended."""
    if run.started_at is None or run.finished_at is None:
        return None
    return (run.finished_at - run.started_at).total_seconds()
