"""Notice, while a send runs, that a large share of a link's pictures shows a field's fallback, and tell webhooks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from renderer.models import RenderLink
from renderer.valkey import ask
from workspaces.preferences import preferences
from workspaces.webhooks.emitting import emit
from workspaces.webhooks.events import Event

if TYPE_CHECKING:
    import redis

LEAST = 50
"""Pictures of a link within the hour, below which a share says nothing."""
COUNTED = "okzest:fallbacks:{link}:{hour}"
KEPT_FOR = 7200
ALL = ""
"""Under this name pictures are counted, whatever they show; fields have names."""


class FallbackWatch:
    """Counts in the process; `write` adds to the hour's sums of all processes and judges them. Holds no values."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: defaultdict[int, Counter[str]] = defaultdict(Counter)

    def add(self, link_id: int, fields: Iterable[str]) -> None:
        """One more picture of the link, and the fields whose fallback it shows."""
        with self._lock:
            count = self._counts[link_id]
            count[ALL] += 1
            count.update(fields)

    def write(self, now: datetime) -> None:
        """Add to the sums, and tell of what is too much. While Valkey is away nothing is counted."""
        with self._lock:
            counts, self._counts = self._counts, defaultdict(Counter)
        for link_id, count in counts.items():
            sums = ask(lambda client, of=link_id, more=count: _add(client, of, more, now), {})  # type: ignore[misc]
            if sums.get(ALL, 0) >= LEAST and len(sums) > 1:
                _judge(link_id, sums, now)


def _add(client: redis.Redis, link_id: int, count: Counter[str], now: datetime) -> dict[str, int]:
    name = COUNTED.format(link=link_id, hour=f"{now:%Y%m%d%H}")
    pipe = client.pipeline(transaction=False)
    for field, more in count.items():
        pipe.hincrby(name, field, more)
    pipe.expire(name, KEPT_FOR)
    pipe.hgetall(name)
    return {field.decode(): int(value) for field, value in pipe.execute()[-1].items()}


def _judge(link_id: int, sums: dict[str, int], now: datetime) -> None:
    """Emit once a day for each field whose share passes what the workspace set; None means never."""
    link = RenderLink.objects.select_related("workspace__organization").filter(pk=link_id).first()
    percent = preferences(link.workspace).fallback_alert_percent if link else None
    if link is None or percent is None:
        return
    for field, fallen in sums.items():
        if field == ALL or fallen * 100 < percent * sums[ALL]:
            continue
        facts = {
            "link": link.code,
            "template": link.template_key,
            "field": field,
            "pictures": sums[ALL],
            "fallbacks": fallen,
            "share": round(fallen / sums[ALL], 3),
            "hour": f"{now:%Y-%m-%dT%H:00:00Z}",
        }
        once = f"fallbacks:{link.code}:{field}:{now:%Y-%m-%d}"
        emit(Event.FALLBACKS_ALERT, workspace=link.workspace, data=facts, now=now, once=once)


watch = FallbackWatch()
