"""Runs: make one, start it now or later, pause, resume, cancel, make it again; and how a run ends."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from audiences.models import Audience
from renderer import delivery, fallbacks, releases
from renderer.engine.problems import RenderProblem
from renderer.models import RenderLink
from renderer.models.prewarm import PrewarmOutput, PrewarmRun
from renderer.prewarm import announcing
from renderer.releases import Shown
from workspaces import audit
from workspaces.actors import SYSTEM, Actor

State = PrewarmRun.State
COUNT_HOLDS_FOR = timedelta(hours=1)
"""A run that starts later than this after it was counted is counted anew: people and remote pictures change."""
FURTHEST = timedelta(days=366)
MOST_OUTPUTS = 12
finished = Signal()
"""After the commit, when a run came to its end, whatever end: `run_id`."""


class PrewarmProblem(RenderProblem):
    """The run cannot be made, or not moved to that state."""

    code = "prewarm_problem"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drawn: every link in every format and scale. Empty formats and scales mean each link's own."""

    links: Sequence[RenderLink]
    formats: Sequence[str] = ()
    scales: Sequence[int] = ()
    speed: int = PrewarmRun.Speed.FULL


def create(*, audience: Audience, wish: Wish, by: Actor, now: datetime, start_at: datetime | None = None) -> PrewarmRun:
    """A run that is still to be counted; with `start_at` it starts by itself then.

    Raises NotPublished, PrewarmProblem.
    """
    outputs = list(dict.fromkeys(one for link in wish.links for one in _outputs(audience, link, wish, now)))
    if not 0 < len(outputs) <= MOST_OUTPUTS:
        raise PrewarmProblem(f"Choose 1 to {MOST_OUTPUTS} combinations of link, format and scale for one run.")
    if start_at is not None:
        _checked(start_at, now)
    with transaction.atomic():
        run: PrewarmRun = PrewarmRun.objects.create(
            workspace=audience.workspace, audience=audience, speed=wish.speed, start_at=start_at, created_at=now,
            created_by=by.user,
        )  # fmt: skip
        PrewarmOutput.objects.bulk_create(
            PrewarmOutput(run=run, link=link, release_id=release, format=format, scale=scale)
            for link, release, format, scale in outputs
        )
        audit.record("prewarm.planned", by=by, now=now, about=audience, workspace=audience.workspace, run=run.key)
    return run


def start(*, run: PrewarmRun, by: Actor, now: datetime) -> None:
    """Let workers draw; a run that was counted long ago is counted anew first, then goes on by itself."""
    if run.state == State.READY and (run.counted_at is None or now - run.counted_at > COUNT_HOLDS_FOR):
        _move(run, {State.READY}, State.PLANNING, by, now, **_uncounted(), starts_itself=True, start_at=None)
        return
    times = {"started_at": run.started_at or now, "resumed_at": now}
    _move(run, {State.READY, State.PAUSED}, State.RUNNING, by, now, start_at=None, **times)


def schedule(*, run: PrewarmRun, at: datetime, by: Actor, now: datetime) -> None:
    """Have it start by itself at that time. Raises PrewarmProblem."""
    _checked(at, now)
    _move(run, {State.READY, State.PLANNING}, State(run.state), by, now, start_at=at, starts_itself=False)


def unschedule(*, run: PrewarmRun, by: Actor, now: datetime) -> None:
    """Leave it ready, to be started by hand."""
    _move(run, {State.READY, State.PLANNING}, State(run.state), by, now, start_at=None)


def pause(*, run: PrewarmRun, by: Actor, now: datetime) -> None:
    """Workers stop after the picture they are at; nothing that is drawn is lost."""
    _move(run, {State.RUNNING}, State.PAUSED, by, now)


def cancel(*, run: PrewarmRun, by: Actor, now: datetime) -> None:
    """For good; pictures that are there stay."""
    end(run, State.CANCELLED, now, by=by, reason=f"Cancelled by {by.name}.", among=PrewarmRun.OPEN)


def again(*, run: PrewarmRun, by: Actor, now: datetime) -> PrewarmRun:
    """A new run of the same audience and outputs, for whatever is live now. Raises NotPublished, PrewarmProblem."""
    outputs = list(run.outputs.select_related("link__workspace"))
    wish = Wish(
        links=list({one.link_id: one.link for one in outputs}.values()),
        formats=list(dict.fromkeys(one.format for one in outputs)),
        scales=list(dict.fromkeys(one.scale for one in outputs)),
        speed=run.speed,
    )
    return create(audience=run.audience, wish=wish, by=by, now=now)


