"""What workers do for a run: one piece of counting or one chunk at a time; and whom the clock sends to work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db.models import Exists, OuterRef

from renderer import releases
from renderer.materials.shelving import StorageAway
from renderer.models import Release
from renderer.models.prewarm import PrewarmChunk, PrewarmOutput, PrewarmPart, PrewarmRun
from renderer.prewarm import counting, drawing, findings, ledger, runs
from workspaces import access
from workspaces.roles import Capability

Clock = Callable[[], datetime]
State = PrewarmRun.State
AWAY = "Storage does not answer. It is tried again."
log = structlog.get_logger(__name__)


def work_on(run_id: int, clock: Clock) -> bool:
    """Do one piece of what the run needs now; False when there is none that others are not at."""
    rows = PrewarmRun.objects.select_related("audience", "workspace__organization", "created_by")
    run = rows.filter(pk=run_id).first()
    if run is None:  # erased with its audience
        return False
    if run.state == State.PLANNING:
        return _still_allowed(run, clock) and counting.step(run, clock)
    if run.state != State.RUNNING:
        return False
    undone = PrewarmChunk.objects.filter(run=run, run__state=State.RUNNING, done_at__isnull=True)
    chunk = ledger.lease(undone.select_related("output__link", "output__release"), clock(), drawing.hold(run))
    if chunk is None:
        _finish_if_done(run, clock())
        return False
    if not _still_allowed(run, clock) or not _still_current(run, chunk.output, clock()):
        ledger.release(chunk)
        return False
    return _draw(run, chunk, clock)


def to_do(now: datetime) -> list[int]:
    """Reconcile: the runs that lack workers, those whose time has come and those whose workers were lost among them."""
    runs.begin_due(now)
    parts = PrewarmPart.objects.filter(run=OuterRef("pk"), done_at__isnull=True)
    chunks = PrewarmChunk.objects.filter(run=OuterRef("pk"), done_at__isnull=True)
    planning = PrewarmRun.objects.filter(state=State.PLANNING).filter(ledger.free(now))
    counting = planning.exclude(Exists(parts)) | planning.filter(Exists(parts.filter(ledger.free(now))))
    running = PrewarmRun.objects.filter(state=State.RUNNING)
    drawing = running.exclude(Exists(chunks)) | running.filter(Exists(chunks.filter(ledger.free(now))))
    return [*counting.values_list("pk", flat=True), *drawing.values_list("pk", flat=True)]


def _draw(run: PrewarmRun, chunk: PrewarmChunk, clock: Clock) -> bool:
    try:
        drawing.draw(run, chunk, clock)
    except StorageAway as problem:
        log.warning("prewarm.storage_away", run=run.key, why=problem.public_message)
        PrewarmRun.objects.filter(pk=run.pk, state=State.RUNNING).update(reason=AWAY)
        ledger.release(chunk, attempts=0)  # no fault of its pictures
        return False
    if run.reason == AWAY:
        PrewarmRun.objects.filter(pk=run.pk, state=State.RUNNING, reason=AWAY).update(reason="")
    _finish_if_done(run, clock())
    return True


def _finish_if_done(run: PrewarmRun, now: datetime) -> None:
    if not PrewarmChunk.objects.filter(run=run, done_at__isnull=True).exists():
        findings.gather_drawn(run)
        runs.end_quietly(run, State.DONE, now, among=(State.RUNNING,))


def _still_allowed(run: PrewarmRun, clock: Clock) -> bool:
    """Whoever made it may have lost the right meanwhile; programs' keys are looked at when they ask."""
    if run.created_by is None or access.still_may(run.created_by, run.workspace, [Capability.PREWARM]):
        return True
    runs.end_quietly(run, State.FAILED, clock(), "Whoever started this run may not do so any more.")
    return False


def _still_current(run: PrewarmRun, output: PrewarmOutput, now: datetime) -> bool:
    """Whether the link still shows this release; the news may have been lost on its way."""
    shown = releases.current(run.workspace_id, output.release.template_key)
    if shown is None or shown.state == Release.State.WITHDRAWN:
        runs.end_quietly(run, State.FAILED, now, "The template was withdrawn.")
        return False
    if output.link.pinned_id or shown.id == output.release_id:
        return True
    runs.end_quietly(run, State.SUPERSEDED, now, runs.superseded_words(shown))
    return False
