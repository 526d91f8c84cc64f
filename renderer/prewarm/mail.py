"""The mail at a run's end, to whoever made it: once, and tried again while the mail server is away."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from renderer.models.prewarm import PrewarmRun
from renderer.prewarm import findings, progress
from workspaces import access
from workspaces.roles import Capability

MOST_FINDINGS = 5
TRIED_FOR = timedelta(hours=1)
State = PrewarmRun.State
TOLD = (State.DONE, State.FAILED, State.SUPERSEDED)
"""Who cancels a run knows that it is over."""
log = structlog.get_logger(__name__)


def untold(now: datetime) -> list[int]:
    """Runs that ended lately and whose maker was not told."""
    rows = PrewarmRun.objects.filter(state__in=TOLD, told_at__isnull=True, finished_at__gt=now - TRIED_FOR)
    return list(rows.values_list("pk", flat=True))


def tell(run_id: int, now: datetime) -> None:
    """Send the mail unless it was sent; a mail server that is away is asked again later."""
    if not PrewarmRun.objects.filter(pk=run_id, told_at__isnull=True, state__in=TOLD).update(told_at=now):
        return
    run = PrewarmRun.objects.select_related("audience", "workspace__organization", "created_by").get(pk=run_id)
    person = run.created_by
    if person is None or not access.still_may(person, run.workspace, [Capability.VIEW]):
        return
    try:
        send_mail(_subject(run), _body(run), None, [person.email])
    except OSError as problem:
        log.warning("prewarm.mail_failed", run=run.key, why=type(problem).__name__)
        PrewarmRun.objects.filter(pk=run_id).update(told_at=None)


def _subject(run: PrewarmRun) -> str:
    return " ".join(f"Pre-warming “{run.audience}”: {progress.label(run).lower()}".split())[:200]


def _findings(run: PrewarmRun) -> list[dict[str, object]]:
    rows = run.findings.defer("ids")[:MOST_FINDINGS]
    return [{"recipients": one.recipients, "sentence": findings.words(one)} for one in rows]


def _body(run: PrewarmRun) -> str:
    url = settings.PUBLIC_URL + reverse("renderer:prewarm_run", args=[run.workspace.key, run.key])
    context = {"run": run, "progress": progress.of(run), "url": url, "findings": _findings(run)}
    return render_to_string("renderer/mail/prewarm.txt", context)
