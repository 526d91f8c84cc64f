"""Reviews: the queue, the page where one is decided, and the link by which a client decides without an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from designer.checklist import lines_of
from designer.models import ClientApproval, Review
from designer.operations import client_approvals, reviews
from designer.operations.checks import records_of
from designer.picture_hosts import hosts_of
from designer.previews import document_of
from designer.queries.compare import comparison
from designer.queries.pins import boxes_of, pin_of
from designer.queries.reviews import decided, queue, waiting_for
from designer.views.forms import Invite
from designer.views.page import act, grant_of, posting, template_of
from renderer.engine.scene import Box
from workspaces import access
from workspaces.roles import Capability

MODES = (("side", "Side by side"), ("slider", "Slider"), ("difference", "Difference"), ("blink", "Blink"))
REVIEW = Capability.REVIEW


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """What waits, and what was decided last."""
    grant = access.enter(request, workspace)
    mine = set(waiting_for(grant.actor.user, grant.workspace).values_list("pk", flat=True))
    waiting = [(review, review.pk in mine) for review in queue(grant.workspace)]
    context = {"waiting": waiting, "decided": decided(grant.workspace)[:15], "may_review": grant.may(REVIEW)}
    return render(request, "designer/reviews.html", context)


@require_safe
def review(request: HttpRequest, workspace: str, review: str) -> HttpResponse:
    """One review: the picture before and after, what changed in words, comments, the decision."""
    row = _review(request, workspace, review)
    grant = grant_of(request)
    user = grant.actor.user
    compared = _compared(row, request.GET)
    context = {
        **compared,
        "checklist": _checklist(row),
        "comments": _comments(row, compared["boxes"]),
        "may": {capability.value: grant.may(capability) for capability in Capability},
        "why_not": reviews.why_not_approve(row, user) if user else "",
        "invite": Invite(),
        "invitations": [(one, one.state(timezone.now())) for one in row.client_approvals.all()],
        "newer": row.template.reviews.filter(revision__number__gt=row.revision.number, state="pending").first(),
        "neighbours": _neighbours(row),
    }
    return render(request, "designer/review.html", {"review": row, **context})


def _review(request: HttpRequest, workspace: str, review: str, capability: Capability = Capability.VIEW) -> Review:
    rows = Review.objects.select_related("template__workspace__organization", "template__live_revision", "revision")
    return access.one(request, workspace, rows.select_related("workspace__organization"), review, capability)


def _compared(row: Review, query: Any) -> dict[str, Any]:
    """Before and after for the chosen record, size and mode; a first version has nothing before it."""
    template, after = row.template, str(row.revision.number)
    document = document_of(row.revision.document)
    records = records_of(template, document)
    record = query.get("record") if query.get("record") in {one.id for one in records} else "complete"
    size = query.get("size") if query.get("size") in {one.id for one in document.sizes} else document.size().id
    base = _base(row)
    modes = MODES if base else ()
    mode = query.get("mode") if query.get("mode") in dict(modes) else "slider" if base else "single"
    compared = comparison(template, base or after, after, record=record, size=size)
    values = next(one.values for one in records if one.id == record)
    red = {finding["record"] for finding in row.checks.get("findings", []) if finding["level"] == "block"}
    return {
        "template": template,
        "compared": compared,
        "base": base,
        "mode": mode,
        "modes": modes,
        "records": [(one, one.id in red) for one in records],
        "record": record,
        "sizes": document.sizes,
        "size": size,
        "shown": next(one for one in document.sizes if one.id == size),
        "document": document,
        "boxes": boxes_of(document, values, size, hosts_of(row.workspace)),
    }


def _base(row: Review) -> str:
    """What it is compared with: the live version, else the last approved one before it."""
    live = row.template.live_revision
    if live is not None and live.pk != row.revision_id:
        return str(live.number)
    earlier = row.template.revisions.filter(number__lt=row.revision.number, reviews__state=Review.State.APPROVED)
    found = earlier.order_by("-number").first()
    return str(found.number) if found else ""


def _checklist(row: Review) -> list[tuple[int, str, str]]:
    return [(i, line, row.checklist.get(str(i), "")) for i, line in enumerate(lines_of(row.workspace))]


def _comments(row: Review, boxes: Mapping[str, Box]) -> list[Any]:
    """Threads, each open pin numbered as on the picture and placed where its layer stands in this version."""
    found = list(row.template.comments.filter(parent=None).prefetch_related("replies"))
    number = 0
    for comment in found:
        comment.place = pin_of(comment, boxes)
        comment.lost_layer = bool(comment.layer) and comment.layer not in boxes
        if comment.place and comment.resolved_at is None:
            number += 1
            comment.pin = number
    return found


def _neighbours(row: Review) -> tuple[Review | None, Review | None]:
    """The reviews before and after it in the queue."""
    waiting = list(queue(row.workspace))
    index = next((i for i, one in enumerate(waiting) if one.pk == row.pk), None)
    if index is None:
        return None, waiting[0] if waiting else None
    after = waiting[index + 1] if index + 1 < len(waiting) else None
    return (waiting[index - 1] if index else None), after


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Ask for a review; with what the checks say, and whom to ask."""
    row = template_of(request, workspace, template, Capability.EDIT_TEMPLATES)
    back = reverse("designer:qa", args=[workspace, template])
    if request.method != "POST":
        return redirect(back)
    grant = grant_of(request)

    def work() -> None:
        reviews.submit_for_review(
            template=row,
            by=grant.actor,
            now=timezone.now(),
            note=request.POST.get("note", ""),
            override_reason=request.POST.get("override_reason", ""),
        )

    return act(request, "Submitted. Reviewers get a mail with the pictures.", back, work)