def end(
    run: PrewarmRun, state: State, now: datetime, *, by: Actor = SYSTEM, reason: str = "", among: Any = (State.RUNNING,)
) -> None:
    """Bring it to its end, once. Raises PrewarmProblem when it is in none of the states `among`."""
    _move(run, set(among), state, by, now, finished_at=now, reason=reason[:300], leased_until=None)


def begin_due(now: datetime) -> None:
    """Start the runs whose time has come, with the rights of whoever scheduled them asked when they draw."""
    for run in PrewarmRun.objects.filter(state=State.READY, start_at__lte=now).select_related(
        "workspace__organization"
    ):
        with suppress(PrewarmProblem):  # somebody was quicker
            start(run=run, by=SYSTEM, now=now)


def supersede(release_id: int, now: datetime) -> None:
    """A template has a new release: end the open runs that draw an older one for links that follow the live one."""
    shown = releases.numbered(release_id)
    if shown is None:
        return
    outdated = PrewarmOutput.objects.filter(
        run__state__in=PrewarmRun.OPEN, release__workspace_id=shown.workspace_id,
        release__template_key=shown.template_key, link__pinned__isnull=True,
    ).exclude(release_id=release_id)  # fmt: skip
    runs = PrewarmRun.objects.filter(pk__in=outdated.values("run_id")).select_related("workspace__organization")
    for run in runs:
        end_quietly(run, State.SUPERSEDED, now, superseded_words(shown))


def superseded_words(shown: Shown) -> str:
    """Why a run ended, for people."""
    return f"Version {shown.number} of “{shown.document.name}” went live. Start again to draw its pictures."


def end_quietly(run: PrewarmRun, state: State, now: datetime, reason: str = "", among: Any = PrewarmRun.OPEN) -> None:
    """The same for those who come to this conclusion at the same time as others."""
    try:
        end(run, state, now, reason=reason, among=among)
    except PrewarmProblem:
        run.refresh_from_db()


def _outputs(audience: Audience, link: RenderLink, wish: Wish, now: datetime) -> list[tuple[RenderLink, int, str, int]]:
    if link.workspace_id != audience.workspace_id:
        raise PrewarmProblem("Audience and link belong to different workspaces.")
    if link.status == RenderLink.Status.REVOKED or (link.expires_at and link.expires_at <= now):
        raise PrewarmProblem(f"“{link}” is over: everybody sees its fallback picture. Choose another link.")
    shown = (releases.numbered(link.pinned_id) if link.pinned_id else None) or releases.live(
        link.workspace, link.template_key
    )
    formats = wish.formats or [link.format or fallbacks.extension_of(shown.document.output.format)]
    scales: Sequence[int | None] = wish.scales or [None]
    specs = [delivery.output_for(shown, format, scale, link.size or None) for format in formats for scale in scales]
    return [(link, shown.id, spec.format, spec.scale) for spec in specs]


def _checked(at: datetime, now: datetime) -> None:
    if not now < at <= now + FURTHEST:
        raise PrewarmProblem("Choose a time in the future, within a year.")


def _uncounted() -> dict[str, Any]:
    return {"is_cut": False, "recipients": 0, "pictures": 0, "known": 0, "counted_at": None, "leased_until": None}


def _move(run: PrewarmRun, allowed: set[Any], to: State, by: Actor, now: datetime, **more: Any) -> None:
    with transaction.atomic():
        if not PrewarmRun.objects.filter(pk=run.pk, state__in=allowed).update(state=to, **more):
            raise PrewarmProblem("This run is not in a state in which that can be done. Look at it again.")
        audit.record(f"prewarm.{to}", by=by, now=now, about=run.audience, workspace=run.workspace, run=run.key)
        if "finished_at" in more:
            announcing.finished(run, str(to), now)
            transaction.on_commit(partial(finished.send, PrewarmRun, run_id=run.pk), robust=True)
    run.refresh_from_db(from_queryset=PrewarmRun.objects.select_related("audience", "workspace__organization"))
