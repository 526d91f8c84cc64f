"""How fresh the values of a picture are, for headers and for how long the picture may be kept; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import IntEnum

SOON = 30
"""Seconds after which a picture of old or missing values is to be asked for again."""


class State(IntEnum):
    """From good to bad; the worst of several sources counts."""

    FRESH = 0
    KEPT = 1
    MISSING = 2


@dataclass(frozen=True, slots=True)
class Freshness:
    """`fetched_at`: when the oldest value was asked for, or None. `life`: seconds for which all of them stay fresh."""

    state: State
    fetched_at: datetime | None
    life: int

    def headers(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """`X-Data-State` is fresh, kept (the last good answer stands in) or missing (fallbacks show)."""
        told = [("X-Data-State", self.state.name.lower())]
        if self.fetched_at is not None:
            age = max(int((now - self.fetched_at).total_seconds()), 0)
            told += [("X-Data-Fetched", format_datetime(self.fetched_at, usegmt=True)), ("X-Data-Age", str(age))]
        return tuple(told)


def worst(parts: Iterable[Freshness]) -> Freshness | None:
    """Of all sources of one picture; None where there are none."""
    known = list(parts)
    if not known:
        return None
    times = [one.fetched_at for one in known if one.fetched_at is not None]
    return Freshness(max(one.state for one in known), min(times, default=None), min(one.life for one in known))
