"""Tell webhooks of a run's end: how many, and which fields fell back; nothing of who."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Sum

from renderer.models.prewarm import PrewarmRun
from renderer.prewarm.sentences import FALLBACKS
from workspaces.webhooks.emitting import emit
from workspaces.webhooks.events import Event


def finished(run: PrewarmRun, state: str, now: datetime) -> None:
    """For the transaction in which the run ends."""
    sums = run.chunks.aggregate(drawn=Sum("drawn"), found=Sum("found"), failed=Sum("failed"))
    facts = {
        "run": run.key,
        "state": state,
        "audience": run.audience.key,
        "links": list(dict.fromkeys(run.outputs.values_list("link__code", flat=True))),
        "recipients": run.recipients,
        "pictures": run.pictures,
        "drawn": sums["drawn"] or 0,
        "found": sums["found"] or 0,
        "failed": sums["failed"] or 0,
        "fallbacks": _fallbacks(run),
    }
    emit(Event.PREWARM_FINISHED, workspace=run.workspace, data=facts, now=now)


def _fallbacks(run: PrewarmRun) -> dict[str, int]:
    """Recipients by field; several links may show the same field, the largest number counts."""
    count: Counter[str] = Counter()
    for field, recipients in run.findings.filter(kind__in=FALLBACKS).values_list("field", "recipients"):
        count[field] = max(count[field], recipients)
    return dict(count)
