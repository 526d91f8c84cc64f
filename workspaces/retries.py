"""When a message that another server did not take is sent again: after growing pauses, over more than a day; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600))
"""Between one attempt and the next; after the last of them it is given up."""
MOST_ATTEMPTS = len(PAUSES) + 1
SPREAD = 0.2
"""So much longer a pause may be, so that what failed together does not come back together."""


def next_attempt(attempts: int, at: datetime, chance: float) -> datetime | None:
    """When to try again after so many attempts, or None; `chance` lies between 0 and 1."""
    if attempts > len(PAUSES):
        return None
    return at + PAUSES[attempts - 1] * (1 + SPREAD * chance)
