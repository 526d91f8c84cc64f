"""Pages of links: every campaign's address, a new one, its code and its rules, pausing and revoking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audiences.models import Audience
from renderer.engine.problems import RenderProblem
from renderer.models import Release, RenderLink
from renderer.modes import Mode
from renderer.render_links import issuing, usage
from renderer.render_links.forms import LinkForm, RulesForm, modes_for
from renderer.snippets.panel import panel, shown_by
from renderer.version_numbers import Versions
from workspaces import access
from workspaces.access import Grant
from workspaces.roles import Capability
from workspaces.views.paging import page_of

MAY, MAY_OPEN = Capability.MANAGE_LINKS, Capability.OPEN_LINKS
ROWS = RenderLink.objects.select_related("workspace__organization", "pinned")


@require_safe
def index(request: HttpRequest, workspace: str) -> HttpResponse:
    """Links, newest first, with what each shows; `q` searches names, `template` narrows."""
    grant = access.enter(request, workspace)
    rows = RenderLink.objects.in_workspace(grant.workspace).select_related("pinned")
    live = {one.template_key: one for one in _live(grant)}
    asked, template = request.GET.get("q", "").strip()[:120], request.GET.get("template", "")
    used, versions = usage.usage_map(grant.workspace), Versions(grant.workspace)
    if template in live:
        rows = rows.filter(template_key=template)
    found = page_of(request, rows.filter(Q(name__icontains=asked)) if asked else rows)
    context = {
        "page": found,
        "links": [(link, *_shown(link, live.get(link.template_key), versions)) for link in found],
        "templates": [(one, used.get(key, [])) for key, one in live.items() if key in used],
        "chosen": template,
        "asked": asked,
        "may_change": grant.may(MAY),
        "may_open": grant.may(MAY_OPEN),
    }
    return render(request, "renderer/links.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a link; then its code is shown."""
    grant = access.enter(request, workspace, MAY)
    return _new(request, grant, modes_for(may_open=_may_open(grant)))


@require_http_methods(["GET", "HEAD", "POST"])
def new_open(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make an open link: whoever knows it may have anything drawn within its rules, so it takes an approver."""
    return _new(request, access.enter(request, workspace, MAY_OPEN), [Mode.OPEN])


@require_safe
def one(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """One link: its code for the mailing tool that the address names, or that was chosen last."""
    link = access.one(request, workspace, ROWS, code, by="code")
    grant: Grant = request.grant  # type: ignore[attr-defined]
    shown = panel(link, request.GET, may_see_key=grant.may(MAY))
    may_fill = grant.may(Capability.MANAGE_AUDIENCES) and link.mode in (Mode.TOKEN, Mode.SEALED)
    context = {
        "link": link,
        "panel": shown,
        "version": Versions(grant.workspace).of(link.template_key, shown.shown.number) if shown.shown else 0,
        "may_change": grant.may(MAY),
        "may_fill": may_fill,
        "audiences": Audience.objects.in_workspace(grant.workspace)[:100] if may_fill else [],
    }
    return render(request, "renderer/link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """Rename it, pin it or let it follow, end it, and bound what an open one lets through."""
    link = access.one(request, workspace, ROWS, code, MAY, by="code")
    grant: Grant = request.grant  # type: ignore[attr-defined]
    shown = shown_by(link)
    if shown is None:
        messages.error(request, "Publish the template first.")
        return redirect("renderer:link", workspace, code)
    versions = Release.objects.in_workspace(link.workspace).filter(template_key=link.template_key)
    kept = versions.exclude(state=Release.State.WITHDRAWN)[:50]
    may_open = grant.may(MAY_OPEN)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        link=link,
        document=shown.document,
        releases=kept,
        versions=Versions(grant.workspace),
        may_open=may_open,
    )
    if request.method == "POST" and form.is_valid() and _did(form, lambda: _change(grant, link, form.changes())):
        messages.success(request, "Saved. It holds for mails that were sent already, too.")
        return redirect("renderer:link", workspace, code)
    context = {"link": link, "form": form, "is_open": link.mode == Mode.OPEN, "may_open": may_open}
    return render(request, "renderer/link_rules.html", context)


@require_POST
def set_status(request: HttpRequest, workspace: str, code: str) -> HttpResponse:
    """Pause, resume or revoke."""
    link = access.one(request, workspace, ROWS, code, MAY, by="code")
    wanted = request.POST.get("status", "")
    if wanted in RenderLink.Status.values:
        try:
            issuing.change(link=link, changes={"status": wanted}, by=access.actor_of(request), now=timezone.now())
            messages.success(request, f"“{link}” is {RenderLink.Status(wanted).label.lower()} now.")
        except RenderProblem as problem:
            messages.error(request, problem.public_message)
    return redirect("renderer:link", workspace, code)


def _new(request: HttpRequest, grant: Grant, modes: list[Mode]) -> HttpResponse:
    live = _live(grant)
    wanted = request.GET.get("template", "")
    versions = Versions(grant.workspace)
    form = LinkForm(request.POST if request.method == "POST" else None, live=live, modes=modes, versions=versions)
    form.choose(wanted)
    made: list[RenderLink] = []
    if request.method == "POST" and form.is_valid() and _did(form, lambda: made.append(_create(grant, form, live))):
        return redirect("renderer:link", grant.workspace.key, made[0].code)
    context = {"form": form, "live": live, "may_open": _may_open(grant), "only_open": modes == [Mode.OPEN]}
    return render(request, "renderer/new_link.html", context)


def _create(grant: Grant, form: LinkForm, live: list[Release]) -> RenderLink:
    given = form.cleaned_data
    template_key, _, size = given["template"].partition("|")
    release = next(one for one in live if one.template_key == template_key)
    return issuing.create(
        workspace=grant.workspace,
        template_key=template_key,
        name=given["name"],
        mode=Mode(given["mode"]),
        by=grant.actor,
        now=timezone.now(),
        size=size,
        expires_at=given["expires_at"],
        pinned_id=release.pk if given["pin"] else None,
        sender_secret=given["sender_secret"],
    )


def _change(grant: Grant, link: RenderLink, changes: dict[str, Any]) -> None:
    if "policy" in changes:
        grant.require(MAY_OPEN)
    issuing.change(link=link, changes=changes, by=grant.actor, now=timezone.now())


def _did(form: Any, act: Any) -> bool:
    """Do it; what is wrong becomes the form's error."""
    try:
        act()
    except (RenderProblem, access.Forbidden) as problem:
        form.add_error(None, problem.public_message)
        return False
    return True


def _shown(link: RenderLink, live: Release | None, versions: Versions) -> tuple[Release | None, int]:
    """The release that the link shows, and which version that is."""
    release = link.pinned or live
    return release, versions.of(link.template_key, release.number) if release else 0


def _may_open(grant: Grant) -> bool:
    return grant.may(MAY_OPEN) and issuing.open_links_allowed(grant.workspace)


def _live(grant: Grant) -> list[Release]:
    states = [Release.State.LIVE, Release.State.PAUSED]
    rows = Release.objects.in_workspace(grant.workspace).filter(state__in=states)
    return list(rows.order_by("template_key"))
