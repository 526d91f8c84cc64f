"""Pages of links: every campaign's address, a new one, and the code to paste for each mailing tool."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renderer import releases, render_links, snippets
from renderer.engine.problems import RenderProblem
from renderer.mailtools import mail_tools
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from workspaces import access
from workspaces.roles import Capability
from workspaces.views.paging import page_of

MAY = Capability.MANAGE_LINKS
MODES = [
    (Mode.TOKEN.value, "Token: the address says nothing; values come from an audience"),
    (Mode.OPEN.value, "Open: the mailing tool fills in the values"),
    (Mode.SEALED.value, "Sealed: a program signs each address"),
]


class LinkForm(forms.Form):
    """A new link."""

    name = forms.CharField(label="Campaign", max_length=120, help_text="Such as “Spring newsletter, April”.")
    template = forms.ChoiceField(label="Template")
    mode = forms.ChoiceField(label="Values", choices=MODES, widget=forms.RadioSelect, initial=Mode.TOKEN.value)
    pin = forms.BooleanField(label="Keep today’s version, whatever is published later", required=False)
    max_length = forms.IntegerField(label="Longest value in an open address", min_value=1, max_value=500, initial=80)
    expires_at = forms.DateTimeField(
        label="Ends", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args: Any, live: list[Release], **options: Any):
        super().__init__(*args, **options)
        choices = [(one.template_key, f"{one.document.get('name', one.template_key)} (v{one.number})") for one in live]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every link, newest first, with what it shows."""
    grant = access.enter(request, workspace)
    rows = RenderLink.objects.in_workspace(grant.workspace).select_related("pinned")
    numbers = {one.template_key: one for one in _live(grant)}
    page = page_of(request, rows)
    shown = [(link, link.pinned or numbers.get(link.template_key)) for link in page]
    return render(request, "renderer/links.html", {"page": page, "links": shown, "may_change": grant.may(MAY)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a link; then its code is shown."""
    grant = access.enter(request, workspace, MAY)
    live = _live(grant)
    initial = {"template": request.GET.get("template", "")}
    form = LinkForm(request.POST if request.method == "POST" else None, live=live, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            link = _create(grant, form.cleaned_data, live)
        except RenderProblem as problem:
            form.add_error(None, problem.public_message)
        else:
            return redirect("renderer:link", workspace, link.code)
    return render(request, "renderer/new_link.html", {"form": form, "live": live})


@require_safe
def one(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """One link: its code for the mailing tool that the address names."""
    link = access.one(request, workspace, RenderLink.objects.select_related("workspace"), code, by="code")
    tools = mail_tools()
    tool = tools.get(request.GET.get("tool", ""), next(iter(tools.values())))
    shown = (
        releases.numbered(link.pinned_id) if link.pinned_id else releases.current(link.workspace_id, link.template_key)
    )
    fields = [field.key for field in shown.document.fields] if shown else []
    tags = {key: request.GET.get(f"tag_{key}", "").strip()[:80] or key for key in fields}
    grant: access.Grant = request.grant  # type: ignore[attr-defined]
    made, problem = None, ""
    if shown and link.mode != Mode.SEALED:
        try:
            made = snippets.snippet(link, shown, tool, tags=tags, width=_width(request))
        except RenderProblem as refused:
            problem = refused.public_message
    context = {"link": link, "shown": shown, "tool": tool, "tools": tools.values(), "tags": tags, "snippet": made}
    may_change = grant.may(MAY)
    change = snippets.what_recipients_can_change(link, shown.document) if shown else ""
    return render(
        request, "renderer/link.html", {**context, "problem": problem, "may_change": may_change, "change": change}
    )


@require_POST
def set_status(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """Pause, resume or revoke."""
    link = access.one(
        request, workspace, RenderLink.objects.select_related("workspace__organization"), code, MAY, by="code"
    )
    wanted = request.POST.get("status", "")
    if wanted in RenderLink.Status.values:
        try:
            render_links.change(link=link, changes={"status": wanted}, by=access.actor_of(request), now=timezone.now())
            messages.success(request, f"“{link}” is {RenderLink.Status(wanted).label.lower()} now.")
        except RenderProblem as problem:
            messages.error(request, problem.public_message)
    return redirect("renderer:link", workspace, code)


def _live(grant: access.Grant) -> list[Release]:
    states = [Release.State.LIVE, Release.State.PAUSED]
    rows = Release.objects.in_workspace(grant.workspace).filter(state__in=states)
    return list(rows.order_by("template_key"))


def _create(grant: access.Grant, given: dict[str, Any], live: list[Release]) -> RenderLink:
    mode = Mode(given["mode"])
    release = next(one for one in live if one.template_key == given["template"])
    return render_links.create(
        workspace=grant.workspace,
        template_key=release.template_key,
        name=given["name"],
        mode=mode,
        by=grant.actor,
        now=timezone.now(),
        rules={"max_length": given["max_length"]} if mode is Mode.OPEN else {},
        expires_at=given["expires_at"],
        pinned_id=release.pk if given["pin"] else None,
    )


def _width(request: HttpRequest) -> int | None:
    asked = request.GET.get("width", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 1 <= int(asked) <= 2000 else None
