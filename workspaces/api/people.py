"""Members and invitations of a workspace."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from workspaces import access
from workspaces.api import described, shapes
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.models import Invitation, Membership
from workspaces.operations import invitations, people
from workspaces.roles import Capability, Role

MAY = Capability.MANAGE_PEOPLE


class MembersView(TenantView):
    @described.many("list_members", "List members", shapes.MemberShape)
    def get(self, request: Request, workspace: str) -> Response:
        rows = Membership.objects.in_workspace(self.enter().workspace).select_related("user")
        return page(self, rows, shapes.MemberShape)


class MemberView(TenantView):
    @described.change("change_role", "Give a member another role", shapes.RoleChange, shapes.MemberShape)
    @once
    def patch(self, request: Request, workspace: str, person: str) -> Response:
        membership = access.one(request, workspace, Membership, person, MAY, by="user__key")
        grant, given = self.enter(), self.given(shapes.RoleChange)
        people.change_role(
            membership=membership,
            role=Role(given["role"]),
            by=grant.actor,
            held=grant.capabilities,
            now=timezone.now(),
            revoke_keys=given["revoke_keys"],
        )
        return Response(shapes.MemberShape(membership).data)

    @described.remove("remove_member", "Take a member out")
    @once
    def delete(self, request: Request, workspace: str, person: str) -> Response:
        membership = access.one(request, workspace, Membership, person, MAY, by="user__key")
        grant = self.enter()
        people.remove_member(membership=membership, by=grant.actor, held=grant.capabilities, now=timezone.now())
        return Response(status=204)


class InvitationsView(TenantView):
    @described.many("list_invitations", "List invitations", shapes.InvitationShape)
    def get(self, request: Request, workspace: str) -> Response:
        rows = Invitation.objects.in_workspace(self.enter(MAY).workspace)
        return page(self, rows, shapes.InvitationShape)

    @described.make("invite", "Invite somebody by mail", shapes.NewInvitation, shapes.InvitationShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(MAY)
        given = self.given(shapes.NewInvitation)
        sent = invitations.invite(
            workspace=grant.workspace,
            email=given["email"],
            role=Role(given["role"]),
            by=grant.actor,
            held=grant.capabilities,
            now=timezone.now(),
        )
        return Response(shapes.InvitationShape(sent).data, status=201)


class InvitationView(TenantView):
    @described.remove("revoke_invitation", "Revoke an invitation")
    @once
    def delete(self, request: Request, workspace: str, invitation: str) -> Response:
        found = access.one(request, workspace, Invitation, invitation, MAY)
        invitations.revoke_invitation(invitation=found, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)


class ResendView(TenantView):
    @described.act("resend_invitation", "Send an invitation again", shapes.InvitationShape)
    @once
    def post(self, request: Request, workspace: str, invitation: str) -> Response:
        found = access.one(request, workspace, Invitation, invitation, MAY)
        invitations.resend_invitation(invitation=found, by=access.actor_of(request), now=timezone.now())
        return Response(shapes.InvitationShape(found).data)
