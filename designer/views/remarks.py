"""Comments from pages: about a version, pinned to what lies under the click, answered, resolved, opened again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from designer.models import Comment, Review, Template
from designer.operations import comments
from designer.operations.checks import records_of
from designer.picture_hosts import hosts_of
from designer.previews import document_of
from designer.queries.pins import layer_under
from designer.views.page import act, grant_of, posting, template_of
from workspaces import access
from workspaces.roles import Capability


@posting
def comment(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """A remark, perhaps pinned to a layer or a point, perhaps an answer."""
    row = template_of(request, workspace, template, Capability.COMMENT)
    grant, data = grant_of(request), request.POST
    parent = access.find(grant, Comment.objects.filter(template=row), data["parent"]) if data.get("parent") else None
    review = access.find(grant, Review.objects.filter(template=row), data["review"]) if data.get("review") else None
    size, record = data.get("size", ""), data.get("record", "")
    at = _point(data.get("x", ""), data.get("y", ""))
    layer, at = _pinned(row, review, at, size=size, record=record) if at and review else ("", at)

    def work() -> None:
        comments.comment(
            template=row,
            text=data.get("text", ""),
            by=grant.actor,
            now=timezone.now(),
            revision=review.revision if review else None,
            parent=parent,
            size=size,
            record=record,
            layer=layer,
            at=at,
        )

    return act(request, "Your comment is there.", _back(request, workspace, template), work)


def _pinned(
    row: Template, review: Review, at: tuple[float, float], *, size: str, record: str
) -> tuple[str, tuple[float, float]]:
    """The layer under the point and the offset from it, so that the pin follows; else no layer and the point itself."""
    document = document_of(review.revision.document)
    records = {one.id: one.values for one in records_of(row, document)}
    board = size if size in document.layers else document.size().id
    values = records.get(record, records["complete"])
    return layer_under(document, values, board, at, hosts_of(row.workspace)) or ("", at)


@posting
def resolve_comment(request: HttpRequest, workspace: str, template: str, comment: str) -> HttpResponse:
    row = template_of(request, workspace, template, Capability.COMMENT)
    grant = grant_of(request)
    found: Comment = access.find(grant, Comment.objects.filter(template=row), comment)
    resolved = request.POST.get("resolved", "1") == "1"
    undo = f"{reverse('designer:unresolve_comment', args=[workspace, template, comment])}?review={_review_key(request)}"
    return act(
        request,
        "Resolved." if resolved else "Open again.",
        _back(request, workspace, template),
        lambda: comments.resolve(comment=found, by=grant.actor, now=timezone.now(), resolved=resolved),
        undo if resolved else "",
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
    if review := _review_key(request):
        return reverse("designer:review", args=[workspace, review])
    return reverse("designer:history", args=[workspace, template])


def _review_key(request: HttpRequest) -> str:
    return request.POST.get("review", "") or request.GET.get("review", "")


def _point(x: str, y: str) -> tuple[float, float] | None:
    try:
        return float(x), float(y)
    except ValueError:
        return None
