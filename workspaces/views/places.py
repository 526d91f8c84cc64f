"""Where a person can go: all their workspaces, one workspace's home."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workspaces import access
from workspaces.home import home_context
from workspaces.models import Organization, Workspace
from workspaces.queries.places import organizations_of, workspaces_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every workspace of this person, by organization; straight on where there is only one."""
    user = access.actor_of(request).user
    assert user is not None
    found = list(workspaces_of(user))
    run = {organization.pk: organization for organization in organizations_of(user)}
    if len(found) == 1 and not run:
        return redirect(found[0])
    groups = [(organization, list(rows)) for organization, rows in groupby(found, key=lambda row: row.organization)]
    empty: list[tuple[Organization, list[Workspace]]] = [
        (one, []) for one in run.values() if one.pk not in {organization.pk for organization, _ in groups}
    ]
    return render(request, "workspaces/index.html", {"groups": groups + empty, "run": run})


@require_safe
def home(request: HttpRequest, workspace: str) -> HttpResponse:
    """What is going on in one workspace."""
    grant = access.enter(request, workspace)
    return render(request, "home.html", home_context(grant, timezone.now()))
