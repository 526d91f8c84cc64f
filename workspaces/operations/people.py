"""Change roles and remove people: nobody gives more than they hold, no organization loses its last owner."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from workspaces import audit, roles
from workspaces.actors import Actor
from workspaces.models import ApiKey, Membership, Organization, OrganizationMembership, User, Workspace
from workspaces.operations.keys import revoke_api_key
from workspaces.problems import Problem, Refused
from workspaces.roles import Capability, OrganizationRole, Role
from workspaces.signals import access_withdrawn


class TooMuch(Problem):
    """Nobody can give somebody else more than they hold themselves."""

    code = "too_much"

    def __init__(self) -> None:
        super().__init__("You cannot give a role that may do more than you may do yourself.")


def check_gift(role: Role, held: Set[Capability]) -> None:
    """Raise TooMuch unless whoever gives this role holds all that it allows."""
    if not roles.CAPABILITIES[role] <= held:
        raise TooMuch


@transaction.atomic
def add_member(*, workspace: Workspace, user: User, role: Role, by: Actor, now: datetime) -> Membership:
    """Make a person a member at once, or give a member this role."""
    membership: Membership
    membership, is_new = Membership.objects.in_workspace(workspace).get_or_create(
        workspace=workspace, user=user, defaults={"role": role, "created_at": now}
    )
    if is_new:
        audit.record("member.joined", by=by, now=now, about=user, workspace=workspace, role=role)
    return membership


@transaction.atomic
def change_role(
    *,
    membership: Membership,
    role: Role,
    by: Actor,
    held: Set[Capability],
    now: datetime,
    revoke_keys: bool = False,
) -> None:
    """Give a member another role; with `revoke_keys` the API keys they made stop working too."""
    check_gift(role, held)
    check_gift(Role(membership.role), held)
    if membership.role == role:
        return
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    audit.record(
        "member.role_changed",
        by=by,
        now=now,
        about=membership.user,
        workspace=membership.workspace,
        before=before,
        role=role,
    )
    if not roles.CAPABILITIES[Role(before)] <= roles.CAPABILITIES[role]:
        _withdraw(membership.user, membership.workspace)
        if revoke_keys:
            revoke_keys_of(user=membership.user, workspace=membership.workspace, by=by, now=now)


@transaction.atomic
def remove_member(
    *, membership: Membership, by: Actor, held: Set[Capability], now: datetime, revoke_keys: bool = False
) -> None:
    """Take a person out of the workspace; what they made stays. Leaving by oneself is always allowed."""
    if by.user != membership.user:
        check_gift(Role(membership.role), held)
    membership.delete()
    audit.record(
        "member.removed", by=by, now=now, about=membership.user, workspace=membership.workspace, role=membership.role
    )
    _withdraw(membership.user, membership.workspace)
    if revoke_keys:
        revoke_keys_of(user=membership.user, workspace=membership.workspace, by=by, now=now)


@transaction.atomic
def change_organization_role(
    *, membership: OrganizationMembership, role: OrganizationRole, by: Actor, now: datetime
) -> None:
    """Owner or manager. Raises Refused for the last owner."""
    if membership.role == role:
        return
    if role != OrganizationRole.OWNER:
        _refuse_last_owner(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    audit.record(
        "organization_member.role_changed",
        by=by,
        now=now,
        about=membership.user,
        organization=membership.organization,
        before=before,
        role=role,
    )


@transaction.atomic
def remove_organization_member(*, membership: OrganizationMembership, by: Actor, now: datetime) -> None:
    """Take a person out of the organization and so out of all its workspaces, unless they are members there too."""
    _refuse_last_owner(membership)
    membership.delete()
    audit.record(
        "organization_member.removed",
        by=by,
        now=now,
        about=membership.user,
        organization=membership.organization,
        role=membership.role,
    )
    _withdraw(membership.user, membership.organization)


def revoke_keys_of(*, user: User, workspace: Workspace, by: Actor, now: datetime) -> int:
    """Revoke the live API keys that a person made in a workspace; gives how many."""
    keys = list(ApiKey.objects.in_workspace(workspace).filter(created_by=user, revoked_at=None))
    for key in keys:
        revoke_api_key(api_key=key, by=by, now=now)
    return len(keys)


def _refuse_last_owner(membership: OrganizationMembership) -> None:
    if membership.role != OrganizationRole.OWNER:
        return
    # Locked, so that two owners who leave at the same moment do not both see the other stay.
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    others = OrganizationMembership.objects.filter(
        organization=membership.organization, role=OrganizationRole.OWNER
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Refused("An organization needs an owner. Make somebody else an owner first.")


def _withdraw(user: User, place: Model) -> None:
    name = place._meta.model_name or ""
    transaction.on_commit(lambda: access_withdrawn.send(type(place), user=user, **{name: place}))
