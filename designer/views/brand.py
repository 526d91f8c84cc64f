"""The brand kit of a workspace over what it inherits, and the one that all clients of an organization begin with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from designer import brand
from designer.models import Asset, BrandKit
from designer.operations.brand import save_brand_kit
from designer.queries.kits import kit_above, kit_of, kit_of_organization, own_kit, own_kit_of_organization
from designer.views.brand_form import content_of, rev_of, shown
from designer.views.page import act, posting
from workspaces import access
from workspaces.roles import Capability, OrganizationCapability

EDIT = Capability.EDIT_BRAND
SEE_ABOVE, EDIT_ABOVE = OrganizationCapability.SEE_CLIENTS, OrganizationCapability.EDIT_BRAND
DONE = "Saved. Drafts follow at once; live versions keep the brand they were approved with."


@require_safe
def kit(request: HttpRequest, workspace: str) -> HttpResponse:
    """The kit as a form; every value that is inherited says so."""
    grant = access.enter(request, workspace)
    held = kit_of(grant.workspace)
    library = Asset.objects.in_workspace(grant.workspace).filter(archived_at=None)
    uploaded = library.filter(kind=Asset.Kind.FONT)
    context = {
        **shown(held, own_kit(grant.workspace), [font.family for font in uploaded]),
        "above": BrandKit.objects.filter(organization=grant.workspace.organization_id).exists(),
        "over": access.over(grant),
        "uploaded": uploaded,
        "logos": library.filter(kind=Asset.Kind.LOGO),
        "chosen": {logo.digest for logo in held.logos},
        "may_edit": grant.may(EDIT),
    }
    return render(request, "designer/brand.html", context)


@posting
def save(request: HttpRequest, workspace: str) -> HttpResponse:
    """Put what the form says in the kit's place; what it only repeats stays inherited."""
    grant = access.enter(request, workspace, EDIT)

    def work() -> None:
        logos = Asset.objects.in_workspace(grant.workspace).filter(digest__in=request.POST.getlist("logo"))
        content = brand.beyond(content_of(request.POST, logos), kit_above(grant.workspace))
        rev, now = rev_of(request.POST), timezone.now()
        save_brand_kit(workspace=grant.workspace, content=content, rev=rev, by=grant.actor, now=now)

    return act(request, DONE, reverse("designer:brand", args=[workspace]), work)


@require_safe
def organization_kit(request: HttpRequest, organization: str) -> HttpResponse:
    """What all clients inherit."""
    grant = access.organization(request, organization, SEE_ABOVE)
    context = {
        **shown(kit_of_organization(grant.organization), own_kit_of_organization(grant.organization)),
        "organization": grant.organization,
        "organization_grant": grant,
        "may_edit": grant.may(EDIT_ABOVE),
    }
    return render(request, "designer/organization_brand.html", context)


@posting
def save_organization_kit(request: HttpRequest, organization: str) -> HttpResponse:
    """Put what the form says in its place; every workspace that says nothing else follows."""
    grant = access.organization(request, organization, EDIT_ABOVE)

    def work() -> None:
        content = brand.beyond(content_of(request.POST), brand.plain())
        rev, now = rev_of(request.POST), timezone.now()
        save_brand_kit(organization=grant.organization, content=content, rev=rev, by=grant.actor, now=now)

    return act(request, DONE, reverse("designer:organization_brand", args=[organization]), work)
