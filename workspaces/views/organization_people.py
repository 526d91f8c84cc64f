"""Who runs an organization: the list, inviting, another role, taking out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspaces import access
from workspaces.forms import InviteForm, RemoveForm, RoleForm, did, posted
from workspaces.models import Invitation, OrganizationMembership
from workspaces.operations import invitations as inviting
from workspaces.operations import people as operations
from workspaces.queries.people import open_organization_invitations, organization_people
from workspaces.roles import OrganizationCapability as May
from workspaces.roles import OrganizationRole


@require_safe
def people(request: HttpRequest, organization: str) -> HttpResponse:
    """Owners and managers, and who was asked."""
    grant = access.organization(request, organization, May.SEE_CLIENTS)
    context = {
        "organization": grant.organization,
        "organization_grant": grant,
        "members": organization_people(grant.organization),
        "invitations": open_organization_invitations(grant.organization),
        "may_manage": grant.may(May.MANAGE_ORGANIZATION),
        "now": timezone.now(),
    }
    return render(request, "workspaces/organization_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, organization: str) -> HttpResponse:
    grant = access.organization(request, organization, May.MANAGE_ORGANIZATION)
    form = InviteForm(posted(request), offered=list(OrganizationRole), initial={"role": OrganizationRole.MANAGER.value})

    def send() -> None:
        inviting.invite_to_organization(
            organization=grant.organization,
            email=form.cleaned_data["email"],
            role=OrganizationRole(form.cleaned_data["role"]),
            by=grant.actor,
            now=timezone.now(),
        )

    if request.method == "POST" and did(form, send):
        messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
        return redirect("workspaces:organization_people", organization)
    context = {"organization": grant.organization, "organization_grant": grant, "form": form}
    return render(request, "workspaces/organization_invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, organization: str, person: str) -> HttpResponse:
    """Owner or manager."""
    grant = access.organization(request, organization, May.MANAGE_ORGANIZATION)
    membership = access.find_of_organization(grant, OrganizationMembership, person, by="user__key")
    form = RoleForm(posted(request), offered=list(OrganizationRole), initial={"role": membership.role})

    def change() -> None:
        role = OrganizationRole(form.cleaned_data["role"])
        operations.change_organization_role(membership=membership, role=role, by=grant.actor, now=timezone.now())

    if request.method == "POST" and did(form, change):
        messages.success(request, f"{membership.user} is {membership.get_role_display().lower()} now.")
        return redirect("workspaces:organization_people", organization)
    context = {"organization": grant.organization, "organization_grant": grant, "form": form, "member": membership}
    return render(request, "workspaces/organization_member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, organization: str, person: str) -> HttpResponse:
    """Ask, then take a person out."""
    grant = access.organization(request, organization, May.MANAGE_ORGANIZATION)
    membership = access.find_of_organization(grant, OrganizationMembership, person, by="user__key")
    form = RemoveForm(posted(request))

    def remove() -> None:
        operations.remove_organization_member(membership=membership, by=grant.actor, now=timezone.now())

    if request.method == "POST" and did(form, remove):
        messages.success(request, f"{membership.user} does not belong to {grant.organization} any more.")
        itself = membership.user == grant.actor.user
        return redirect("workspaces:index") if itself else redirect("workspaces:organization_people", organization)
    context = {"organization": grant.organization, "organization_grant": grant, "form": form, "member": membership}
    return render(request, "workspaces/organization_remove_member.html", context)


@require_POST
def resend_invitation(request: HttpRequest, organization: str, invitation: str) -> HttpResponse:
    grant = access.organization(request, organization, May.MANAGE_ORGANIZATION)
    found = access.find_of_organization(grant, Invitation.objects.filter(workspace=None), invitation)
    inviting.resend_invitation(invitation=found, by=grant.actor, now=timezone.now())
    messages.success(request, f"A fresh link is on its way to {found.email}; the former one stopped working.")
    return redirect("workspaces:organization_people", organization)


@require_POST
def revoke_invitation(request: HttpRequest, organization: str, invitation: str) -> HttpResponse:
    grant = access.organization(request, organization, May.MANAGE_ORGANIZATION)
    found = access.find_of_organization(grant, Invitation.objects.filter(workspace=None), invitation)
    inviting.revoke_invitation(invitation=found, by=grant.actor, now=timezone.now())
    messages.success(request, f"The invitation to {found.email} is revoked.")
    return redirect("workspaces:organization_people", organization)
