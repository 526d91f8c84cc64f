"""Who works in a workspace: the list, inviting, another role, taking out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspaces import access, roles
from workspaces.access import Grant
from workspaces.forms import InviteForm, RemoveForm, RoleForm, did, posted
from workspaces.models import ApiKey, Invitation, Membership
from workspaces.operations import invitations as inviting
from workspaces.operations import people as operations
from workspaces.queries.people import open_invitations, organization_people, people_in
from workspaces.roles import Capability, Role


@require_safe
def people(request: HttpRequest, workspace: str) -> HttpResponse:
    """Members, the organization's people, open invitations. Everybody inside may look."""
    grant = access.enter(request, workspace)
    context = {
        "members": people_in(grant.workspace),
        "above": organization_people(grant.workspace.organization),
        "invitations": open_invitations(grant.workspace),
        "now": timezone.now(),
    }
    return render(request, "workspaces/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, workspace: str) -> HttpResponse:
    grant = access.enter(request, workspace, Capability.MANAGE_PEOPLE)
    form = InviteForm(posted(request), offered=_roles_to_give(grant), initial={"role": Role.VIEWER.value})

    def send() -> None:
        inviting.invite(
            workspace=grant.workspace,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            by=grant.actor,
            held=grant.capabilities,
            now=timezone.now(),
        )

    if request.method == "POST" and did(form, send):
        messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
        return redirect("workspaces:people", grant.workspace.key)
    return render(request, "workspaces/invite.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, workspace: str, person: str) -> HttpResponse:
    """Give somebody another role."""
    membership = access.one(request, workspace, Membership, person, Capability.MANAGE_PEOPLE, by="user__key")
    grant: Grant = access.enter(request, workspace)
    form = RoleForm(
        posted(request),
        offered=_roles_to_give(grant),
        keys=_live_keys(membership),
        initial={"role": membership.role},
    )

    def change() -> None:
        operations.change_role(
            membership=membership,
            role=Role(form.cleaned_data["role"]),
            by=grant.actor,
            held=grant.capabilities,
            now=timezone.now(),
            revoke_keys=form.cleaned_data.get("revoke_keys", False),
        )

    if request.method == "POST" and did(form, change):
        messages.success(request, f"{membership.user} is {membership.get_role_display().lower()} now.")
        return redirect("workspaces:people", grant.workspace.key)
    return render(request, "workspaces/member.html", {"form": form, "member": membership})


@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: HttpRequest, workspace: str, person: str) -> HttpResponse:
    """Ask, then take a person out."""
    membership = access.one(request, workspace, Membership, person, Capability.MANAGE_PEOPLE, by="user__key")
    grant: Grant = access.enter(request, workspace)
    form = RemoveForm(posted(request), keys=_live_keys(membership))

    def remove() -> None:
        operations.remove_member(
            membership=membership,
            by=grant.actor,
            held=grant.capabilities,
            now=timezone.now(),
            revoke_keys=form.cleaned_data.get("revoke_keys", False),
        )

    if request.method == "POST" and did(form, remove):
        messages.success(request, f"{membership.user} does not belong to this workspace any more.")
        return redirect("workspaces:people", grant.workspace.key)
    return render(request, "workspaces/remove_member.html", {"form": form, "member": membership})


@require_POST
def leave(request: HttpRequest, workspace: str) -> HttpResponse:
    """Take oneself out."""
    grant = access.enter(request, workspace)
    membership = access.find(grant, Membership, grant.actor.key, by="user__key")
    operations.remove_member(membership=membership, by=grant.actor, held=grant.capabilities, now=timezone.now())
    messages.success(request, f"You left “{grant.workspace}”.")
    return redirect("workspaces:index")


@require_POST
def resend_invitation(request: HttpRequest, workspace: str, invitation: str) -> HttpResponse:
    found = access.one(request, workspace, Invitation, invitation, Capability.MANAGE_PEOPLE)
    inviting.resend_invitation(invitation=found, by=access.actor_of(request), now=timezone.now())
    messages.success(request, f"A fresh link is on its way to {found.email}; the former one stopped working.")
    return redirect("workspaces:people", workspace)


@require_POST
def revoke_invitation(request: HttpRequest, workspace: str, invitation: str) -> HttpResponse:
    found = access.one(request, workspace, Invitation, invitation, Capability.MANAGE_PEOPLE)
    inviting.revoke_invitation(invitation=found, by=access.actor_of(request), now=timezone.now())
    messages.success(request, f"The invitation to {found.email} is revoked.")
    return redirect("workspaces:people", workspace)


def _roles_to_give(grant: Grant) -> list[Role]:
    return [role for role in Role if roles.CAPABILITIES[role] <= grant.capabilities]


def _live_keys(membership: Membership) -> int:
    made = ApiKey.objects.in_workspace(membership.workspace).filter(created_by=membership.user_id, revoked_at=None)
    return made.count()
