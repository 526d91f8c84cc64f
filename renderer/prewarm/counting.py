"""Counting a run: part by part resolve everybody, keep each distinct picture once, cut the pictures into chunks.

Parts are leased like chunks, so several workers count at once, and one that is killed costs no more than its part.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Sum

from audiences import queries
from renderer.models.prewarm import PrewarmChunk, PrewarmPart, PrewarmRun
from renderer.prewarm import findings, forecasting, in_bulk, ledger
from renderer.prewarm.naming import COMPANY, Namer, Told
from renderer.prewarm.targets import target_of

Clock = Callable[[], datetime]
State = PrewarmRun.State
PART = 2_500
CHUNK = 200
LEAST_CHUNK = 5
CHUNKS_OF_A_SMALL_RUN = 40
"""Small audiences are cut finer, so that all workers have something to do until the end."""
CHUNKS_AT_ONCE = 25
PARTS_AT_ONCE = 100
HOLD = timedelta(seconds=60)
"""How long counting may be silent: data sources may be slow to answer for every recipient."""
NOTES_AT_ONCE = 1_000


def step(run: PrewarmRun, clock: Clock) -> bool:
    """Do one piece of the counting; False when there is nothing to do that others are not at."""
    parts = PrewarmPart.objects.filter(run=run, run__state=State.PLANNING)
    if run.is_cut and (part := ledger.lease(parts.filter(done_at__isnull=True), clock(), HOLD)) is not None:
        _count(run, part, clock)
        return True
    if run.is_cut and parts.filter(done_at__isnull=True).exists():
        return False
    held = ledger.lease(PrewarmRun.objects.filter(pk=run.pk, state=State.PLANNING, is_cut=run.is_cut), clock(), HOLD)
    if held is None:
        return False
    (_finish if held.is_cut else _cut)(held, clock)
    return True


def parts_of(run: PrewarmRun) -> int:
    """Recipients that were counted so far."""
    return run.parts.aggregate(sum=Sum("recipients"))["sum"] or 0


def _cut(run: PrewarmRun, clock: Clock) -> None:
    """Part the audience; what an earlier count left is thrown away."""
    for rows in (run.parts, run.chunks, run.findings):
        rows.all().delete()
    pks = run.audience.recipients.filter(revoked_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    stretches, people, after, number = [], 0, 0, 0
    everybody = pks.iterator(chunk_size=PART)
    while some := list(islice(everybody, PART)):
        stretches.append(PrewarmPart(run=run, number=number, after=after, through=some[-1]))
        people, after, number = people + len(some), some[-1], number + 1
    PrewarmPart.objects.bulk_create(stretches, batch_size=PARTS_AT_ONCE)
    ledger.release(run, is_cut=True, recipients=people)


@dataclass
class _Tally:
    """What one part has so far: notes to be written, distinct pictures by target, whom each finding concerns."""

    workspace_id: int
    pictures: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    concerned: dict[findings.Kind, list[int]] = field(default_factory=lambda: defaultdict(list))
    notes: list[tuple[int, str]] = field(default_factory=list)
    recipients: int = 0

    def add(self, recipient_id: int, looks: Iterable[Told]) -> None:
        self.recipients += 1
        for told in looks:
            for target_id, name in told.names:
                self.pictures[target_id].setdefault(name, recipient_id)
                self.notes.append((recipient_id, name))
            for kind in told.kinds:
                self.concerned[kind].append(recipient_id)

    def write_notes(self) -> None:
        in_bulk.note(self.workspace_id, self.notes)
        self.notes.clear()


def _count(run: PrewarmRun, part: PrewarmPart, clock: Clock) -> None:
    tally, renewed = _Tally(run.workspace_id), clock()
    namer = Namer([target_of(output) for output in run.outputs.select_related("link")], renewed)
    everybody = _stretch(run, part)
    while people := list(islice(everybody, COMPANY)):
        for (recipient_id, _), looks in zip(people, namer.told(people), strict=True):
            tally.add(recipient_id, looks)
        if len(tally.notes) >= NOTES_AT_ONCE or clock() - renewed > HOLD / 4:
            tally.write_notes()
            renewed = clock()
            if not ledger.renew(part, renewed, HOLD):
                return
    tally.write_notes()
    ledger.release(
        part, done_at=clock(), recipients=tally.recipients,
        pictures={str(key): list(pairs.items()) for key, pairs in tally.pictures.items()},
        findings=[[*kind, ids] for kind, ids in tally.concerned.items()],
    )  # fmt: skip


def _stretch(run: PrewarmRun, part: PrewarmPart) -> Iterator[tuple[int, dict[str, str]]]:
    """The part's recipients, whose token lives, and no further: a database makes ready all that it is asked for."""
    rows = run.audience.recipients.filter(pk__gt=part.after, pk__lte=part.through, revoked_at__isnull=True)
    for recipient_id, sealed in rows.order_by("pk").values_list("pk", "values").iterator(chunk_size=queries.PIECE):
        yield recipient_id, queries.values_in(sealed)


def _finish(run: PrewarmRun, clock: Clock) -> None:
    """Everybody is counted: chunks of what is distinct in the whole audience, findings, forecast."""
    run.chunks.all().delete()
    run.findings.all().delete()
    counts: dict[str, Any] = {"pictures": 0, "known": 0}
    for chunks in _chunks(run):
        names = [name for chunk in chunks for name, _ in chunk.pictures]
        counts["pictures"] += len(names)
        counts["known"] += in_bulk.count_known(run.workspace_id, names)
        if not ledger.renew(run, clock(), HOLD):
            return
        PrewarmChunk.objects.bulk_create(chunks)
    findings.gather(run)
    if not ledger.renew(run, clock(), HOLD, **counts):
        return
    measured = forecasting.measure(run, clock)
    goes_on = run.starts_itself
    changes: dict[str, Any] = {"state": State.RUNNING if goes_on else State.READY, "counted_at": clock()}
    if goes_on:
        changes |= {"started_at": clock(), "resumed_at": clock(), "starts_itself": False}
    if ledger.release(run, **changes, **measured):
        run.parts.all().delete()


def _chunks(run: PrewarmRun) -> Iterator[list[PrewarmChunk]]:
    """Every distinct picture in one chunk, a list of chunks at a time."""
    number, size = 0, max(LEAST_CHUNK, min(CHUNK, run.recipients // CHUNKS_OF_A_SMALL_RUN))
    for output in run.outputs.all():
        fresh = _distinct(run, str(output.pk))
        while some := list(islice(fresh, size * CHUNKS_AT_ONCE)):
            cut = [some[at : at + size] for at in range(0, len(some), size)]
            yield [PrewarmChunk(run=run, output=output, number=number + n, pictures=p) for n, p in enumerate(cut)]
            number += len(cut)


def _distinct(run: PrewarmRun, output: str) -> Iterator[list[Any]]:
    """Names met so far wait in a file of SQLite's own making, without a name: a million of them take no memory."""
    with closing(sqlite3.connect("")) as seen:
        seen.execute("create table names (name blob primary key) without rowid")
        for pictures in run.parts.order_by("number").values_list("pictures", flat=True).iterator(chunk_size=4):
            for name, recipient_id in pictures.get(output, ()):
                if seen.execute("insert or ignore into names values (?)", (bytes.fromhex(name),)).rowcount:
                    yield [name, recipient_id]
