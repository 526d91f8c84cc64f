"""The audit log: of a workspace, of an organization; filtered, and as a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workspaces import access, tables
from workspaces.log_words import detail_words, did, kind_words
from workspaces.models import AuditEntry
from workspaces.queries.logs import LogFilter, kinds_in, organization_log, workspace_log
from workspaces.roles import Capability, OrganizationCapability
from workspaces.views.paging import page_of

HEAD = ("Number", "Time (UTC)", "Who", "Kind of who", "Action", "Object", "Object key", "Workspace", "Details", "Seal")


@require_safe
def log(request: HttpRequest, workspace: str) -> HttpResponse:
    """What happened in a workspace, newest first."""
    grant = access.enter(request, workspace, Capability.SEE_AUDIT)
    wanted = LogFilter.from_query(request.GET)
    rows = workspace_log(grant.workspace, wanted)
    kinds = kinds_in(workspace_log(grant.workspace, LogFilter()))
    return render(request, "workspaces/log.html", _context(request, rows, wanted, kinds))


@require_safe
def log_export(request: HttpRequest, workspace: str) -> HttpResponseBase:
    """The same as a sheet, with the seals."""
    grant = access.enter(request, workspace, Capability.SEE_AUDIT)
    rows = workspace_log(grant.workspace, LogFilter.from_query(request.GET))
    return tables.download(f"log-{grant.workspace.key}", HEAD, _sheet(rows))


@require_safe
def organization_log_page(request: HttpRequest, organization: str) -> HttpResponse:
    """What happened in an organization and all its workspaces."""
    grant = access.organization(request, organization, OrganizationCapability.SEE_AUDIT)
    wanted = LogFilter.from_query(request.GET)
    kinds = kinds_in(organization_log(grant.organization, LogFilter()))
    context = _context(request, organization_log(grant.organization, wanted), wanted, kinds)
    context |= {"organization": grant.organization, "organization_grant": grant}
    return render(request, "workspaces/organization_log.html", context)


@require_safe
def organization_log_export(request: HttpRequest, organization: str) -> HttpResponseBase:
    """The same as a sheet, with the seals."""
    grant = access.organization(request, organization, OrganizationCapability.SEE_AUDIT)
    rows = organization_log(grant.organization, LogFilter.from_query(request.GET))
    return tables.download(f"log-{grant.organization.key}", HEAD, _sheet(rows))


def _context(request: HttpRequest, rows: QuerySet[AuditEntry], wanted: LogFilter, kinds: list[str]) -> dict[str, Any]:
    page = page_of(request, rows)
    told = [{"entry": entry, "did": did(entry), "details": detail_words(entry.details)} for entry in page]
    return {
        "page": page,
        "told": told,
        "wanted": wanted,
        "kinds": [(kind, kind_words(kind)) for kind in kinds],
        "query": request.GET.urlencode(),
    }


def _sheet(rows: QuerySet[AuditEntry]) -> Iterator[Sequence[object]]:
    for entry in rows.select_related("workspace").iterator():
        yield (
            entry.number,
            f"{entry.at:%Y-%m-%d %H:%M:%S}",
            entry.actor_name,
            entry.get_actor_kind_display(),
            entry.action,
            entry.object_name,
            entry.object_key,
            entry.workspace.name if entry.workspace_id and entry.workspace else "",
            json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else "",
            entry.seal,
        )
