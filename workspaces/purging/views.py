"""Pages of the CDN in front of a workspace's pictures: how it is told, and what it was told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspaces import access
from workspaces.forms import did, posted
from workspaces.models import CdnKind, PurgeHook, PurgeOrder
from workspaces.problems import Problem
from workspaces.purging import operations
from workspaces.purging.forms import CdnForm
from workspaces.roles import Capability
from workspaces.views.paging import page_of

MAY = Capability.MANAGE_SETTINGS
WHY = {
    "erased": "People were erased",
    "withdrawn": "A template was taken down",
    "paused": "A template was paused",
    "released": "Another version went live",
    "live": "A template was resumed",
    "keys": "A signing key was changed",
    "link": "A link was changed",
    "test": "Test",
}


@require_safe
def cdn(request: HttpRequest, workspace: str) -> HttpResponse:
    """The workspace's CDN, or the choice of one, and the log of purges."""
    grant = access.enter(request, workspace, MAY)
    page = page_of(request, PurgeOrder.objects.in_workspace(grant.workspace))
    context = {
        "hook": PurgeHook.objects.in_workspace(grant.workspace).first(),
        "kinds": CdnKind.choices,
        "installations": CdnKind(settings.CDN["kind"]).label if settings.CDN else "",
        "page": page,
        "told": [_told(one) for one in page],
    }
    return render(request, "workspaces/cdn/cdn.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_cdn(request: HttpRequest, workspace: str) -> HttpResponse:
    """Its facts; `?kind=` says which service's."""
    grant = access.enter(request, workspace, MAY)
    hook = PurgeHook.objects.in_workspace(grant.workspace).first()
    kind = _kind(request.GET.get("kind"), hook)
    form = CdnForm(posted(request), kind=kind, hook=hook)

    def keep() -> None:
        operations.keep(workspace=grant.workspace, cdn=form.cdn, by=grant.actor, now=timezone.now())

    if request.method == "POST" and did(form, keep):
        messages.success(request, "Saved. Send a test to see whether the CDN takes it.")
        return redirect("workspaces:cdn", workspace)
    return render(request, "workspaces/cdn/edit.html", {"form": form, "kind": kind.label})


@require_http_methods(["GET", "HEAD", "POST"])
def remove_cdn(request: HttpRequest, workspace: str) -> HttpResponse:
    """Ask, then tell it nothing any more."""
    grant = access.enter(request, workspace, MAY)
    if request.method != "POST":
        return render(request, "workspaces/cdn/remove.html")
    operations.forget(workspace=grant.workspace, by=grant.actor, now=timezone.now())
    messages.success(request, "Removed. This workspace’s CDN is told nothing any more.")
    return redirect("workspaces:cdn", workspace)


@require_POST
def test_cdn(request: HttpRequest, workspace: str) -> HttpResponse:
    """Order a purge that drops nothing."""
    grant = access.enter(request, workspace, MAY)
    try:
        operations.test(workspace=grant.workspace, by=grant.actor, now=timezone.now())
        messages.success(request, "A test is on its way; the log shows within seconds how it went.")
    except Problem as problem:
        messages.error(request, problem.public_message)
    return redirect("workspaces:cdn", workspace)


@require_POST
def purge_again(request: HttpRequest, workspace: str, purge: str) -> HttpResponse:
    """The same purge once more."""
    order = access.one(request, workspace, PurgeOrder, purge, MAY)
    try:
        operations.send_again(order=order, by=access.actor_of(request), now=timezone.now())
        messages.success(request, "It is on its way again.")
    except Problem as problem:
        messages.error(request, problem.public_message)
    return redirect("workspaces:cdn", workspace)


def _kind(name: str | None, hook: PurgeHook | None) -> CdnKind:
    if name in CdnKind.values:
        return CdnKind(name)
    return CdnKind(hook.kind) if hook else CdnKind.FASTLY


def _told(order: PurgeOrder) -> dict[str, Any]:
    attempts = [{**one, "at": parse_datetime(one["at"])} for one in reversed(order.attempts)]
    return {
        "order": order,
        "why": WHY.get(order.why, order.why),
        "last": attempts[0] if attempts else None,
        "count": len(order.tags),
    }
