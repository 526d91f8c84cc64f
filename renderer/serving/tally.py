"""What each workspace uses, counted in the process and added to the month's sums every few seconds."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from threading import Lock

from django.utils import timezone

from renderer.trails import quietly
from workspaces.models import Workspace
from workspaces.operations.usage import count_pictures

EVERY = 5.0


@dataclass(slots=True)
class Use:
    """Pictures of one workspace since the sums were last written."""

    served: int = 0
    drawn: int = 0
    bytes_served: int = 0


class Tally:
    """Adds up in memory; `write` brings the sums to the database. A killed process loses a few seconds of counting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._uses: defaultdict[int, Use] = defaultdict(Use)
        self._written_at = time.monotonic()

    def add(self, workspace_id: int, *, bytes_served: int, drawn: bool) -> None:
        with self._lock:
            use = self._uses[workspace_id]
            use.served += 1
            use.drawn += drawn
            use.bytes_served += bytes_served

    def is_due(self) -> bool:
        return time.monotonic() - self._written_at > EVERY

    def write(self) -> None:
        """Add what was counted to the month's sums of each workspace that is still there."""
        with self._lock:
            uses, self._uses = self._uses, defaultdict(Use)
            self._written_at = time.monotonic()
        today = timezone.now().date()
        for workspace_id in Workspace.objects.filter(pk__in=uses).values_list("pk", flat=True):
            use = uses[workspace_id]
            count_pictures(
                workspace_id=workspace_id, on=today, served=use.served, drawn=use.drawn, bytes_served=use.bytes_served
            )

    def forget(self) -> None:
        with self._lock:
            self._uses = defaultdict(Use)
            self._written_at = time.monotonic()

    def write_rest(self) -> None:
        """Before a web process ends."""
        if self._uses:
            quietly(self.write)


tally = Tally()
