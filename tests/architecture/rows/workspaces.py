"""What the pages of people, keys, settings and logs demand."""

from tests.architecture.access_rows import Anybody, acts, form, sees
from workspaces.roles import Capability as C
from workspaces.roles import OrganizationCapability as O  # noqa: E741,N817

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
    "workspaces:archive": form(O.ARCHIVE_WORKSPACE),
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
}
