"""Addresses of this app's API, below `/api/v1/`."""

from __future__ import annotations

from django.urls import URLPattern, path

from workspaces.api import keys, logs, organization_people, people, places

of_workspace: list[URLPattern] = [
    path("quotas", places.QuotasView.as_view(), name="api-quotas"),
    path("archive", places.ArchiveView.as_view(), name="api-archive"),
    path("restore", places.RestoreView.as_view(), name="api-restore"),
    path("transfer", places.TransferView.as_view(), name="api-transfer"),
    path("usage", places.UsageView.as_view(), name="api-usage"),
    path("members", people.MembersView.as_view(), name="api-members"),
    path("members/<str:person>", people.MemberView.as_view(), name="api-member"),
    path("invitations", people.InvitationsView.as_view(), name="api-invitations"),
    path("invitations/<str:invitation>", people.InvitationView.as_view(), name="api-invitation"),
    path("invitations/<str:invitation>/resend", people.ResendView.as_view(), name="api-resend-invitation"),
    path("api-keys", keys.ApiKeysView.as_view(), name="api-keys"),
    path("api-keys/<str:api_key>", keys.ApiKeyView.as_view(), name="api-key"),
    path("signing-keys", keys.SigningKeysView.as_view(), name="api-signing-keys"),
    path("signing-keys/<int:number>", keys.SigningKeyView.as_view(), name="api-signing-key"),
    path("audit", logs.LogView.as_view(), name="api-audit"),
]

of_organization: list[URLPattern] = [
    path("workspaces", places.ClientsView.as_view(), name="api-clients"),
    path("usage", places.OrganizationUsageView.as_view(), name="api-organization-usage"),
    path("audit", logs.OrganizationLogView.as_view(), name="api-organization-audit"),
    path("members", organization_people.OrganizationMembersView.as_view(), name="api-organization-members"),
    path(
        "members/<str:person>",
        organization_people.OrganizationMemberView.as_view(),
        name="api-organization-member",
    ),
    path("invitations", organization_people.OrganizationInvitationsView.as_view(), name="api-organization-invitations"),
    path(
        "invitations/<str:invitation>",
        organization_people.OrganizationInvitationView.as_view(),
        name="api-organization-invitation",
    ),
]
