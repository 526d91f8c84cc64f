"""What sources last answered: in this process's memory, and sealed in the database for the others and for bad days."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError

from renderer.materials.memory import ByteBounded
from renderer.models.sources import DataSource, SourceAnswer
from renderer.sources import paths, reading
from renderer.sources.known import Source, as_json
from renderer.sources.problems import Unreadable
from renderer.sources.reading import Sheet
from workspaces.encryption import CannotUnseal, seal, unseal

MEMORY = 32 * 1024 * 1024
PARSED_WEIGHT = 8
"""A parsed sheet takes about so many times the bytes of its file."""
MOST_ANSWERS = 200_000
"""Of one source; the oldest go."""
SWEPT_AT_ONCE = 5_000
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """One answer: the mapped values, or a whole sheet. `content` is how it is kept."""

    fetched_at: datetime
    content: bytes
    found: Mapping[str, str] | Sheet

    def values(self, source: Source, values: Mapping[str, str]) -> Mapping[str, str]:
        """What it says for a recipient with these values, by merge field."""
        if not isinstance(self.found, Sheet):
            return self.found
        row = self.found.row(values.get(source.lookup_field) or "") if source.lookup_field else self.found.first
        return {field: row[column] for field, column in source.mapping.items() if row.get(column)} if row else {}

    def age(self, now: datetime) -> float:
        return max((now - self.fetched_at).total_seconds(), 0.0)


_memory: ByteBounded[Held] = ByteBounded(MEMORY, lambda held: len(held.content) * PARSED_WEIGHT + 500)


def understood(source: Source, body: bytes, now: datetime) -> Held:
    """An answer as it came. Raises Unreadable."""
    if source.is_sheet:
        return Held(now, body, reading.read_sheet(body, source.lookup_column))
    tree = reading.read_json(body)
    picked = {field: value for field, path in source.mapping.items() if (value := paths.pick(tree, path)) is not None}
    return Held(now, as_json(picked), picked)


def nothing(source: Source, now: datetime) -> Held:
    """The server said that it knows nobody of that key: an answer, too."""
    return Held(now, b"{}", {})


def find(source: Source, digest: str) -> Held | None:
    """The newest that is known, whatever its age. A database that is away has none."""
    held = _memory.get((source.id, digest))
    return held if held is not None else _from_rows(source, digest)


def newer(source: Source, digest: str) -> Held | None:
    """The same when memory's is too old: another process may have asked since."""
    return _from_rows(source, digest)


def remember(source: Source, digest: str, held: Held) -> None:
    _memory.put((source.id, digest), held)


def write(source: Source, digest: str, held: Held, recipient_id: int | None) -> None:
    """Keep it for other processes and for the day on which the source is away."""
    SourceAnswer.objects.update_or_create(
        source_id=source.id,
        digest=digest,
        defaults={
            "content": seal(zlib.compress(held.content)),
            "fetched_at": held.fetched_at,
            "recipient_id": recipient_id,
        },
    )


def forget_everything() -> None:
    """As a fresh process does."""
    _memory.clear()


def forget_recipients(*, workspace_id: int, recipient_ids: Iterable[int]) -> None:
    """Answers that show one of them go from the database; processes let go of theirs within the answer's life."""
    rows = SourceAnswer.objects.filter(source__workspace_id=workspace_id, recipient_id__in=list(recipient_ids))
    rows.delete()
    _memory.clear()


def sweep(now: datetime) -> None:
    """Drop what is too old to stand in for anything, and of each source the oldest beyond the most that are kept."""
    for source_id, keep, life in DataSource.objects.values_list("pk", "keep", "life"):
        rows = SourceAnswer.objects.filter(source_id=source_id)
        rows.filter(fetched_at__lt=now - timedelta(seconds=max(keep, life))).delete()
        excess = rows.count() - MOST_ANSWERS
        if excess > 0:
            oldest = list(rows.order_by("fetched_at").values_list("pk", flat=True)[: min(excess, SWEPT_AT_ONCE)])
            rows.filter(pk__in=oldest).delete()


def _from_rows(source: Source, digest: str) -> Held | None:
    try:
        rows = SourceAnswer.objects.filter(source_id=source.id, digest=digest)
        found = rows.values_list("content", "fetched_at").first()
    except DatabaseError:
        return None
    held = _opened(source, bytes(found[0]), found[1]) if found else None
    if held is not None:
        remember(source, digest, held)
    return held


def _opened(source: Source, content: bytes, fetched_at: datetime) -> Held | None:
    try:
        plain = zlib.decompress(unseal(content))
        if source.is_sheet:
            return Held(fetched_at, plain, reading.read_sheet(plain, source.lookup_column))
        return Held(fetched_at, plain, json.loads(plain))
    except (CannotUnseal, Unreadable, zlib.error, ValueError) as problem:
        log.warning("source.answer_lost", source=source.key, why=type(problem).__name__)
        return None
