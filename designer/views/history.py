"""History: versions and autosaves, compared, named, restored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer.operations import revisions
from designer.operations.checks import records_of
from designer.queries.compare import comparison
from designer.queries.history import Sitting, Version, document_at
from designer.queries.history import history as events_of
from designer.views.page import act, chosen, draft_document, grant_of, posting, show, template_of
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

EDIT = Capability.EDIT_TEMPLATES


@require_safe
def history(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """What happened, left; two versions compared, right."""
    row = template_of(request, workspace, template)
    document = draft_document(row)
    found = records_of(row, document)
    record, size = chosen(request, document, found)
    events = [(event, isinstance(event, Sitting)) for event in events_of(row)]
    versions = [event for event, folded in events if not folded and isinstance(event, Version)]
    before, after = _pair(request, versions)
    compared = (
        comparison(row, before, after, record=record, size=size) if before and _both(row, before, after) else None
    )
    context = {"events": events, "versions": versions, "before": before, "after": after, "compared": compared}
    return show(request, "history", row, **context, records=found, record=record, size=size, sizes=document.sizes)


def _pair(request: HttpRequest, versions: list[Version]) -> tuple[str, str]:
    """Which two: as the address says, else the newest version against the draft."""
    usual = str(versions[0].revision.number) if versions else ""
    return request.GET.get("before") or usual, request.GET.get("after") or "draft"


def _both(row, before: str, after: str) -> bool:  # type: ignore[no-untyped-def]
    return document_at(row, before) is not None and document_at(row, after) is not None


@posting
def name_version(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Name a version, or the draft as it is now."""
    row = template_of(request, workspace, template, EDIT)
    number = whole_number(request.POST.get("number", ""))
    name, by = request.POST.get("name", ""), grant_of(request).actor
    back = reverse("designer:history", args=[workspace, template])
    return act(
        request,
        "Named.",
        back,
        lambda: revisions.name_version(template=row, name=name, number=number, by=by, now=timezone.now()),
    )


@posting
def restore(request: HttpRequest, workspace: str, template: str, number: int) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)
    by = grant_of(request).actor
    back = reverse("designer:history", args=[workspace, template])
    return act(
        request,
        f"Version {number} is the draft again. The edits since then stay in the history.",
        back,
        lambda: revisions.restore(template=row, number=number, by=by, now=timezone.now()),
    )


@posting
def as_template(request: HttpRequest, workspace: str, template: str, number: int) -> HttpResponse:
    row = template_of(request, workspace, template, EDIT)
    made = revisions.as_template(template=row, number=number, by=grant_of(request).actor, now=timezone.now())
    return redirect("designer:design", workspace, made.key)
