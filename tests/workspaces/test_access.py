"""The door: 404 for what is not theirs to know of, 403 with a sentence for what they may see and not do."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from workspaces import access
from workspaces.models import ApiKey, Membership, OrganizationMembership, User, Workspace
from workspaces.operations import keys, organizations, people
from workspaces.roles import EVERYTHING, Capability, OrganizationCapability, Role

pytestmark = pytest.mark.database


@pytest.fixture
def asks() -> Any:
    """`asks(bob)`: a request of Bob's; `asks(key=…)`: one with an API key."""

    def of(user: User | None = None, key: ApiKey | None = None) -> Any:
        request = RequestFactory().get("/")
        request.user = user or AnonymousUser()
        request.auth = key
        return request

    return of


def test_member_enters_with_their_roles_capabilities(asks: Any, bob: User, acme: Workspace) -> None:
    grant = access.enter(asks(bob), acme.key, Capability.EDIT_TEMPLATES)
    assert grant.workspace == acme
    assert not grant.may(Capability.PUBLISH)


def test_nobody_in_particular_is_asked_to_log_in(asks: Any, acme: Workspace) -> None:
    with pytest.raises(access.NotLoggedIn):
        access.enter(asks(), acme.key)


def test_stranger_and_wrong_key_get_the_same_answer(asks: Any, charlie: User, acme: Workspace) -> None:
    with pytest.raises(access.NotFound) as hidden:
        access.enter(asks(charlie), acme.key)
    with pytest.raises(access.NotFound) as absent:
        access.enter(asks(charlie), "nosuchkey")
    assert hidden.value.public_message == absent.value.public_message


def test_refusal_says_what_and_who_can(asks: Any, bob: User, acme: Workspace) -> None:
    with pytest.raises(access.Forbidden) as refusal:
        access.enter(asks(bob), acme.key, Capability.PUBLISH)
    assert refusal.value.public_message == (
        "You may not publish, pause or roll back here. "
        "Approvers and admins of this workspace can, and the people who run its organization."
    )


def test_demoted_member_loses_power_with_the_next_request(
    asks: Any, bob: User, bobs: Membership, acme: Workspace, rights: dict[str, Any]
) -> None:
    assert access.enter(asks(bob), acme.key, Capability.EDIT_TEMPLATES)
    people.change_role(membership=bobs, role=Role.VIEWER, **rights)
    with pytest.raises(access.Forbidden):
        access.enter(asks(bob), acme.key, Capability.EDIT_TEMPLATES)


def test_long_work_asks_again_and_stops_for_a_removed_person(
    bob: User, bobs: Membership, acme: Workspace, rights: dict[str, Any]
) -> None:
    assert access.still_may(bob, acme, [Capability.EDIT_TEMPLATES])
    people.remove_member(membership=bobs, **rights)
    assert not access.still_may(bob, acme, [Capability.EDIT_TEMPLATES])
    assert not access.still_may(None, acme, [])


def test_locked_out_person_may_do_nothing(bob: User, acme: Workspace) -> None:
    bob.is_active = False
    assert access.capabilities(bob, acme) == frozenset()


def test_membership_elsewhere_opens_nothing_here(asks: Any, bob: User, zenith: Workspace) -> None:
    with pytest.raises(access.NotFound):
        access.enter(asks(bob), zenith.key)


def test_manager_of_the_organization_acts_in_every_client(
    asks: Any, charlie: User, acme: Workspace, zenith: Workspace
) -> None:
    OrganizationMembership.objects.create(organization=acme.organization, user=charlie, role="manager")
    for workspace in (acme, zenith):
        assert access.enter(asks(charlie), workspace.key).capabilities == EVERYTHING


def test_api_key_opens_its_own_workspace_within_its_scopes(
    asks: Any, acme: Workspace, zenith: Workspace, rights: dict[str, Any]
) -> None:
    key, _ = keys.create_api_key(workspace=acme, name="Program", scopes_asked=["render"], **rights)
    assert access.enter(asks(key=key), acme.key, Capability.RENDER)
    with pytest.raises(access.Forbidden, match="A key with the scope “links” can"):
        access.enter(asks(key=key), acme.key, Capability.MANAGE_LINKS)
    with pytest.raises(access.NotFound):
        access.enter(asks(key=key), zenith.key)
    with pytest.raises(access.NotFound):
        access.organization(asks(key=key), acme.organization.key, OrganizationCapability.SEE_CLIENTS)


def test_archived_workspace_can_be_looked_at_and_not_changed(
    asks: Any, alice: User, acme: Workspace, by_alice: dict[str, Any]
) -> None:
    organizations.archive_workspace(workspace=acme, **by_alice)
    assert access.enter(asks(alice), acme.key)
    with pytest.raises(access.Archived):
        access.enter(asks(alice), acme.key, Capability.EDIT_TEMPLATES)


def test_row_of_another_client_is_not_found_even_by_somebody_who_may_enter_both(
    asks: Any, alice: User, acme: Workspace, zenith: Workspace, rights: dict[str, Any]
) -> None:
    key, _ = keys.create_api_key(workspace=acme, name="Program", scopes_asked=["read"], **rights)
    assert access.one(asks(alice), acme.key, ApiKey, key.key) == key
    with pytest.raises(access.NotFound):
        access.one(asks(alice), zenith.key, ApiKey, key.key)


def test_whoever_may_not_act_learns_first_whether_the_row_exists_only_inside(
    asks: Any, bob: User, acme: Workspace, rights: dict[str, Any]
) -> None:
    key, _ = keys.create_api_key(workspace=acme, name="Program", scopes_asked=["read"], **rights)
    with pytest.raises(access.Forbidden):
        access.one(asks(bob), acme.key, ApiKey, key.key, Capability.MANAGE_KEYS)
    with pytest.raises(access.NotFound):
        access.one(asks(bob), acme.key, ApiKey, "nosuchkey", Capability.MANAGE_KEYS)


def test_people_to_notify_are_those_who_may(alice: User, bob: User, acme: Workspace, charlie: User) -> None:
    assert set(access.people_who_may(acme, Capability.EDIT_TEMPLATES)) == {alice, bob}
    assert set(access.people_who_may(acme, Capability.PUBLISH)) == {alice}
