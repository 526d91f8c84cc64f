"""Roles change, people leave: nobody gives more than they hold, no organization loses its last owner."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from workspaces import roles
from workspaces.models import ApiKey, Membership, Organization, OrganizationMembership, User, Workspace
from workspaces.operations import keys, people
from workspaces.problems import Refused
from workspaces.roles import OrganizationRole, Role
from workspaces.signals import access_withdrawn

pytestmark = pytest.mark.database


def test_nobody_gives_a_role_that_may_do_more_than_they_do(bobs: Membership, rights: dict[str, Any]) -> None:
    weaker = {**rights, "held": roles.CAPABILITIES[Role.DESIGNER]}
    with pytest.raises(people.TooMuch):
        people.change_role(membership=bobs, role=Role.ADMIN, **weaker)
    bobs.refresh_from_db()
    assert bobs.role == Role.DESIGNER


def test_nobody_takes_down_somebody_who_may_do_more(acme: Workspace, charlie: User, rights: dict[str, Any]) -> None:
    admin = people.add_member(workspace=acme, user=charlie, role=Role.ADMIN, by=rights["by"], now=rights["now"])
    weaker = {**rights, "held": roles.CAPABILITIES[Role.DESIGNER]}
    with pytest.raises(people.TooMuch):
        people.change_role(membership=admin, role=Role.VIEWER, **weaker)
    with pytest.raises(people.TooMuch):
        people.remove_member(membership=admin, **weaker)


def test_removing_somebody_can_revoke_the_keys_they_made(
    acme: Workspace, bob: User, bobs: Membership, as_bob: Any, rights: dict[str, Any]
) -> None:
    key, _ = keys.create_api_key(workspace=acme, name="Bob's", scopes_asked=["read"], **{**rights, "by": as_bob})
    kept, _ = keys.create_api_key(workspace=acme, name="Alice's", scopes_asked=["read"], **rights)
    people.remove_member(membership=bobs, revoke_keys=True, **rights)
    assert ApiKey.objects.get(pk=key.pk).revoked_at == rights["now"]
    assert ApiKey.objects.get(pk=kept.pk).revoked_at is None


def test_leaving_by_oneself_needs_no_rights(bobs: Membership, as_bob: Any, now: Any) -> None:
    people.remove_member(membership=bobs, by=as_bob, held=frozenset(), now=now)
    assert not Membership.objects.filter(user=as_bob.user).exists()


def test_last_owner_can_neither_leave_nor_step_down(
    agency: Organization, charlie: User, by_alice: dict[str, Any]
) -> None:
    owner = OrganizationMembership.objects.get(organization=agency)
    with pytest.raises(Refused, match="needs an owner"):
        people.remove_organization_member(membership=owner, **by_alice)
    with pytest.raises(Refused, match="needs an owner"):
        people.change_organization_role(membership=owner, role=OrganizationRole.MANAGER, **by_alice)
    OrganizationMembership.objects.create(organization=agency, user=charlie, role=OrganizationRole.OWNER)
    people.remove_organization_member(membership=owner, **by_alice)


def test_withdrawn_rights_are_announced_after_the_commit(
    bobs: Membership, bob: User, rights: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[User] = []

    def listen(user: User, **_: Any) -> None:
        heard.append(user)

    access_withdrawn.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        people.change_role(membership=bobs, role=Role.VIEWER, **rights)
    assert heard == [bob]


def test_gaining_rights_is_not_announced_as_a_loss(
    bobs: Membership, rights: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as told:
        people.change_role(membership=bobs, role=Role.ADMIN, **rights)
    assert told == []


@pytest.mark.parametrize("role", ["boss", "", "owner"])
def test_database_refuses_a_role_that_is_none(acme: Workspace, charlie: User, role: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(workspace=acme, user=charlie, role=role)


def test_database_refuses_a_second_membership(acme: Workspace, bob: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(workspace=acme, user=bob, role=Role.ADMIN)


def test_database_refuses_two_people_of_one_address(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ALICE@example.com")
