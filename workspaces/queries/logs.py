"""The audit log as people read it: one place's entries, filtered, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from workspaces.models import AuditEntry, Organization, Workspace


@dataclass(frozen=True)
class LogFilter:
    """What somebody looks for; empty parts ask for nothing."""

    words: str = ""
    kind: str = ""
    actor: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> LogFilter:
        """From an address's query; days that are none are ignored."""
        return cls(
            words=query.get("q", "").strip()[:100],
            kind=query.get("kind", "")[:40],
            actor=query.get("actor", "")[:32],
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
        )

    @property
    def is_empty(self) -> bool:
        return self == LogFilter()


def workspace_log(workspace: Workspace, wanted: LogFilter) -> QuerySet[AuditEntry]:
    return _narrowed(AuditEntry.objects.filter(workspace=workspace), wanted)


def organization_log(organization: Organization, wanted: LogFilter) -> QuerySet[AuditEntry]:
    """Everything of the organization, its workspaces included."""
    return _narrowed(AuditEntry.objects.filter(organization=organization).select_related("workspace"), wanted)


def kinds_in(entries: QuerySet[AuditEntry]) -> list[str]:
    """The things that the entries are about ("api_key", "template", …)."""
    actions = entries.order_by().values_list("action", flat=True).distinct()
    return sorted({action.partition(".")[0] for action in actions})


def _narrowed(entries: QuerySet[AuditEntry], wanted: LogFilter) -> QuerySet[AuditEntry]:
    if wanted.words:
        words = wanted.words
        entries = entries.filter(
            Q(object_name__icontains=words) | Q(actor_name__icontains=words) | Q(action__icontains=words)
        )
    if wanted.kind:
        entries = entries.filter(action__startswith=f"{wanted.kind}.")
    if wanted.actor:
        entries = entries.filter(actor_key=wanted.actor)
    if wanted.since:
        entries = entries.filter(at__gte=_start(wanted.since))
    if wanted.until:
        entries = entries.filter(at__lt=_start(wanted.until + timedelta(days=1)))
    return entries.order_by("-at", "-id")


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2200, 1, 1) else None
