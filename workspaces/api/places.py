"""Workspaces and organizations: what one may enter, making clients, settings, quotas, use."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from workspaces import access
from workspaces.api import described, shapes
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.models import MonthlyUse, Organization, Workspace
from workspaces.operations import organizations as operations
from workspaces.operations import workspace_settings
from workspaces.queries.places import organizations_of, organizations_owned_by, workspaces_of
from workspaces.roles import Capability
from workspaces.roles import OrganizationCapability as May


class MeView(TenantView):
    @described.one("me", "Who am I", shapes.MeShape)
    def get(self, request: Request) -> Response:
        actor = access.actor_of(request)
        key = actor.api_key
        shown = {
            "kind": actor.kind.value,
            "name": actor.name,
            "workspace": key.workspace.key if key else None,
            "scopes": key.scopes if key else None,
        }
        return Response(shown)


class WorkspacesView(TenantView):
    @described.many(
        "list_workspaces", "List workspaces", shapes.WorkspaceShape, archived="true lists the archived ones."
    )
    def get(self, request: Request) -> Response:
        actor = access.actor_of(request)
        archived = request.query_params.get("archived") == "true"
        rows = workspaces_of(actor.user) if actor.user else Workspace.objects.select_related("organization")
        if actor.api_key:
            rows = rows.filter(pk=actor.api_key.workspace_id)
        return page(self, rows.filter(archived_at__isnull=not archived), shapes.WorkspaceShape)


class WorkspaceView(TenantView):
    @described.one("get_workspace", "Show a workspace", shapes.WorkspaceShape)
    def get(self, request: Request, workspace: str) -> Response:
        return Response(shapes.WorkspaceShape(self.enter().workspace).data)

    @described.change(
        "change_workspace", "Rename it, change its settings", shapes.WorkspaceChanges, shapes.WorkspaceShape
    )
    @once
    @transaction.atomic
    def patch(self, request: Request, workspace: str) -> Response:
        grant = self.enter(Capability.MANAGE_SETTINGS)
        given, now = self.given(shapes.WorkspaceChanges), timezone.now()
        if "name" in given:
            operations.rename_workspace(workspace=grant.workspace, name=given["name"], by=grant.actor, now=now)
        if "settings" in given:
            workspace_settings.change_settings(
                workspace=grant.workspace, changes=given["settings"], by=grant.actor, now=now
            )
        return Response(shapes.WorkspaceShape(grant.workspace).data)


class QuotasView(TenantView):
    @described.change("set_quotas", "Set soft limits", shapes.QuotaShape, shapes.WorkspaceShape)
    @once
    def put(self, request: Request, workspace: str) -> Response:
        grant = self.enter()
        access.require_over(access.over(grant), May.SET_QUOTAS, grant.actor)
        given = self.given(shapes.QuotaShape)
        workspace_settings.set_quotas(workspace=grant.workspace, by=grant.actor, now=timezone.now(), **given)
        return Response(shapes.WorkspaceShape(grant.workspace).data)


class ArchiveView(TenantView):
    @described.act("archive_workspace", "Archive a workspace", shapes.WorkspaceShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter()
        access.require_over(access.over(grant), May.ARCHIVE_WORKSPACE, grant.actor)
        operations.archive_workspace(workspace=grant.workspace, by=grant.actor, now=timezone.now())
        return Response(shapes.WorkspaceShape(grant.workspace).data)


class RestoreView(TenantView):
    @described.act("restore_workspace", "Restore an archived workspace", shapes.WorkspaceShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter()
        access.require_over(access.over(grant), May.ARCHIVE_WORKSPACE, grant.actor)
        operations.restore_workspace(workspace=grant.workspace, by=grant.actor, now=timezone.now())
        return Response(shapes.WorkspaceShape(grant.workspace).data)


class TransferView(TenantView):
    @described.change(
        "transfer_workspace",
        "Hand a workspace to another organization of yours",
        shapes.TransferShape,
        shapes.WorkspaceShape,
    )
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter()
        access.require_over(access.over(grant), May.TRANSFER_WORKSPACE, grant.actor)
        assert grant.actor.user is not None
        wanted = self.given(shapes.TransferShape)["organization"]
        to = organizations_owned_by(grant.actor.user).filter(key=wanted).first()
        if to is None:
            raise access.NotFound
        operations.transfer_workspace(workspace=grant.workspace, to=to, by=grant.actor, now=timezone.now())
        return Response(shapes.WorkspaceShape(grant.workspace).data)


class UsageView(TenantView):
    @described.many("list_usage", "What a workspace used, month by month", shapes.UseShape)
    def get(self, request: Request, workspace: str) -> Response:
        rows = MonthlyUse.objects.in_workspace(self.enter().workspace).select_related("workspace")
        return page(self, rows, shapes.UseShape)


class OrganizationsView(TenantView):
    @described.many("list_organizations", "List the organizations you help to run", shapes.OrganizationShape)
    def get(self, request: Request) -> Response:
        user = access.actor_of(request).user
        rows = organizations_of(user) if user else Organization.objects.none()
        return page(self, rows, shapes.OrganizationShape)


class ClientsView(TenantView):
    @described.many("list_clients", "List an organization's workspaces", shapes.WorkspaceShape)
    def get(self, request: Request, organization: str) -> Response:
        rows = Workspace.objects.in_organization(self.over(May.SEE_CLIENTS).organization)
        return page(self, rows.select_related("organization"), shapes.WorkspaceShape)

    @described.make("create_workspace", "Make a workspace", shapes.NewWorkspaceShape, shapes.WorkspaceShape)
    @once
    def post(self, request: Request, organization: str) -> Response:
        grant = self.over(May.CREATE_WORKSPACE)
        given = self.given(shapes.NewWorkspaceShape)
        made = operations.create_workspace(
            organization=grant.organization, name=given["name"], by=grant.actor, now=timezone.now()
        )
        return Response(shapes.WorkspaceShape(made).data, status=201)


class OrganizationUsageView(TenantView):
    @described.many("list_organization_usage", "What all clients used, month by month", shapes.UseShape)
    def get(self, request: Request, organization: str) -> Response:
        grant = self.over(May.SEE_USAGE)
        rows = MonthlyUse.objects.filter(workspace__organization=grant.organization).select_related("workspace")
        return page(self, rows, shapes.UseShape)
