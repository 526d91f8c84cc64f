"""Rights in plain English: what somebody may not do, and who can."""

from __future__ import annotations

from workspaces import roles, scopes
from workspaces.actors import Actor
from workspaces.roles import Capability, OrganizationCapability

C, ORG = Capability, OrganizationCapability
DOING: dict[Capability | OrganizationCapability, str] = {
    C.VIEW: "look around",
    C.COMMENT: "comment",
    C.RENDER: "draw pictures",
    C.MANAGE_LINKS: "make or change links",
    C.MANAGE_AUDIENCES: "work with audiences",
    C.MANAGE_SOURCES: "set up data sources",
    C.PREWARM: "draw pictures ahead of a send",
    C.EDIT_TEMPLATES: "edit templates",
    C.EDIT_ASSETS: "change the asset library",
    C.REVIEW: "approve or ask for changes",
    C.PUBLISH: "publish, pause or roll back",
    C.OPEN_LINKS: "make open links",
    C.OVERRIDE_CHECKS: "override checks",
    C.EDIT_BRAND: "change the brand kit",
    C.MANAGE_PEOPLE: "invite people or change roles",
    C.MANAGE_KEYS: "work with keys",
    C.MANAGE_SETTINGS: "change the workspace’s settings",
    C.SEE_AUDIT: "read the audit log",
    ORG.SEE_CLIENTS: "see this organization’s clients",
    ORG.CREATE_WORKSPACE: "make workspaces",
    ORG.ARCHIVE_WORKSPACE: "archive or restore workspaces",
    ORG.SET_QUOTAS: "set quotas",
    ORG.SEE_USAGE: "see usage",
    ORG.SEE_AUDIT: "read the organization’s audit log",
    ORG.EDIT_BRAND: "change the brand kit that all clients inherit",
    ORG.TRANSFER_WORKSPACE: "hand a workspace to another organization",
    ORG.MANAGE_ORGANIZATION: "change the organization or who belongs to it",
}


def for_people(capability: Capability | OrganizationCapability) -> str:
    """What the capability lets one do, to follow "You may not"."""
    return DOING[capability]


def who_can(capability: Capability | OrganizationCapability, actor: Actor) -> str:
    """A sentence that says who may do it instead."""
    if isinstance(capability, OrganizationCapability):
        names = [f"{role.label.lower()}s" for role in roles.organization_roles_with(capability)]
        return f"{in_words(names).capitalize()} of the organization can."
    if actor.api_key is not None:
        able = [f"“{scope}”" for scope in scopes.scopes_with(capability)]
        return f"A key with the scope {in_words(able, 'or')} can." if able else "Only people can."
    names = [f"{role.label.lower()}s" for role in roles.roles_with(capability)]
    return f"{in_words(names).capitalize()} of this workspace can, and the people who run its organization."


def in_words(names: list[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
