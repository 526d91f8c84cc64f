"""One chunk of a run: draw what storage lacks, a batch at a time, each batch kept and ticked off before the next."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from audiences import queries
from audiences.models import Recipient
from renderer import delivery
from renderer.materials import shelving
from renderer.materials.shelving import StorageAway
from renderer.models import RecipientPicture
from renderer.models.prewarm import PrewarmChunk, PrewarmRun
from renderer.prewarm import findings, ledger, shelf
from renderer.prewarm.shelf import Finished
from renderer.prewarm.targets import Named, Target, named, target_of, wanted
from renderer.trails import trail

Clock = Callable[[], datetime]
BATCH = 32
BATCH_SECONDS = 1.0
"""A batch is kept when it is full, or this old: so a pause is obeyed, and progress shows, within a second or two.

Of a chunk that a worker left without a picture, the first batch is of one, each next one twice as large: even workers
that are killed soon after they have begun then bring the run forward.
"""
LONGEST_REST = 3.0
MOST_ATTEMPTS = 8
"""Leases in a row without one new picture after which a chunk is given up: some picture kills its worker."""
log = structlog.get_logger(__name__)


@dataclass
class _Batch:
    """Pictures that are drawn and not yet ticked off, and the counts that they add."""

    most: int = 1
    pictures: list[Finished] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    problems: dict[str, list[int]] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    writes: list[Future[None]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.pictures) >= self.most or time.monotonic() - self.began > BATCH_SECONDS

    def complain(self, code: str, recipient_id: int) -> None:
        self.problems.setdefault(code, []).append(recipient_id)


def draw(run: PrewarmRun, chunk: PrewarmChunk, clock: Clock) -> None:
    """Draw the chunk and tick it off. Gives it back unfinished when the run is not running any more.

    Raises StorageAway; the chunk then waits until its lease is over.
    """
    _start_over(chunk)
    if chunk.attempts > MOST_ATTEMPTS:
        _give_up(run, chunk, clock())
        return
    kept = shelf.sizes_of_kept(run, [name for name, _ in chunk.pictures])
    chunk.found, chunk.bytes = len(kept), sum(kept.values())
    if all(_turn(run, chunk, batch, clock) for batch in _overlapping(_batches(run, chunk, kept, clock), run, clock)):
        ledger.release(chunk, done_at=clock(), attempts=0, **_counts(chunk))


def hold(run: PrewarmRun) -> timedelta:
    """How long a lease on one of its chunks must last: far longer than a picture takes."""
    return max(ledger.LEASE, timedelta(seconds=run.seconds_each * 10 * 100 / run.speed))


def _start_over(chunk: PrewarmChunk) -> None:
    chunk.drawn = chunk.found = chunk.failed = chunk.bytes = 0
    chunk.problems = {}


def _overlapping(batches: Iterator[_Batch], run: PrewarmRun, clock: Clock) -> Iterator[_Batch]:
    """Each batch once its files are stored, which goes on while the next is drawn."""
    before: _Batch | None = None
    for batch in batches:
        if batch.pictures:
            batch.writes = shelf.keep(run, batch.pictures, clock())
        if before is not None:
            yield before
        before = batch
    if before is not None:
        yield before


def _turn(run: PrewarmRun, chunk: PrewarmChunk, batch: _Batch, clock: Clock) -> bool:
    """Tick a stored batch off; False when this worker should stop."""
    shelf.stored(batch.writes)
    _forget_the_erased(run, batch)
    for name, number in batch.counts.items():
        setattr(chunk, name, getattr(chunk, name) + number)
    for code, ids in batch.problems.items():
        chunk.problems.setdefault(code, []).extend(ids)
    progress = {"attempts": 0} if batch.counts["drawn"] else {}
    if not ledger.renew(chunk, clock(), hold(run), **_counts(chunk), **progress):
        return False
    if PrewarmRun.objects.filter(pk=run.pk, state=PrewarmRun.State.RUNNING).exists():
        return True
    ledger.release(chunk, attempts=0)
    return False


def _counts(chunk: PrewarmChunk) -> dict[str, Any]:
    return {name: getattr(chunk, name) for name in ("drawn", "found", "failed", "bytes", "problems")}


def _batches(run: PrewarmRun, chunk: PrewarmChunk, kept: dict[str, int], clock: Clock) -> Iterator[_Batch]:
    target, batch = target_of(chunk.output), _Batch(BATCH if chunk.attempts <= 1 else 1)
    pairs = [(name, recipient_id) for name, recipient_id in chunk.pictures if name not in kept]
    values = dict(_values([recipient_id for _, recipient_id in pairs]))
    for name, recipient_id in pairs:
        if recipient_id in values:
            _draw_one(run, batch, target, name, recipient_id, values[recipient_id], clock())
        if batch.is_full:
            yield batch
            batch = _Batch(min(batch.most * 2, BATCH))
    if batch.counts:
        yield batch


def _draw_one(
    run: PrewarmRun, batch: _Batch, target: Target, name: str, recipient_id: int, values: dict[str, str], now: datetime
) -> None:
    began = time.monotonic()
    try:
        one = next(named([target], values, now, recipient_id))
        if one.name != name:  # their values changed since they were counted, or a remote picture's hour is over
            note = RecipientPicture(workspace_id=run.workspace_id, recipient_id=recipient_id, name=one.name)
            RecipientPicture.objects.bulk_create([note], ignore_conflicts=True)
        _add(batch, one, recipient_id)
    except StorageAway:
        raise
    except Exception as problem:
        log.warning("prewarm.failed", run=run.key, name=name[:12], why=type(problem).__name__, trail=trail(problem))
        batch.counts["failed"] += 1
        batch.complain("failed", recipient_id)
    _leave_room(run, time.monotonic() - began)


def _add(batch: _Batch, one: Named, recipient_id: int) -> None:
    began = time.monotonic()
    picture = delivery.drawn_ahead(wanted(one))
    assert picture.rendered is not None  # nobody else draws for us
    for code in findings.of_drawing(one, picture.rendered):
        batch.complain(code, recipient_id)
    if not picture.is_whole:
        if shelving.failed_since(began):
            raise StorageAway("A stored picture or font could not be read.")
        batch.counts["failed"] += 1
        batch.complain("incomplete", recipient_id)
        return
    batch.pictures.append(Finished(one.name, picture.rendered.encoded, recipient_id))
    batch.counts.update(drawn=1, bytes=len(picture.data))


def _leave_room(run: PrewarmRun, took: float) -> None:
    """At half speed a worker rests as long as it drew, so that opened mails find the processor free."""
    if run.speed < PrewarmRun.Speed.FULL:
        time.sleep(min(took * (100 / run.speed - 1), LONGEST_REST))


def _forget_the_erased(run: PrewarmRun, batch: _Batch) -> None:
    """Whoever was erased while their picture was on its way must not be found in storage afterwards."""
    theirs = {one.recipient_id for one in batch.pictures}
    gone = theirs - set(Recipient.objects.filter(pk__in=theirs).values_list("pk", flat=True))
    if gone:
        shelf.drop(run, {one.name: one.encoded.format for one in batch.pictures if one.recipient_id in gone})


def _values(ids: list[int]) -> Iterator[tuple[int, dict[str, str]]]:
    for pk, sealed in Recipient.objects.filter(pk__in=ids).values_list("pk", "values"):
        yield pk, queries.values_in(sealed)


def _give_up(run: PrewarmRun, chunk: PrewarmChunk, now: datetime) -> None:
    kept = shelf.sizes_of_kept(run, [name for name, _ in chunk.pictures])
    lost = [recipient_id for name, recipient_id in chunk.pictures if name not in kept]
    chunk.found, chunk.bytes, chunk.failed = len(kept), sum(kept.values()), len(lost)
    chunk.problems = {"given_up": lost} if lost else {}
    log.error("prewarm.given_up", run=run.key, chunk=chunk.number)
    ledger.release(chunk, done_at=now, **_counts(chunk))
