"""The gallery: designs to begin from, each shown with the record that one chooses to judge it by."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer.demo.shelf import Sample
from designer.gallery_pictures import ALL_RECORDS, RECORDS, thumbnail
from designer.operations import gallery
from designer.previews import document_of
from designer.views.creating import first_look
from designer.views.page import posting
from workspaces import access
from workspaces.problems import Problem
from workspaces.roles import Capability

EDIT = Capability.EDIT_TEMPLATES


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """Searched by words, filtered by size and by what a design has."""
    access.enter(request, workspace, EDIT)
    search, has, size = (request.GET.get(name, "") for name in ("q", "has", "size"))
    cards = [_card(one) for one in gallery.samples()]
    sizes = sorted({card["size"] for card in cards})
    words = search.casefold().split()
    shown = [
        card
        for card in cards
        if all(word in card["words"] for word in words)
        and (not has or has in card["has"])
        and (not size or size == card["size"])
    ]
    record = request.GET.get("record", "complete")
    context = {"cards": shown, "sizes": sizes, "search": search, "has": has, "size": size}
    record = record if record in dict(RECORDS) else "complete"
    context |= {"records": RECORDS, "all_records": ALL_RECORDS, "record": record}
    return render(request, "designer/gallery.html", context)


def _card(sample: Sample) -> dict[str, Any]:
    document = document_of(sample.document)
    kinds = {type(layer).__name__ for layer in document.layers[document.size().id]}
    has = [
        name for kind, name in (("QrLayer", "QR"), ("ImageLayer", "photo"), ("BadgeLayer", "badge")) if kind in kinds
    ]
    fields = [field.label for field in document.fields]
    count = len(fields)
    return {
        "key": sample.key,
        "name": sample.name,
        "about": " · ".join([f"{count} field{'' if count == 1 else 's'}", *has]),
        "has": has,
        "size": f"{document.size().w} × {document.size().h}",
        "fields": fields,
        "words": f"{sample.name} {' '.join(fields)} {' '.join(has)}".casefold(),
    }


@posting
def use(request: HttpRequest, workspace: str, sample: str) -> HttpResponse:
    """A draft from the design."""
    grant = access.enter(request, workspace, EDIT)
    grant.require(Capability.EDIT_ASSETS)
    try:
        made = gallery.use_sample(
            workspace=grant.workspace,
            key=sample,
            name=request.POST.get("name", ""),
            in_brand=request.POST.get("in_brand") == "on",
            folder=request.POST.get("folder", ""),
            by=grant.actor,
            now=timezone.now(),
        )
    except Problem as problem:
        messages.error(request, problem.public_message)
        return redirect("designer:gallery", workspace)
    return redirect(first_look(made))


@require_safe
def picture(request: HttpRequest, workspace: str, sample: str) -> HttpResponse:
    """A design's thumbnail for one record; the same for everybody, so it is kept for long."""
    access.enter(request, workspace, EDIT)
    asked = request.GET.get("record", "")
    found, record = gallery.sample(sample), asked if asked in dict(ALL_RECORDS) else "complete"
    data = thumbnail(found, record)
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    return response