@posting
def withdraw(request: HttpRequest, workspace: str, review: str) -> HttpResponse:
    row = _review(request, workspace, review, Capability.EDIT_TEMPLATES)
    by = grant_of(request).actor
    back = reverse("designer:design", args=[workspace, row.template.key])
    return act(
        request, "Withdrawn. You can edit again.", back, lambda: reviews.withdraw(review=row, by=by, now=timezone.now())
    )


@posting
def tick(request: HttpRequest, workspace: str, review: str) -> HttpResponse:
    row = _review(request, workspace, review, REVIEW)
    by, sent = grant_of(request).actor, set(request.POST.getlist("line"))
    lines = [i for i in range(len(lines_of(row.workspace))) if str(i) in sent]
    back = reverse("designer:review", args=[workspace, review])
    return act(request, "The checklist is saved.", back, lambda: reviews.tick(review=row, lines=lines, by=by))


@posting
def decide(request: HttpRequest, workspace: str, review: str) -> HttpResponse:
    """Approve, or request changes."""
    row = _review(request, workspace, review, REVIEW)
    by, note = grant_of(request).actor, request.POST.get("note", "")
    approved = request.POST.get("decision") == "approve"
    operation = reviews.approve if approved else reviews.request_changes
    done = f"Version {row.revision.number} is approved." if approved else "Your request is on its way."
    back = reverse("designer:review", args=[workspace, review])
    return act(request, done, back, lambda: operation(review=row, by=by, now=timezone.now(), note=note))


@posting
def invite_client(request: HttpRequest, workspace: str, review: str) -> HttpResponse:
    """Make a link for a client and show it once."""
    row = _review(request, workspace, review, REVIEW)
    form = Invite(request.POST)
    back = redirect("designer:review", workspace, review)
    if not form.is_valid():
        messages.error(request, "Name the client; an e-mail address must be a real one.")
        return back
    by = grant_of(request).actor
    _, token = client_approvals.invite_client(review=row, by=by, now=timezone.now(), **form.cleaned_data)
    url = request.build_absolute_uri(reverse("designer:client", args=[token]))
    messages.success(request, f"Link for {form.cleaned_data['name']}, shown only now: {url}")
    return back


@posting
def revoke_client(request: HttpRequest, workspace: str, invitation: str) -> HttpResponse:
    row: ClientApproval = access.one(request, workspace, ClientApproval, invitation, REVIEW)
    by = grant_of(request).actor
    back = reverse("designer:review", args=[workspace, row.review.key])
    return act(
        request,
        "The link is closed.",
        back,
        lambda: client_approvals.revoke_client(invitation=row, by=by, now=timezone.now()),
    )
