"""What the pages of people, keys, settings and logs demand."""

from tests.architecture.access_rows import Anybody, Demand, Row, acts, form, sees
from workspaces.roles import Capability as C
from workspaces.roles import OrganizationCapability as O  # noqa: E741,N817

VIEWER, MANAGER = {"role": "viewer"}, {"role": "manager"}
QUOTAS = {"pictures_per_month": 1000, "storage_bytes": None}


def looked_at(demand: Demand) -> dict[str, Demand]:
    return {"GET": demand, "HEAD": demand}


ROWS = {
    "workspaces:index": sees(Anybody.LOGGED_IN),
    "workspaces:profile": form(Anybody.LOGGED_IN),
    "workspaces:invitation": form(
        Anybody.PUBLIC, Anybody.LOGGED_IN, because="the link's token is the right; its page names the place it leads to"
    ),
    "workspaces:organization": sees(O.SEE_CLIENTS),
    "workspaces:new_workspace": form(O.CREATE_WORKSPACE),
    "workspaces:organization_settings": form(O.MANAGE_ORGANIZATION),
    "workspaces:usage_export": sees(O.SEE_USAGE),
    "workspaces:organization_log": sees(O.SEE_AUDIT),
    "workspaces:organization_log_export": sees(O.SEE_AUDIT),
    "workspaces:organization_people": sees(O.SEE_CLIENTS),
    "workspaces:organization_invite": form(O.MANAGE_ORGANIZATION),
    "workspaces:organization_member": form(O.MANAGE_ORGANIZATION, parameters={"person": "manager"}),
    "workspaces:organization_remove_member": form(O.MANAGE_ORGANIZATION, parameters={"person": "manager"}),
    "workspaces:organization_resend_invitation": acts(
        O.MANAGE_ORGANIZATION, parameters={"invitation": "organization_invitation"}
    ),
    "workspaces:organization_revoke_invitation": acts(
        O.MANAGE_ORGANIZATION, parameters={"invitation": "organization_invitation"}
    ),
    "workspaces:home": sees(C.VIEW),
    "workspaces:settings": form(C.VIEW, C.MANAGE_SETTINGS),
    "workspaces:quotas": form(C.VIEW, O.SET_QUOTAS),
    "workspaces:archive": acts(O.ARCHIVE_WORKSPACE),
    "workspaces:restore": acts(O.ARCHIVE_WORKSPACE),
    "workspaces:transfer": form(O.TRANSFER_WORKSPACE),
    "workspaces:people": sees(C.VIEW),
    "workspaces:invite": form(C.MANAGE_PEOPLE),
    "workspaces:leave": acts(Anybody.LOGGED_IN, because="members take themselves out; tested in tests/workspaces"),
    "workspaces:member": form(C.MANAGE_PEOPLE),
    "workspaces:remove_member": form(C.MANAGE_PEOPLE),
    "workspaces:resend_invitation": acts(C.MANAGE_PEOPLE),
    "workspaces:revoke_invitation": acts(C.MANAGE_PEOPLE),
    "workspaces:api_keys": sees(C.MANAGE_KEYS),
    "workspaces:new_api_key": form(C.MANAGE_KEYS),
    "workspaces:revoke_api_key": form(C.MANAGE_KEYS),
    "workspaces:signing_keys": sees(C.MANAGE_KEYS),
    "workspaces:rotate_signing_key": acts(C.MANAGE_KEYS),
    "workspaces:revoke_signing_key": form(C.MANAGE_KEYS),
    "workspaces:log": sees(C.SEE_AUDIT),
    "workspaces:log_export": sees(C.SEE_AUDIT),
    "workspaces:api-me": sees(Anybody.KNOWN),
    "workspaces:api-workspaces": sees(Anybody.KNOWN),
    "workspaces:api-organizations": sees(Anybody.KNOWN),
    "workspaces:api-workspace": Row({**looked_at(C.VIEW), "PATCH": C.MANAGE_SETTINGS}),
    "workspaces:api-quotas": Row({"PUT": O.SET_QUOTAS}, bodies={"PUT": QUOTAS}),
    "workspaces:api-archive": acts(O.ARCHIVE_WORKSPACE),
    "workspaces:api-restore": acts(O.ARCHIVE_WORKSPACE),
    "workspaces:api-transfer": acts(
        O.TRANSFER_WORKSPACE, bodies={"POST": {"organization": "unknown"}}, may_be_absent=True
    ),
    "workspaces:api-usage": sees(C.VIEW),
    "workspaces:api-members": sees(C.VIEW),
    "workspaces:api-member": Row({"PATCH": C.MANAGE_PEOPLE, "DELETE": C.MANAGE_PEOPLE}, bodies={"PATCH": VIEWER}),
    "workspaces:api-invitations": form(C.MANAGE_PEOPLE, bodies={"POST": {"email": "ann@example.com", **VIEWER}}),
    "workspaces:api-invitation": Row({"DELETE": C.MANAGE_PEOPLE}),
    "workspaces:api-resend-invitation": acts(C.MANAGE_PEOPLE),
    "workspaces:api-keys": form(C.MANAGE_KEYS, bodies={"POST": {"name": "Program", "scopes": ["read"]}}),
    "workspaces:api-key": Row({"DELETE": C.MANAGE_KEYS}),
    "workspaces:api-signing-keys": form(C.MANAGE_KEYS),
    "workspaces:api-signing-key": Row({"DELETE": C.MANAGE_KEYS}),
    "workspaces:api-audit": sees(C.SEE_AUDIT),
    "workspaces:api-clients": Row(
        {**looked_at(O.SEE_CLIENTS), "POST": O.CREATE_WORKSPACE}, bodies={"POST": {"name": "New"}}
    ),
    "workspaces:api-organization-usage": sees(O.SEE_USAGE),
    "workspaces:api-organization-audit": sees(O.SEE_AUDIT),
    "workspaces:api-organization-members": sees(O.SEE_CLIENTS),
    "workspaces:api-organization-member": Row(
        {"PATCH": O.MANAGE_ORGANIZATION, "DELETE": O.MANAGE_ORGANIZATION},
        parameters={"person": "manager"},
        bodies={"PATCH": MANAGER},
    ),
    "workspaces:api-organization-invitations": form(
        O.MANAGE_ORGANIZATION, bodies={"POST": {"email": "ann@example.com", **MANAGER}}
    ),
    "workspaces:api-organization-invitation": Row(
        {"DELETE": O.MANAGE_ORGANIZATION}, parameters={"invitation": "organization_invitation"}
    ),
}
