"""The organization's own pages: its clients and their use, new clients, its name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from workspaces import access, tables
from workspaces.access import OrganizationGrant
from workspaces.forms import NameForm, did, posted
from workspaces.models import Workspace
from workspaces.operations import organizations as operations
from workspaces.queries.places import clients_of
from workspaces.queries.usage import USAGE_HEAD, usage_rows
from workspaces.roles import OrganizationCapability as May


@require_safe
def organization(request: HttpRequest, organization: str) -> HttpResponse:
    """Client list with this month's use."""
    grant = access.organization(request, organization, May.SEE_CLIENTS)
    wanted = request.GET.get("q", "").strip()
    archived = request.GET.get("state") == "archived"
    rows = Workspace.objects.in_organization(grant.organization).filter(archived_at__isnull=not archived)
    if wanted:
        rows = rows.filter(name__icontains=wanted)
    clients = clients_of(grant.organization, month=timezone.now().date(), workspaces=rows)
    return _page(
        request,
        grant,
        "workspaces/organization.html",
        {"clients": clients, "q": wanted, "archived": archived, "counts_by_state": _counts(grant)},
    )


def _counts(grant: OrganizationGrant) -> dict[str, int]:
    every = Workspace.objects.in_organization(grant.organization)
    active = every.active().count()
    return {"active": active, "archived": every.count() - active}


@require_http_methods(["GET", "HEAD", "POST"])
def new_workspace(request: HttpRequest, organization: str) -> HttpResponse:
    """A new client."""
    grant = access.organization(request, organization, May.CREATE_WORKSPACE)
    form, made = NameForm(posted(request)), []

    def make() -> None:
        made.append(
            operations.create_workspace(
                organization=grant.organization, name=form.cleaned_data["name"], by=grant.actor, now=timezone.now()
            )
        )

    if request.method == "POST" and did(form, make):
        messages.success(request, f"“{made[0]}” is ready. Invite the people who will work in it.")
        return redirect("workspaces:people", made[0].key)
    form.fields["name"].label = "Client or brand"
    return _page(request, grant, "workspaces/new_workspace.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def organization_settings(request: HttpRequest, organization: str) -> HttpResponse:
    """Its name."""
    grant = access.organization(request, organization, May.MANAGE_ORGANIZATION)
    form = NameForm(posted(request), initial={"name": grant.organization.name})
    if request.method == "POST" and did(
        form,
        lambda: operations.rename_organization(
            organization=grant.organization, name=form.cleaned_data["name"], by=grant.actor, now=timezone.now()
        ),
    ):
        messages.success(request, "Saved.")
        return redirect("workspaces:organization_settings", grant.organization.key)
    return _page(request, grant, "workspaces/organization_settings.html", {"form": form})


@require_safe
def usage_export(request: HttpRequest, organization: str) -> HttpResponseBase:
    """What each client used in each month, for re-billing."""
    grant = access.organization(request, organization, May.SEE_USAGE)
    return tables.download(f"usage-{grant.organization.key}", USAGE_HEAD, usage_rows(grant.organization))


def _page(request: HttpRequest, grant: OrganizationGrant, template: str, context: dict) -> HttpResponse:  # type: ignore[type-arg]
    return render(request, template, {"organization": grant.organization, "organization_grant": grant, **context})
