"""What pages of one template share: the door, the tabs, the badge, and how a refusal becomes a message."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designer.models import Template
from designer.previews import document_of
from designer.queries.kits import frozen
from renderer.engine.document import Document
from workspaces import access
from workspaces.access import Grant
from workspaces.api_problems import is_told
from workspaces.roles import Capability

TONES = {"amber": "warn", "blue": "info", "green": "ok", "red": "bad", "grey": ""}
TABS = (
    ("Design", "designer:design"),
    ("Fields", "designer:template_fields"),
    ("QA preview", "designer:qa"),
    ("History", "designer:history"),
    ("Publish", "designer:publish"),
)
View = Callable[..., HttpResponse]


def template_of(
    request: HttpRequest, workspace: str, template: str, capability: Capability = Capability.VIEW
) -> Template:
    """The template, through the door."""
    rows = Template.objects.select_related("workspace__organization", "live_revision", "draft_edited_by", "origin")
    return access.one(request, workspace, rows, template, capability)


def grant_of(request: HttpRequest) -> Grant:
    """The open door that `template_of` or `access.enter` left on the request."""
    grant: Grant = request.grant  # type: ignore[attr-defined]
    return grant


def show(request: HttpRequest, name: str, template: Template, tab: str = "", /, **context: Any) -> HttpResponse:
    """A page of the template with its tabs; the current one is `tab`, or found by the view's name."""
    where = [template.workspace.key, template.key]
    current = tab or (request.resolver_match.view_name if request.resolver_match else "")
    tabs = [(label, reverse(view, args=where), view == current) for label, view in TABS]
    grant = grant_of(request)
    tone, state = template.badge
    may = {capability.value: grant.may(capability) for capability in Capability}
    common = {"template": template, "tabs": tabs, "tone": TONES[tone], "state": state, "may": may, "where": where}
    return render(request, f"designer/{name}.html", {**common, **context})


def draft_document(template: Template) -> Document:
    """The draft with the brand as it stands now, parsed."""
    return document_of(frozen(template.draft, template.workspace))


def chosen(request: HttpRequest, document: Document, records: Any) -> tuple[str, str]:
    """The record and the size that the address names, or the first of each."""
    ids = [record.id for record in records]
    record = request.GET.get("record", "")
    sizes = [size.id for size in document.sizes]
    size = request.GET.get("size", "")
    return (record if record in ids else ids[0]), (size if size in sizes else sizes[0])


def act(request: HttpRequest, done: str, back: str, work: Callable[[], Any], undo: str = "") -> HttpResponse:
    """Do one thing and return to a page, saying that it is done or, in the problem's words, why not."""
    try:
        work()
    except Exception as problem:
        if not is_told(problem):
            raise
        messages.error(request, problem.public_message)  # type: ignore[attr-defined]
    else:
        messages.success(request, done, extra_tags=f"undo={undo}" if undo else "")
    return redirect(back)


def posting(view: View) -> View:
    """For views that only change something: a GET goes nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        return view(request, *args, **kwargs)

    return guarded
