"""The proof sheet for people without an account: made as a link, opened by its token, marked, and read only."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from designer.operations import sharing
from designer.operations.checks import summary_of
from designer.picture_hosts import hosts_of
from designer.previews import compose, document_of, png
from designer.records import Record, fixed
from designer.sprites import RENDERER
from designer.views.clients import PRIVATE
from designer.views.page import act, grant_of, posting, template_of
from renderer.engine.document import Document
from renderer.engine.resolve import resolve
from renderer.gather import fonts_of
from workspaces.roles import Capability
from workspaces.whole_numbers import whole_number

EDIT = Capability.EDIT_TEMPLATES
WIDTH = 1200
KEPT_SECONDS = 3600


@posting
def share(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Make a link to the draft as it is now, and show it once."""
    row = template_of(request, workspace, template, EDIT)
    days = whole_number(request.POST.get("days", ""), 1, sharing.LONGEST.days) or sharing.USUAL.days
    token = sharing.share_proof(template=row, days=days, by=grant_of(request).actor, now=timezone.now())
    url = request.build_absolute_uri(reverse("designer:proof", args=[token]))
    messages.success(request, f"Link to this draft, shown only now: {url}")
    return redirect("designer:qa", workspace, template)


@posting
def unshare(request: HttpRequest, workspace: str, template: str) -> HttpResponse:
    """Close all links that were shared."""
    row = template_of(request, workspace, template, EDIT)
    by = grant_of(request).actor
    back = reverse("designer:qa", args=[workspace, template])
    done = "Every shared link is closed."
    return act(request, done, back, lambda: sharing.end_proofs(template=row, by=by, now=timezone.now()))


@never_cache
@require_safe
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet behind the link."""
    try:
        shared = sharing.open_proof(token=token, now=timezone.now())
    except sharing.ProofClosed as closed:
        return _private(render(request, "designer/client_closed.html", {"why": closed.public_message}, status=410))
    document = document_of(shared.document)
    rows = [
        (
            size,
            [(record, resolve(document, record.values, size.id, fonts_of(document)).alt) for record in fixed(document)],
        )
        for size in document.sizes
    ]
    context = {"proof": shared, "token": token, "rows": rows, "checks": summary_of(shared.document)}
    return _private(render(request, "designer/proof.html", context))


@never_cache
@require_safe
def proof_picture(request: HttpRequest, token: str) -> HttpResponse:
    """`?record=complete&size=base`: one picture of the sheet, marked as a proof."""
    try:
        shared = sharing.open_proof(token=token, now=timezone.now())
    except sharing.ProofClosed:
        return _private(HttpResponse(status=410))
    document = document_of(sharing.marked(shared.document))
    record = next((one for one in fixed(document) if one.id == request.GET.get("record", "complete")), None)
    size = next((one.id for one in document.sizes if one.id == request.GET.get("size")), None)
    if record is None:
        return _private(HttpResponse(status=404))
    hosts = hosts_of(shared.template.workspace)
    return _private(HttpResponse(_picture(document, record, size, hosts), content_type="image/png"))


def _picture(document: Document, record: Record, size: str | None, hosts: tuple[str, ...]) -> bytes:
    """Drawn once in a while: whoever has the link may open it as often as they like."""
    shown = "\n".join([RENDERER, repr(document), record.id, str(size), *hosts])
    key = f"proof-picture:{hashlib.sha256(shown.encode()).hexdigest()}"
    data = cache.get(key)
    if data is None:
        drawn = compose(document, record.values, hosts=hosts, size=size, scale=document.output.density)
        data = png(drawn.image, WIDTH)
        cache.set(key, data, KEPT_SECONDS)
    return bytes(data)


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response[name] = value
    return response
