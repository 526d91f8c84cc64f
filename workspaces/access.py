"""The one door from a request to a tenant's row: the row, or 404 (not theirs to know of), or 403 (may see, not do)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import models
from django.db.models import Q

from workspaces import actors, roles, scopes
from workspaces.actors import Actor
from workspaces.models import ApiKey, Membership, Organization, OrganizationMembership, User, Workspace
from workspaces.problems import Problem
from workspaces.roles import Capability, OrganizationCapability, OrganizationRole, Role
from workspaces.words import for_people, who_can

Row = TypeVar("Row", bound=models.Model)


class Asking(Protocol):
    """What the door needs of a request, Django's or REST framework's."""

    @property
    def user(self) -> Any: ...


class NotLoggedIn(Problem):
    """Nobody knows who asks."""

    code = "not_logged_in"

    def __init__(self) -> None:
        super().__init__("Log in first, or send an API key.")


class NotFound(Problem):
    """It is not there, or it is not this person's to know of: the answer is the same."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is nothing here, or you have no access to it.")


class Forbidden(Problem):
    """They may see the thing and not do this to it."""

    code = "forbidden"


class Archived(Problem):
    """The workspace is put away; it can be looked at and restored, nothing else."""

    code = "archived"

    def __init__(self) -> None:
        super().__init__(
            "This workspace is archived, so nothing in it can change. "
            "An owner or manager of its organization can restore it."
        )


@dataclass(frozen=True)
class Grant:
    """An open door: where somebody is, who they are there, and what they may do."""

    workspace: Workspace
    actor: Actor
    capabilities: frozenset[Capability]

    def may(self, capability: Capability) -> bool:
        return capability in self.capabilities

    def require(self, capability: Capability) -> None:
        """Raise Forbidden or Archived unless they may."""
        if capability in self.capabilities:
            return
        if self.workspace.is_archived and capability is not Capability.VIEW:
            raise Archived
        whose = "This API key" if self.actor.api_key else "You"
        raise Forbidden(f"{whose} may not {for_people(capability)} here. {who_can(capability, self.actor)}")


@dataclass(frozen=True)
class OrganizationGrant:
    """The same for an organization as a whole."""

    organization: Organization
    actor: Actor
    role: OrganizationRole

    def may(self, capability: OrganizationCapability) -> bool:
        return capability in roles.ORGANIZATION_CAPABILITIES[self.role]

    def require(self, capability: OrganizationCapability) -> None:
        if not self.may(capability):
            raise Forbidden(
                f"You may not {for_people(capability)}. {who_can(capability, self.actor)}",
            )


