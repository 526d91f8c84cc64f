"""Members and invitations of an organization; people only, for API keys belong to workspaces."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from workspaces import access
from workspaces.api import described, shapes
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.models import Invitation, OrganizationMembership
from workspaces.operations import invitations, people
from workspaces.roles import OrganizationCapability as May
from workspaces.roles import OrganizationRole


class OrganizationMembersView(TenantView):
    @described.many("list_organization_members", "List owners and managers", shapes.MemberShape)
    def get(self, request: Request, organization: str) -> Response:
        grant = self.over(May.SEE_CLIENTS)
        rows = OrganizationMembership.objects.filter(organization=grant.organization).select_related("user")
        return page(self, rows, shapes.MemberShape)


class OrganizationMemberView(TenantView):
    @described.change(
        "change_organization_role", "Make somebody owner or manager", shapes.OrganizationRoleChange, shapes.MemberShape
    )
    @once
    def patch(self, request: Request, organization: str, person: str) -> Response:
        grant = self.over(May.MANAGE_ORGANIZATION)
        membership = access.find_of_organization(grant, OrganizationMembership, person, by="user__key")
        role = OrganizationRole(self.given(shapes.OrganizationRoleChange)["role"])
        people.change_organization_role(membership=membership, role=role, by=grant.actor, now=timezone.now())
        return Response(shapes.MemberShape(membership).data)

    @described.remove("remove_organization_member", "Take an owner or manager out")
    @once
    def delete(self, request: Request, organization: str, person: str) -> Response:
        grant = self.over(May.MANAGE_ORGANIZATION)
        membership = access.find_of_organization(grant, OrganizationMembership, person, by="user__key")
        people.remove_organization_member(membership=membership, by=grant.actor, now=timezone.now())
        return Response(status=204)


class OrganizationInvitationsView(TenantView):
    @described.many("list_organization_invitations", "List invitations to run it", shapes.InvitationShape)
    def get(self, request: Request, organization: str) -> Response:
        grant = self.over(May.MANAGE_ORGANIZATION)
        rows = Invitation.objects.filter(organization=grant.organization, workspace=None)
        return page(self, rows, shapes.InvitationShape)

    @described.make(
        "invite_to_organization", "Invite somebody to run it", shapes.NewOrganizationInvitation, shapes.InvitationShape
    )
    @once
    def post(self, request: Request, organization: str) -> Response:
        grant = self.over(May.MANAGE_ORGANIZATION)
        given = self.given(shapes.NewOrganizationInvitation)
        sent = invitations.invite_to_organization(
            organization=grant.organization,
            email=given["email"],
            role=OrganizationRole(given["role"]),
            by=grant.actor,
            now=timezone.now(),
        )
        return Response(shapes.InvitationShape(sent).data, status=201)


class OrganizationInvitationView(TenantView):
    @described.remove("revoke_organization_invitation", "Revoke an invitation to run it")
    @once
    def delete(self, request: Request, organization: str, invitation: str) -> Response:
        grant = self.over(May.MANAGE_ORGANIZATION)
        found = access.find_of_organization(grant, Invitation.objects.filter(workspace=None), invitation)
        invitations.revoke_invitation(invitation=found, by=grant.actor, now=timezone.now())
        return Response(status=204)
