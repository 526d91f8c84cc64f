"""Who may do what: the table, spelled out once more by hand, for a slip in it would open every door."""

from __future__ import annotations

import pytest

from workspaces import roles, scopes
from workspaces.roles import Capability as C
from workspaces.roles import OrganizationCapability as Over
from workspaces.roles import OrganizationRole, Role
from workspaces.scopes import Scope

EXPECTED = {
    Role.VIEWER: {"view"},
    Role.MARKETER: {"view", "comment", "render", "manage_links", "manage_audiences", "manage_sources", "prewarm"},
    Role.DESIGNER: {"view", "comment", "render", "edit_templates", "edit_assets"},
    Role.APPROVER: {"view", "comment", "render", "review", "publish", "open_links", "override_checks"},
    Role.ADMIN: {capability.value for capability in C},
}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_its_row_says_and_nothing_else(role: Role) -> None:
    assert {capability.value for capability in roles.CAPABILITIES[role]} == EXPECTED[role]


@pytest.mark.parametrize("organization_role", OrganizationRole)
def test_people_of_the_organization_may_do_everything_in_a_client_workspace(
    organization_role: OrganizationRole,
) -> None:
    assert roles.granted_to(None, organization_role) == frozenset(C)
    assert roles.granted_to(Role.VIEWER, organization_role) == frozenset(C)


def test_somebody_without_any_role_may_do_nothing() -> None:
    assert roles.granted_to(None, None) == frozenset()


def test_only_owners_change_the_organization_and_hand_workspaces_over() -> None:
    manager = roles.ORGANIZATION_CAPABILITIES[OrganizationRole.MANAGER]
    assert frozenset(Over) - manager == {Over.TRANSFER_WORKSPACE, Over.MANAGE_ORGANIZATION}
    assert roles.ORGANIZATION_CAPABILITIES[OrganizationRole.OWNER] == frozenset(Over)


@pytest.mark.parametrize("capability", [C.REVIEW, C.OVERRIDE_CHECKS])
def test_no_api_key_can_stand_in_for_a_second_pair_of_eyes(capability: C) -> None:
    assert capability not in scopes.capabilities_of(scope.value for scope in Scope)


def test_every_scope_lets_a_program_look() -> None:
    assert all(C.VIEW in held for held in scopes.CAPABILITIES.values())


def test_unknown_scopes_and_capabilities_give_nothing() -> None:
    assert scopes.capabilities_of(["everything", "admin", ""]) == frozenset()
    assert roles.known_capabilities(["view", "fly"]) == {C.VIEW}


def test_roles_that_may_do_something_are_named_weakest_first() -> None:
    assert roles.roles_with(C.PUBLISH) == (Role.APPROVER, Role.ADMIN)
