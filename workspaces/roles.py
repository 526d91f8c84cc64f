"""Which role may do what: one table, pure, read by people and by `access.py` alike."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Capability(StrEnum):
    """One thing a person or an API key may do inside one workspace."""

    VIEW = "view"
    COMMENT = "comment"
    RENDER = "render"
    MANAGE_LINKS = "manage_links"
    MANAGE_AUDIENCES = "manage_audiences"
    MANAGE_SOURCES = "manage_sources"
    PREWARM = "prewarm"
    EDIT_TEMPLATES = "edit_templates"
    EDIT_ASSETS = "edit_assets"
    REVIEW = "review"
    PUBLISH = "publish"
    OPEN_LINKS = "open_links"
    OVERRIDE_CHECKS = "override_checks"
    EDIT_BRAND = "edit_brand"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_KEYS = "manage_keys"
    MANAGE_SETTINGS = "manage_settings"
    SEE_AUDIT = "see_audit"


class OrganizationCapability(StrEnum):
    """One thing a person may do with an organization as a whole."""

    SEE_CLIENTS = "see_clients"
    CREATE_WORKSPACE = "create_workspace"
    ARCHIVE_WORKSPACE = "archive_workspace"
    SET_QUOTAS = "set_quotas"
    SEE_USAGE = "see_usage"
    SEE_AUDIT = "see_organization_audit"
    EDIT_BRAND = "edit_organization_brand"
    TRANSFER_WORKSPACE = "transfer_workspace"
    MANAGE_ORGANIZATION = "manage_organization"


class Role(StrEnum):
    """What a person is called in a workspace."""

    VIEWER = "viewer"
    MARKETER = "marketer"
    DESIGNER = "designer"
    APPROVER = "approver"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class OrganizationRole(StrEnum):
    """What a person is called in an organization; both act in every workspace of it."""

    MANAGER = "manager"
    OWNER = "owner"

    @property
    def label(self) -> str:
        return self.value.capitalize()


C, ORG = Capability, OrganizationCapability
SEE = frozenset({C.VIEW})
TALK = SEE | {C.COMMENT}
MARKET = TALK | {C.RENDER, C.MANAGE_LINKS, C.MANAGE_AUDIENCES, C.MANAGE_SOURCES, C.PREWARM}
DESIGN = TALK | {C.RENDER, C.EDIT_TEMPLATES, C.EDIT_ASSETS}
APPROVE = TALK | {C.RENDER, C.REVIEW, C.PUBLISH, C.OPEN_LINKS, C.OVERRIDE_CHECKS}
EVERYTHING = frozenset(Capability)

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.VIEWER: SEE,
    Role.MARKETER: MARKET,
    Role.DESIGNER: DESIGN,
    Role.APPROVER: APPROVE,
    Role.ADMIN: EVERYTHING,
}

MANAGE_CLIENTS = frozenset(
    {
        ORG.SEE_CLIENTS,
        ORG.CREATE_WORKSPACE,
        ORG.ARCHIVE_WORKSPACE,
        ORG.SET_QUOTAS,
        ORG.SEE_USAGE,
        ORG.SEE_AUDIT,
        ORG.EDIT_BRAND,
    }
)
ORGANIZATION_CAPABILITIES: dict[OrganizationRole, frozenset[OrganizationCapability]] = {
    OrganizationRole.MANAGER: MANAGE_CLIENTS,
    OrganizationRole.OWNER: frozenset(OrganizationCapability),
}

WORDS: dict[Role | OrganizationRole, str] = {
    Role.VIEWER: "Sees everything in the workspace, changes nothing.",
    Role.MARKETER: "Makes links, audiences, data sources and snippets, and draws pictures ahead of a send.",
    Role.DESIGNER: "Makes and edits templates, fields and assets, and submits them for review.",
    Role.APPROVER: "Reviews, publishes, pauses and rolls back. Never approves their own work.",
    Role.ADMIN: "All of that, and looks after people, keys, the brand kit and settings.",
    OrganizationRole.MANAGER: "Acts as an admin in every client workspace, and makes new ones.",
    OrganizationRole.OWNER: "All of that, and looks after the organization itself and who belongs to it.",
}
"""What each role means, in one sentence, for the pages where people choose one."""


def granted_to(role: Role | None, organization_role: OrganizationRole | None) -> frozenset[Capability]:
    """What both roles together allow in one workspace; people of the organization may do everything there."""
    if organization_role is not None:
        return EVERYTHING
    return CAPABILITIES[role] if role is not None else frozenset()


def roles_with(capability: Capability) -> tuple[Role, ...]:
    """The roles that may do this, weakest first: for the sentence "who can"."""
    return tuple(role for role in Role if capability in CAPABILITIES[role])


def organization_roles_with(capability: OrganizationCapability) -> tuple[OrganizationRole, ...]:
    """The organization's roles that may do this."""
    return tuple(role for role in OrganizationRole if capability in ORGANIZATION_CAPABILITIES[role])


def known_capabilities(names: Iterable[str]) -> frozenset[Capability]:
    """The capabilities among these names; unknown names give nothing."""
    return frozenset(capability for capability in Capability if capability.value in set(names))
