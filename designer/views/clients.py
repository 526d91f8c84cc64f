"""What a client sees who holds a link: the pictures, what changed, and two buttons. No account, no other page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from designer.models import ClientApproval
from designer.operations import client_approvals, comments
from designer.operations.checks import records_of
from designer.previews import document_of
from designer.queries.history import document_at
from designer.views import pictures
from designer.wording import differences
from workspaces import actors
from workspaces.problems import Problem

# With no referrer at all browsers send `Origin: null`, and no form could be posted.
PRIVATE = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def client(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link; POST decides or comments."""
    now = timezone.now()
    try:
        invitation = client_approvals.open_link(token=token, now=now)
    except client_approvals.LinkClosed as closed:
        return _private(render(request, "designer/client_closed.html", {"why": closed.public_message}, status=410))
    if request.method != "POST":
        return _private(render(request, "designer/client.html", _context(invitation, token, now)))
    try:
        _answer(request, invitation, now)
    except Problem as problem:
        context = {**_context(invitation, token, now), "problem": problem.public_message}
        return _private(render(request, "designer/client.html", context, status=422))
    return redirect("designer:client", token)


def _answer(request: HttpRequest, invitation: ClientApproval, now) -> None:  # type: ignore[no-untyped-def]
    note, decision = request.POST.get("note", ""), request.POST.get("decision", "")
    if decision in ("approve", "request_changes"):
        client_approvals.decide_as_client(invitation=invitation, approved=decision == "approve", note=note, now=now)
        return
    guest = actors.guest(invitation.key, invitation.name)
    comments.comment(
        template=invitation.review.template, text=note, by=guest, now=now, revision=invitation.review.revision
    )


def _context(invitation: ClientApproval, token: str, now) -> dict[str, object]:  # type: ignore[no-untyped-def]
    review = invitation.review
    document = document_of(review.revision.document)
    live = review.template.live_revision
    invitation.refresh_from_db()
    return {
        "invitation": invitation,
        "review": review,
        "token": token,
        "state": invitation.state(now),
        "records": [record for record in records_of(review.template, document) if record.kind != "custom"],
        "size": document.size(),
        "changed": differences(live.document, review.revision.document) if live else (),
        "comments": review.template.comments.filter(is_guest=True, author_name=invitation.name),
    }


@require_safe
def client_picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture of exactly the version that the link is about."""
    try:
        invitation = client_approvals.open_link(token=token, now=timezone.now())
    except client_approvals.LinkClosed:
        return HttpResponse(status=410)
    template, number = invitation.review.template, str(invitation.review.revision.number)
    assert document_at(template, number) is not None
    query = {"v": number, "record": request.GET.get("record", "complete"), "w": "1200"}
    return _private(pictures.answer(request, pictures.picture_png, template, query))


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response[name] = value
    return response
