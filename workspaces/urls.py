"""Addresses of the pages: `/w/<workspace>/…` for one client, `/o/<organization>/…` for an agency."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from workspaces.api.places import MeView, OrganizationsView, WorkspacesView, WorkspaceView
from workspaces.api.urls import of_organization, of_workspace
from workspaces.purging.urls import of_workspace as cdn_of_workspace
from workspaces.purging.urls import pages as cdn_pages
from workspaces.views import account, keys, logs, organization_people, organizations, people, places, settings
from workspaces.webhooks.urls import of_workspace as webhooks_of_workspace
from workspaces.webhooks.urls import pages as webhook_pages

app_name = "workspaces"

own: list[URLPattern] = [
    path("workspaces/", places.index, name="index"),
    path("account/", account.profile, name="profile"),
    path("invitation/<str:token>/", account.invitation, name="invitation"),
]

in_organization: list[URLPattern] = [
    path("", organizations.organization, name="organization"),
    path("new/", organizations.new_workspace, name="new_workspace"),
    path("settings/", organizations.organization_settings, name="organization_settings"),
    path("usage.csv", organizations.usage_export, name="usage_export"),
    path("log/", logs.organization_log_page, name="organization_log"),
    path("log.csv", logs.organization_log_export, name="organization_log_export"),
    path("people/", organization_people.people, name="organization_people"),
    path("people/invite/", organization_people.invite, name="organization_invite"),
    path("people/<str:person>/", organization_people.member, name="organization_member"),
    path("people/<str:person>/remove/", organization_people.remove_member, name="organization_remove_member"),
    path(
        "invitations/<str:invitation>/resend/",
        organization_people.resend_invitation,
        name="organization_resend_invitation",
    ),
    path(
        "invitations/<str:invitation>/revoke/",
        organization_people.revoke_invitation,
        name="organization_revoke_invitation",
    ),
]

in_settings: list[URLPattern | URLResolver] = [
    path("", settings.settings, name="settings"),
    path("quotas/", settings.quotas, name="quotas"),
    path("archive/", settings.archive, name="archive"),
    path("restore/", settings.restore, name="restore"),
    path("transfer/", settings.transfer, name="transfer"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/leave/", people.leave, name="leave"),
    path("people/<str:person>/", people.member, name="member"),
    path("people/<str:person>/remove/", people.remove_member, name="remove_member"),
    path("invitations/<str:invitation>/resend/", people.resend_invitation, name="resend_invitation"),
    path("invitations/<str:invitation>/revoke/", people.revoke_invitation, name="revoke_invitation"),
    path("keys/", keys.api_keys, name="api_keys"),
    path("keys/new/", keys.new_api_key, name="new_api_key"),
    path("keys/<str:api_key>/revoke/", keys.revoke_api_key, name="revoke_api_key"),
    path("signing/", keys.signing_keys, name="signing_keys"),
    path("signing/rotate/", keys.rotate_signing_key, name="rotate_signing_key"),
    path("signing/<int:number>/revoke/", keys.revoke_signing_key, name="revoke_signing_key"),
    path("webhooks/", include(webhook_pages)),
    path("cdn/", include(cdn_pages)),
    path("log/", logs.log, name="log"),
    path("log.csv", logs.log_export, name="log_export"),
]

in_api: list[URLPattern | URLResolver] = [
    path("me", MeView.as_view(), name="api-me"),
    path("workspaces", WorkspacesView.as_view(), name="api-workspaces"),
    path("organizations", OrganizationsView.as_view(), name="api-organizations"),
    path("workspaces/<str:workspace>", WorkspaceView.as_view(), name="api-workspace"),
    path("workspaces/<str:workspace>/", include(of_workspace)),
    path("workspaces/<str:workspace>/", include(webhooks_of_workspace)),
    path("workspaces/<str:workspace>/", include(cdn_of_workspace)),
    path("organizations/<str:organization>/", include(of_organization)),
]

urlpatterns = [
    path("api/v1/", include(in_api)),
    *own,
    path("o/<str:organization>/", include(in_organization)),
    path("w/<str:workspace>/", places.home, name="home"),
    path("w/<str:workspace>/settings/", include(in_settings)),
]
