"""A workspace's settings, its quotas, and its place: archive, restore, hand over."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from workspaces import access
from workspaces.access import Grant, OrganizationGrant
from workspaces.forms import GIGABYTE, QuotaForm, SettingsForm, TransferForm, did, posted
from workspaces.models import Organization
from workspaces.operations import organizations as places
from workspaces.operations import workspace_settings as operations
from workspaces.preferences import preferences
from workspaces.queries.places import client_of, organizations_owned_by
from workspaces.roles import Capability
from workspaces.roles import OrganizationCapability as May


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, workspace: str) -> HttpResponse:
    """Everybody inside reads them, admins change them."""
    grant = access.enter(request, workspace)
    if request.method != "POST":
        form = SettingsForm.showing(grant.workspace, preferences(grant.workspace))
        return _settings_page(request, grant, form)
    grant.require(Capability.MANAGE_SETTINGS)
    form = SettingsForm(request.POST)
    if did(form, lambda: _save(grant, form)):
        messages.success(request, "Saved.")
        return redirect("workspaces:settings", workspace)
    return _settings_page(request, grant, form)


@transaction.atomic
def _save(grant: Grant, form: SettingsForm) -> None:
    now = timezone.now()
    places.rename_workspace(workspace=grant.workspace, name=form.cleaned_data["name"], by=grant.actor, now=now)
    operations.change_settings(workspace=grant.workspace, changes=form.changes, by=grant.actor, now=now)


def _settings_page(request: HttpRequest, grant: Grant, form: SettingsForm) -> HttpResponse:
    may = grant.may(Capability.MANAGE_SETTINGS)
    if not may:
        for field in form.fields.values():
            field.disabled = True
    return render(request, "workspaces/settings.html", {"form": form, "may_change": may})


@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request: HttpRequest, workspace: str) -> HttpResponse:
    """Use against quotas; the organization's people set them."""
    grant = access.enter(request, workspace)
    over = access.over(grant)
    limit = grant.workspace.storage_bytes
    initial = {
        "pictures_per_month": grant.workspace.pictures_per_month,
        "storage_gigabytes": f"{limit / GIGABYTE:g}" if limit else None,
    }
    form = QuotaForm(posted(request), initial=initial)
    if request.method == "POST":
        _require(over, May.SET_QUOTAS, grant)
        if did(form, lambda: _set_quotas(grant, form)):
            messages.success(request, "Saved.")
            return redirect("workspaces:quotas", workspace)
    context = {
        "form": form,
        "client": client_of(grant.workspace, month=timezone.now().date()),
        "may_change": over is not None and over.may(May.SET_QUOTAS),
        "may_archive": over is not None and over.may(May.ARCHIVE_WORKSPACE),
        "may_transfer": over is not None and over.may(May.TRANSFER_WORKSPACE),
    }
    return render(request, "workspaces/quotas.html", context)


def _set_quotas(grant: Grant, form: QuotaForm) -> None:
    operations.set_quotas(
        workspace=grant.workspace,
        pictures_per_month=form.cleaned_data["pictures_per_month"],
        storage_bytes=form.storage_bytes,
        by=grant.actor,
        now=timezone.now(),
    )


@require_POST
def archive(request: HttpRequest, workspace: str) -> HttpResponse:
    """Put the workspace away; one click takes it out again."""
    grant = access.enter(request, workspace)
    _require(access.over(grant), May.ARCHIVE_WORKSPACE, grant)
    places.archive_workspace(workspace=grant.workspace, by=grant.actor, now=timezone.now())
    undo = reverse("workspaces:restore", args=[workspace])
    said = f"“{grant.workspace}” is archived. Its pictures go on being served."
    messages.success(request, said, extra_tags=f"undo={undo}")
    return redirect("workspaces:organization", grant.workspace.organization.key)


@require_POST
def restore(request: HttpRequest, workspace: str) -> HttpResponse:
    """Take it out of the archive."""
    grant = access.enter(request, workspace)
    _require(access.over(grant), May.ARCHIVE_WORKSPACE, grant)
    places.restore_workspace(workspace=grant.workspace, by=grant.actor, now=timezone.now())
    messages.success(request, f"“{grant.workspace}” is back.")
    return redirect("workspaces:home", workspace)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, workspace: str) -> HttpResponse:
    """Hand it to another organization of the same owner."""
    grant = access.enter(request, workspace)
    _require(access.over(grant), May.TRANSFER_WORKSPACE, grant)
    assert grant.actor.user is not None
    others = organizations_owned_by(grant.actor.user).exclude(pk=grant.workspace.organization_id)
    form = TransferForm(posted(request), offered=list(others))

    def hand_over() -> None:
        to: Organization = others.get(key=form.cleaned_data["to"])
        places.transfer_workspace(workspace=grant.workspace, to=to, by=grant.actor, now=timezone.now())

    if request.method == "POST" and did(form, hand_over):
        messages.success(request, f"“{grant.workspace}” belongs to {grant.workspace.organization} now.")
        return redirect("workspaces:quotas", workspace)
    return render(request, "workspaces/transfer.html", {"form": form, "others": others})


def _require(over: OrganizationGrant | None, capability: May, grant: Grant) -> None:
    access.require_over(over, capability, grant.actor)
