"""How far a run is, for people and programs: counts, rate, seconds left, and the word for its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from renderer.models.prewarm import PrewarmRun
from renderer.prewarm import counting, forecasting

WINDOW = timedelta(seconds=60)
State = PrewarmRun.State
COLOURS = {
    State.PLANNING: "info",
    State.READY: "info",
    State.RUNNING: "info",
    State.PAUSED: "",
    State.DONE: "ok",
    State.CANCELLED: "",
    State.FAILED: "bad",
    State.SUPERSEDED: "warn",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """Pictures `drawn` by this run, `found` in storage, `failed`; `bytes` of those drawn and found.

    `rate` is in pictures a second over the last minute, None before there is one; `seconds_left` likewise.
    """

    counted: int
    total: int
    drawn: int
    found: int
    failed: int
    bytes: int
    rate: float | None
    seconds_left: float | None

    @property
    def done(self) -> int:
        return self.drawn + self.found + self.failed

    @property
    def percent(self) -> int:
        """Whole ones, 100 only when all is done."""
        return min(self.done * 100 // self.total, 100) if self.total else 0


def of(run: PrewarmRun, now: datetime | None = None) -> Progress:
    """Where it stands; with `now` also how fast it goes."""
    sums = run.chunks.aggregate(drawn=Sum("drawn"), found=Sum("found"), failed=Sum("failed"), bytes=Sum("bytes"))
    counts = {name: value or 0 for name, value in sums.items()}
    done = counts["drawn"] + counts["found"] + counts["failed"]
    rate = _rate(run, now) if now and run.state == State.RUNNING else None
    return Progress(
        counted=counting.parts_of(run) if run.state == State.PLANNING else run.recipients,
        total=run.pictures,
        rate=rate,
        seconds_left=_seconds_left(run, run.pictures - done, rate),
        **counts,
    )


def label(run: PrewarmRun) -> str:
    """The word for its state."""
    if run.state == State.READY and run.start_at:
        return "Scheduled"
    if run.state == State.DONE and _failed(run):
        return "Done with problems"
    if run.state == State.RUNNING:
        return _running(run)
    return str(State(run.state).label)


def colour(run: PrewarmRun) -> str:
    """The badge's: info, ok, warn, bad or none."""
    return "warn" if run.state == State.DONE and _failed(run) else COLOURS[State(run.state)]


def _failed(run: PrewarmRun) -> bool:
    return run.chunks.filter(failed__gt=0).exists()


def _running(run: PrewarmRun) -> str:
    undone = run.chunks.filter(done_at__isnull=True)
    if undone.exists() and not undone.filter(leased_until__isnull=True).exists():
        return "Finishing"
    touched = run.chunks.exclude(leased_until__isnull=True, done_at__isnull=True).exists()
    return "Running" if touched else "Queued"


def _rate(run: PrewarmRun, now: datetime) -> float | None:
    """Of the chunks that were ticked off since it was started or resumed, within the last minute."""
    since = max(run.resumed_at or now, now - WINDOW)
    sums = run.chunks.filter(done_at__gte=since).aggregate(drawn=Sum("drawn"), found=Sum("found"))
    pictures, seconds = (sums["drawn"] or 0) + (sums["found"] or 0), (now - since).total_seconds()
    return pictures / seconds if pictures and seconds > 0 else None


def _seconds_left(run: PrewarmRun, pictures: int, rate: float | None) -> float | None:
    if run.state in (State.RUNNING, State.PAUSED):
        return pictures / rate if rate else forecasting.seconds_left(run, pictures)
    return forecasting.seconds_left(run, run.pictures - run.known) if run.state == State.READY else None
