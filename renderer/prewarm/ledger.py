"""Leases on rows: one conditional update decides between workers, on any database, whatever the broker forgets.

A lease is the moment at which it ends, and that moment is also its token: whoever cannot find their own moment in the
row any more has lost it, to a worker that thought them dead, and stops.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet

LEASE = timedelta(seconds=8)
"""A killed worker's chunk waits for as long."""
AT_A_GLANCE = 20

Row = TypeVar("Row", bound=Model)


def free(now: datetime) -> Q:
    """Rows that nobody holds."""
    return Q(leased_until__isnull=True) | Q(leased_until__lt=now)


def lease(rows: QuerySet[Row], now: datetime, hold: timedelta = LEASE) -> Row | None:
    """One of these rows, held for so long; None when all are held."""
    model: Any = rows.model
    counted = {"attempts": F("attempts") + 1} if hasattr(model, "attempts") else {}
    for pk in rows.filter(free(now)).values_list("pk", flat=True)[:AT_A_GLANCE]:
        if model.objects.filter(free(now), pk=pk).update(leased_until=now + hold, **counted):
            held: Row | None = rows.filter(pk=pk, leased_until=now + hold).first()
            if held is not None:
                return held
    return None


def renew(row: Any, now: datetime, hold: timedelta = LEASE, **changes: Any) -> bool:
    """Hold it longer and save these fields; False when somebody else has it by now, and then nothing is saved."""
    return _change(row, leased_until=now + hold, **changes)


def release(row: Any, **changes: Any) -> bool:
    """Give it back, or with `done_at` tick it off; False when somebody else has it by now."""
    return _change(row, leased_until=None, **changes)


def _change(row: Any, **changes: Any) -> bool:
    if not type(row).objects.filter(pk=row.pk, leased_until=row.leased_until).update(**changes):
        return False
    for name, value in changes.items():
        setattr(row, name, value)
    return True