def capabilities(user: User, workspace: Workspace) -> frozenset[Capability]:
    """What a person may do in a workspace now: their role there and their role in its organization, merged."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    role = Membership.objects.in_workspace(workspace).filter(user=user).values_list("role", flat=True).first()
    over = OrganizationMembership.objects.filter(organization=workspace.organization_id, user=user)
    organization_role = over.values_list("role", flat=True).first()
    return _while_archived(
        workspace,
        roles.granted_to(
            Role(role) if role else None, OrganizationRole(organization_role) if organization_role else None
        ),
    )


def capabilities_of_key(api_key: ApiKey, workspace: Workspace) -> frozenset[Capability]:
    """What a program may do in a workspace: its scopes, and nothing outside its own workspace."""
    if api_key.workspace_id != workspace.pk or api_key.revoked_at is not None:
        return frozenset()
    return _while_archived(workspace, scopes.capabilities_of(api_key.scopes))


def _while_archived(workspace: Workspace, granted: frozenset[Capability]) -> frozenset[Capability]:
    return granted & {Capability.VIEW, Capability.SEE_AUDIT} if workspace.is_archived else granted


def actor_of(request: Asking) -> Actor:
    """Who asks; raises NotLoggedIn when nobody does."""
    api_key = getattr(request, "auth", None)
    if isinstance(api_key, ApiKey):
        return actors.program(api_key)
    if request.user is None or not request.user.is_authenticated:
        raise NotLoggedIn
    return actors.person(request.user)


def enter(request: Asking, workspace_key: str, capability: Capability = Capability.VIEW) -> Grant:
    """Open the door to a workspace, for somebody who may at least do this there."""
    actor = actor_of(request)
    workspace = Workspace.objects.select_related("organization").filter(key=workspace_key).first()
    if workspace is None:
        raise NotFound
    grant = Grant(workspace, actor, _held(actor, workspace))
    if not grant.may(Capability.VIEW):
        raise NotFound
    # Pages show the workspace's name, navigation and what may be done there, whatever view drew them.
    request.grant = grant  # type: ignore[attr-defined]
    grant.require(capability)
    return grant


def _held(actor: Actor, workspace: Workspace) -> frozenset[Capability]:
    if actor.api_key is not None:
        return capabilities_of_key(actor.api_key, workspace)
    assert actor.user is not None
    return capabilities(actor.user, workspace)


def workspace(request: Asking, workspace_key: str, capability: Capability = Capability.VIEW) -> Workspace:
    """The workspace itself, for somebody who may do this in it."""
    return enter(request, workspace_key, capability).workspace


def one(
    request: Asking,
    workspace_key: str,
    rows: type[Row] | models.QuerySet[Row],
    object_key: str | int,
    capability: Capability = Capability.VIEW,
    *,
    by: str = "key",
) -> Row:
    """A row of a workspace by its public key: `access.one(request, workspace, Template, key, Capability.PUBLISH)`.

    `rows` is a model, or a queryset of it, with `in_workspace`. 404 comes before 403: nobody learns what exists.
    """
    grant = enter(request, workspace_key)
    row = find(grant, rows, object_key, by=by)
    grant.require(capability)
    return row


def find(grant: Grant, rows: type[Row] | models.QuerySet[Row], object_key: str | int, *, by: str = "key") -> Row:
    """The same for somebody who is inside already; `by` names the look-up where the public name is not `key`."""
    queryset: Any = rows.objects.all() if isinstance(rows, type) else rows  # type: ignore[attr-defined]
    row: Row | None = queryset.in_workspace(grant.workspace).filter(**{by: object_key}).first()
    if row is None:
        raise NotFound
    return row


def organization(request: Asking, organization_key: str, capability: OrganizationCapability) -> OrganizationGrant:
    """An organization, for one of its own people who may do this; API keys belong to workspaces and never enter."""
    actor = actor_of(request)
    if actor.user is None:
        raise NotFound
    found = Organization.objects.filter(key=organization_key).first()
    membership = OrganizationMembership.objects.filter(organization=found, user=actor.user).first() if found else None
    if found is None or membership is None or not actor.user.is_active:
        raise NotFound
    grant = OrganizationGrant(found, actor, OrganizationRole(membership.role))
    grant.require(capability)
    return grant


def over(grant: Grant) -> OrganizationGrant | None:
    """What somebody inside a workspace may do with its organization; None for everybody but its own people."""
    if grant.actor.user is None:
        return None
    owner = grant.workspace.organization
    membership = OrganizationMembership.objects.filter(organization=owner, user=grant.actor.user).first()
    return OrganizationGrant(owner, grant.actor, OrganizationRole(membership.role)) if membership else None


def require_over(held: OrganizationGrant | None, capability: OrganizationCapability, actor: Actor) -> None:
    """Raise Forbidden unless they may: for people who see the workspace and ask for what its organization decides."""
    if held is None:
        raise Forbidden(f"You may not {for_people(capability)}. {who_can(capability, actor)}")
    held.require(capability)


def find_of_organization(
    grant: OrganizationGrant, rows: type[Row] | models.QuerySet[Row], object_key: str, *, by: str = "key"
) -> Row:
    """A row that belongs to the organization itself."""
    queryset: Any = rows.objects.all() if isinstance(rows, type) else rows  # type: ignore[attr-defined]
    row: Row | None = queryset.filter(organization=grant.organization, **{by: object_key}).first()
    if row is None:
        raise NotFound
    return row


def people_who_may(workspace: Workspace, capability: Capability) -> models.QuerySet[User]:
    """Everybody who may do this in the workspace: whom to ask, whom to notify."""
    able = [role.value for role in roles.roles_with(capability)]
    here = Q(memberships__workspace=workspace, memberships__role__in=able)
    above = Q(organization_memberships__organization=workspace.organization_id)
    return User.objects.filter(here | above, is_active=True).distinct()


def still_may(user: User | None, workspace: Workspace, needed: Iterable[Capability]) -> bool:
    """True if a person who started long work may still do it: tasks ask again, for rights may be gone by then."""
    return user is not None and frozenset(needed) <= capabilities(user, workspace)
