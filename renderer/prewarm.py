"""Pre-warming: the pictures of a whole audience, counted, then drawn in leased chunks and kept before the send.

The database is the ledger. A worker leases a chunk, draws what storage lacks, and ticks it off; whatever the broker
forgets or a killed worker leaves is leased again once its time is over, and pictures that are there are not redrawn.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median

import structlog
from django.db import transaction
from django.db.models import Q, Sum

from audiences import queries
from audiences.models import Audience, Recipient
from renderer import delivery, fallbacks, releases, shelving, variants
from renderer.delivery import Wanted
from renderer.engine.problems import RenderProblem
from renderer.models import PrewarmChunk, PrewarmRun, RecipientPicture, RenderLink, Variant
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.trails import trail
from workspaces import access, audit
from workspaces.actors import Actor
from workspaces.roles import Capability

CHUNK = 50
LEASE = timedelta(minutes=2)
TRIAL = 5
"""Pictures that are drawn to tell how long all will take."""
NOTED_AT_ONCE = 1_000
DEADLINE = 30.0
State = PrewarmRun.State
log = structlog.get_logger(__name__)


class PrewarmProblem(RenderProblem):
    """The run cannot be made, or not moved to that state."""

    code = "prewarm_problem"


def create(
    *,
    audience: Audience,
    link: RenderLink,
    by: Actor,
    now: datetime,
    format: str = "",
    scale: int | None = None,
    start_at: datetime | None = None,
) -> PrewarmRun:
    """A run that is still to be counted. Raises NotPublished, PrewarmProblem."""
    if link.mode != Mode.TOKEN or link.workspace_id != audience.workspace_id:
        raise PrewarmProblem("Choose a token link: only its addresses find an audience's values.")
    shown = _shown(link)
    output = delivery.output_for(shown, format or link.format or _own(shown), scale, link.size or None)
    with transaction.atomic():
        run: PrewarmRun = PrewarmRun.objects.create(
            workspace=audience.workspace, audience=audience, link=link, release_id=shown.id, format=output.format,
            scale=output.scale, start_at=start_at, created_at=now, created_by=by.user,
        )  # fmt: skip
        audit.record("prewarm.planned", by=by, now=now, about=audience, workspace=audience.workspace)
    return run


def plan(run: PrewarmRun, now: datetime) -> None:
    """Resolve everybody, keep each distinct picture once, cut them into chunks, draw a few to forecast the rest."""
    if run.state != State.PLANNING:
        return
    run.chunks.all().delete()
    seen: set[bytes] = set()
    fallen: Counter[str] = Counter()
    notes: list[RecipientPicture] = []
    fresh: list[tuple[str, int]] = []
    for wanted in _everybody(run, now):
        run.recipients += 1
        fallen.update({one.field for one in wanted.resolved.fallbacks})
        notes.append(_note(run, wanted))
        if len(notes) >= NOTED_AT_ONCE:
            RecipientPicture.objects.bulk_create(notes, ignore_conflicts=True)
            notes.clear()
        digest = bytes.fromhex(wanted.name)
        if digest not in seen:
            seen.add(digest)
            fresh.append((wanted.name, wanted.recipient_id or 0))
    RecipientPicture.objects.bulk_create(notes, ignore_conflicts=True)
    chunks = [
        PrewarmChunk(run=run, number=at // CHUNK, pictures=fresh[at : at + CHUNK]) for at in range(0, len(fresh), CHUNK)
    ]
    run.pictures, run.fallbacks, run.state = len(fresh), dict(fallen), State.READY
    _forecast(run, fresh, now)
    with transaction.atomic():
        PrewarmChunk.objects.bulk_create(chunks, batch_size=100)
        run.save()


def start(*, run: PrewarmRun, by: Actor, now: datetime) -> None:
    """Let workers lease its chunks."""
    _move(run, {State.READY, State.PAUSED}, State.RUNNING, by, now, started_at=run.started_at or now)


def pause(*, run: PrewarmRun, by: Actor, now: datetime) -> None:
    """Workers finish the chunk they are at, then stop."""
    _move(run, {State.RUNNING}, State.PAUSED, by, now)


def cancel(*, run: PrewarmRun, by: Actor, now: datetime) -> None:
    """For good; pictures that are there stay."""
    _move(run, {State.PLANNING, State.READY, State.RUNNING, State.PAUSED}, State.CANCELLED, by, now, finished_at=now)


def work_on(run_id: int, now: datetime) -> bool:
    """Lease one chunk of the run and draw it; False when there is none to lease or the run is not running."""
    chunk = _lease(run_id, now)
    if chunk is None:
        _finish_if_done(run_id, now)
        return False
    chunk.drawn = chunk.failed = chunk.bytes = 0
    values = dict(_values_of(chunk))
    for name, recipient_id in chunk.pictures:
        size = _draw(chunk.run, name, values.get(recipient_id), now)
        chunk.drawn, chunk.failed = chunk.drawn + (size is not None), chunk.failed + (size is None)
        chunk.bytes += size or 0
    chunk.done_at, chunk.leased_until = now, None
    chunk.save(update_fields=["drawn", "failed", "bytes", "done_at", "leased_until"])
    _finish_if_done(run_id, now)
    return True


def to_do(now: datetime) -> list[int]:
    """Reconcile: the runs that have chunks nobody holds, those whose time has come among them."""
    due = PrewarmRun.objects.filter(state=State.READY, start_at__lte=now)
    due.update(state=State.RUNNING, started_at=now)
    free = Q(chunks__leased_until__isnull=True) | Q(chunks__leased_until__lt=now)
    running = PrewarmRun.objects.filter(free, state=State.RUNNING, chunks__done_at__isnull=True)
    return list(running.values_list("pk", flat=True).distinct())


def progress(run: PrewarmRun) -> dict[str, int]:
    """`drawn`, `failed` and `bytes` so far."""
    sums = run.chunks.aggregate(drawn=Sum("drawn"), failed=Sum("failed"), bytes=Sum("bytes"))
    return {name: value or 0 for name, value in sums.items()}


def _lease(run_id: int, now: datetime) -> PrewarmChunk | None:
    """One conditional update decides between workers, on any database."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    open_chunks = PrewarmChunk.objects.filter(free, run_id=run_id, run__state=State.RUNNING, done_at__isnull=True)
    for pk in open_chunks.values_list("pk", flat=True)[:20]:
        if PrewarmChunk.objects.filter(free, pk=pk, done_at__isnull=True).update(leased_until=now + LEASE):
            chunk = PrewarmChunk.objects.select_related("run__workspace", "run__created_by", "run__link").get(pk=pk)
            return chunk if _still_allowed(chunk.run, now) else None
    return None


