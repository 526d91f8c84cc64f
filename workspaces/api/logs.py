"""The audit log by API: the same filters as its page."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from workspaces.api import described, shapes
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.queries.logs import LogFilter, organization_log, workspace_log
from workspaces.roles import Capability, OrganizationCapability

FILTERS = {
    "q": "Words in names and acts.",
    "kind": "What it is about, such as api_key or template.",
    "actor": "A person's or an API key's public key.",
    "since": "First day, as 2026-11-24 (UTC).",
    "until": "Last day.",
}


class LogView(TenantView):
    @described.many("list_audit_entries", "Read the audit log", shapes.AuditShape, **FILTERS)
    def get(self, request: Request, workspace: str) -> Response:
        grant = self.enter(Capability.SEE_AUDIT)
        rows = workspace_log(grant.workspace, LogFilter.from_query(request.query_params.dict()))
        return page(self, rows.select_related("workspace"), shapes.AuditShape)


class OrganizationLogView(TenantView):
    @described.many("list_organization_audit_entries", "Read an organization's log", shapes.AuditShape, **FILTERS)
    def get(self, request: Request, organization: str) -> Response:
        grant = self.over(OrganizationCapability.SEE_AUDIT)
        rows = organization_log(grant.organization, LogFilter.from_query(request.query_params.dict()))
        return page(self, rows, shapes.AuditShape)
