"""History: versions and autosaves, compared, named, restored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer.models import Comment
from designer.operations import comments, revisions
from designer.operations.checks import records_of
from designer.queries.compare import comparison
from designer.queries.history import Sitting, Version, document_at
from designer.queries.history import history as events_of
from designer.views.page import act, chosen, draft_document, grant_of, posting, show, template_of
from workspaces import access
from workspaces.roles import Capability

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
    raw = request.POST.get("number", "")
    number = int(raw) if raw.isdigit() else None
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


@posting
def comment(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """A remark, perhaps pinned to a point, perhaps an answer."""
    row = template_of(request, workspace, template, Capability.COMMENT)
    grant, data = grant_of(request), request.POST
    parent = access.find(grant, Comment.objects.filter(template=row), data["parent"]) if data.get("parent") else None
    at = _point(data.get("x", ""), data.get("y", ""))

    def work() -> None:
        comments.comment(
            template=row,
            text=data.get("text", ""),
            by=grant.actor,
            now=timezone.now(),
            at=at,
            size=data.get("size", ""),
            record=data.get("record", ""),
            parent=parent,
        )

    return act(request, "Your comment is there.", _back(request, workspace, template), work)


@posting
def resolve_comment(request: HttpRequest, workspace: str, template: str, comment: str) -> HttpResponse:
    row = template_of(request, workspace, template, Capability.COMMENT)
    grant = grant_of(request)
    found: Comment = access.find(grant, Comment.objects.filter(template=row), comment)
    resolved = request.POST.get("resolved", "1") == "1"
    undo = "" if not resolved else reverse("designer:unresolve_comment", args=[workspace, template, comment])
    return act(
        request,
        "Resolved." if resolved else "Open again.",
        _back(request, workspace, template),
        lambda: comments.resolve(comment=found, by=grant.actor, now=timezone.now(), resolved=resolved),
        undo,
    )


@posting
def unresolve_comment(request: HttpRequest, workspace: str, template: str, comment: str) -> HttpResponse:
    row = template_of(request, workspace, template, Capability.COMMENT)
    grant = grant_of(request)
    found: Comment = access.find(grant, Comment.objects.filter(template=row), comment)
    back = _back(request, workspace, template)
    return act(
        request,
        "Open again.",
        back,
        lambda: comments.resolve(comment=found, by=grant.actor, now=timezone.now(), resolved=False),
    )


def _back(request: HttpRequest, workspace: str, template: str) -> str:
    """The review that the person came from, else the history."""
    review = request.POST.get("review", "")
    if review:
        return reverse("designer:review", args=[workspace, review])
    return reverse("designer:history", args=[workspace, template])


def _point(x: str, y: str) -> tuple[float, float] | None:
    try:
        return float(x), float(y)
    except ValueError:
        return None