def _still_allowed(run: PrewarmRun, now: datetime) -> bool:
    """Whoever started it may have lost the right meanwhile; programs' keys are looked at when they ask."""
    if run.created_by is None or access.still_may(run.created_by, run.workspace, [Capability.PREWARM]):
        return True
    words = "Whoever started this run may not do so any more."
    PrewarmRun.objects.filter(pk=run.pk).update(state=State.FAILED, reason=words, finished_at=now)
    return False


def _draw(run: PrewarmRun, name: str, values: dict[str, str] | None, now: datetime) -> int | None:
    """Bytes of the picture, drawn unless it is there and entered into the index either way; None if it failed."""
    if values is None:  # erased meanwhile
        return 0
    try:
        one = _wanted(run, values, now)
        data = shelving.read(variants.storage_key(one.shown.workspace, one.name, one.output.format))
        if data is None or not Variant.objects.filter(workspace_id=run.workspace_id, name=one.name).exists():
            picture = delivery.prewarmed(one, now)
            return len(picture)
        return len(data)
    except Exception as problem:
        log.warning("prewarm.failed", run=run.key, name=name[:12], why=type(problem).__name__, trail=trail(problem))
        return None


def _wanted(run: PrewarmRun, values: dict[str, str], now: datetime, recipient_id: int | None = None) -> Wanted:
    shown = releases.numbered(run.release_id)
    assert shown is not None
    output = delivery.output_for(shown, run.format, run.scale, run.link.size or None)
    return delivery.wanted(shown, values, output, now, time.monotonic() + DEADLINE, recipient_id)


def _everybody(run: PrewarmRun, now: datetime) -> Iterator[Wanted]:
    for one in queries.everybody(run.audience):
        yield _wanted(run, one.values, now, one.id)


def _values_of(chunk: PrewarmChunk) -> Iterator[tuple[int, dict[str, str]]]:
    rows = Recipient.objects.filter(pk__in=[recipient_id for _, recipient_id in chunk.pictures])
    for pk, sealed in rows.values_list("pk", "values"):
        yield pk, queries.values_in(sealed)


def _forecast(run: PrewarmRun, fresh: list[tuple[str, int]], now: datetime) -> None:
    """Draw a few from the whole range; the first is left out of the time, for it opens fonts and makes the plate."""
    some = fresh[:: max(len(fresh) // TRIAL, 1)][: TRIAL + 1]
    trial = PrewarmChunk(run=run, pictures=some)
    took, sizes = [], []
    for _, values in _values_of(trial):
        began = time.perf_counter()
        sizes.append(len(delivery.prewarmed(_wanted(run, values, now), now)))
        took.append(time.perf_counter() - began)
    run.seconds_each = median(took[1:] or took) if took else 0.0
    run.bytes_each = int(median(sizes)) if sizes else 0


def _note(run: PrewarmRun, wanted: Wanted) -> RecipientPicture:
    assert wanted.recipient_id is not None  # a run draws for recipients
    return RecipientPicture(workspace_id=run.workspace_id, recipient_id=wanted.recipient_id, name=wanted.name)


def _finish_if_done(run_id: int, now: datetime) -> None:
    if not PrewarmChunk.objects.filter(run_id=run_id, done_at__isnull=True).exists():
        PrewarmRun.objects.filter(pk=run_id, state=State.RUNNING).update(state=State.DONE, finished_at=now)


def _move(run: PrewarmRun, allowed: set[State], to: State, by: Actor, now: datetime, **more: object) -> None:
    with transaction.atomic():
        if not PrewarmRun.objects.filter(pk=run.pk, state__in=allowed).update(state=to, **more):
            raise PrewarmProblem("This run is not in a state in which that can be done. Look at it again.")
        audit.record(f"prewarm.{to}", by=by, now=now, about=run.audience, workspace=run.workspace)
    run.refresh_from_db()


def _shown(link: RenderLink) -> Shown:
    found = releases.numbered(link.pinned_id) if link.pinned_id else None
    return found or releases.live(link.workspace, link.template_key)


def _own(shown: Shown) -> str:
    return fallbacks.extension_of(shown.document.output.format)
