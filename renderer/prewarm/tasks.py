"""Background work of pre-warming: workers come to a run in shifts, and leave no trace when they are killed."""

from __future__ import annotations

import time
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from renderer.models.prewarm import PrewarmRun
from renderer.prewarm import mail, runs, stand_back, work
from renderer.trails import quietly

SHIFT = 12.0
"""Seconds that a worker stays with a run; the clock sends the next one every 10."""
TURN = 2.0
"""Seconds after which it lets other tasks pass."""


@shared_task  # type: ignore[untyped-decorator]
def prewarm(*, run_id: int, until: float, **_future: Any) -> None:
    """Work for a run until that moment (seconds since 1970). The ledger keeps a repeated task from doing harm."""
    stand_back.behind_the_web()
    turn = time.time() + TURN
    while work.work_on(run_id, timezone.now):
        if time.time() > turn:
            if time.time() < until:
                prewarm.delay(run_id=run_id, until=until)
            return


@shared_task  # type: ignore[untyped-decorator]
def reconcile_prewarm(**_future: Any) -> None:
    """Every few seconds: send workers to all runs that have work nobody is at, also that of killed ones."""
    for run_id in work.to_do(timezone.now()):
        send_workers(run_id)
    for run_id in mail.untold(timezone.now()):
        tell_of_prewarm.delay(run_id=run_id)


@shared_task  # type: ignore[untyped-decorator]
def tell_of_prewarm(*, run_id: int, **_future: Any) -> None:
    """Mail whoever made the run that it is over; once, however often the task runs."""
    mail.tell(run_id, timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def supersede_prewarm(*, release_id: int, **_future: Any) -> None:
    """End the runs that draw what this release replaced."""
    runs.supersede(release_id, timezone.now())


def set_to_work(run: PrewarmRun) -> None:
    """Send workers once the transaction is over, if the run needs any; while the broker is away, the clock does it."""
    if run.state in (PrewarmRun.State.PLANNING, PrewarmRun.State.RUNNING):
        transaction.on_commit(lambda: quietly(lambda: send_workers(run.pk)), robust=True)


def send_workers(run_id: int) -> None:
    """As many as work on one run together; those for whom there is nothing to do leave at once."""
    until = time.time() + SHIFT
    for _ in range(settings.PREWARM_WORKERS):
        prewarm.apply_async(kwargs={"run_id": run_id, "until": until}, expires=SHIFT, retry=False)
