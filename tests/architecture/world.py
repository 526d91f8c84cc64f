"""Two clients of one agency, a rival agency, and everybody who might ask: the world of the access matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from workspaces import actors, roles, scopes
from workspaces.models import ApiKey, Invitation, Organization, OrganizationMembership, User, Workspace
from workspaces.operations import invitations, keys, organizations, people
from workspaces.roles import EVERYTHING, Capability, OrganizationCapability, OrganizationRole, Role
from workspaces.scopes import Scope

CANARY = "Canary"
"""Stands in the name of everything in Acme; an outsider's answer that holds it is a leak."""


@dataclass
class Asker:
    """Somebody with a browser or a key, and what they may do in Acme and with its agency."""

    name: str
    client: Client
    held: frozenset[Capability] = frozenset()
    over: frozenset[OrganizationCapability] = frozenset()
    is_logged_in: bool = False
    is_staff: bool = False
    is_program: bool = False
    is_live_key: bool = False

    @property
    def is_inside(self) -> bool:
        return Capability.VIEW in self.held


@dataclass
class World:
    """The two clients, the askers, and the public keys that addresses of Acme are filled with."""

    now: datetime
    agency: Organization
    acme: Workspace
    zenith: Workspace
    boss: actors.Actor
    askers: list[Asker] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)


Furnisher = Callable[[World], dict[str, str]]
furnishers: list[Furnisher] = []
"""Each app's rows may add one: it makes objects in Acme and gives their public keys by parameter name."""


def build() -> World:
    """A fresh world; everybody is logged in."""
    now = timezone.now()
    boss = actors.person(_user("boss"))
    assert boss.user is not None
    agency = organizations.create_organization(name=f"{CANARY} agency", owner=boss.user, by=boss, now=now)
    acme = organizations.create_workspace(organization=agency, name=f"{CANARY} Acme", by=boss, now=now)
    zenith = organizations.create_workspace(organization=agency, name="Zenith", by=boss, now=now)
    world = World(now, agency, acme, zenith, boss)
    _invite_members(world)
    _invite_outsiders(world)
    _hand_out_keys(world)
    _furnish(world)
    for furnish in furnishers:
        world.keys |= furnish(world)
    return world


def _user(name: str, **options: Any) -> User:
    return User.objects.create_user(f"{name}@example.com", None, name=name, **options)


def _browser(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _program(secret: str) -> Client:
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})


def _invite_members(world: World) -> None:
    for role in Role:
        user = _user(role.value)
        people.add_member(workspace=world.acme, user=user, role=role, by=world.boss, now=world.now)
        held = roles.CAPABILITIES[role]
        world.askers.append(Asker(role.value, _browser(user), held, is_logged_in=True))
    for organization_role in OrganizationRole:
        user = _user(organization_role.value)
        OrganizationMembership.objects.create(organization=world.agency, user=user, role=organization_role)
        over = roles.ORGANIZATION_CAPABILITIES[organization_role]
        world.askers.append(Asker(organization_role.value, _browser(user), EVERYTHING, over, is_logged_in=True))
    _demote(world)


def _demote(world: World) -> None:
    """Somebody logged in as an admin and became a viewer, somebody logged in and was taken out, both just now."""
    for name, role in (("demoted", Role.VIEWER), ("removed", None)):
        user = _user(name)
        membership = people.add_member(workspace=world.acme, user=user, role=Role.ADMIN, by=world.boss, now=world.now)
        browser = _browser(user)
        assert browser.get(f"/w/{world.acme.key}/").status_code == 200
        rights = {"by": world.boss, "held": EVERYTHING, "now": world.now}
        if role:
            people.change_role(membership=membership, role=role, **rights)
        else:
            people.remove_member(membership=membership, **rights)
        held = roles.CAPABILITIES[role] if role else frozenset()
        world.askers.append(Asker(name, browser, held, is_logged_in=True))


def _invite_outsiders(world: World) -> None:
    world.askers.append(Asker("anonymous", Client(raise_request_exception=False)))
    world.askers.append(Asker("stranger", _browser(_user("stranger")), is_logged_in=True))
    neighbour = _user("neighbour")
    people.add_member(workspace=world.zenith, user=neighbour, role=Role.ADMIN, by=world.boss, now=world.now)
    world.askers.append(Asker("admin of another client of the agency", _browser(neighbour), is_logged_in=True))
    rival = _user("rival")
    rivals = organizations.create_organization(name="Rivals", owner=rival, by=actors.person(rival), now=world.now)
    organizations.create_workspace(organization=rivals, name="Omega", by=actors.person(rival), now=world.now)
    world.askers.append(Asker("owner of another agency", _browser(rival), is_logged_in=True))
    staff = _user("staff", is_staff=True, is_superuser=True)
    world.askers.append(Asker("staff", _browser(staff), is_logged_in=True, is_staff=True))


def _hand_out_keys(world: World) -> None:
    for scope in Scope:
        _, secret = _key(world, world.acme, [scope])
        held = scopes.CAPABILITIES[scope]
        world.askers.append(Asker(f"key to {scope}", _program(secret), held, is_program=True, is_live_key=True))
    revoked, secret = _key(world, world.acme, list(Scope))
    keys.revoke_api_key(api_key=revoked, by=world.boss, now=world.now)
    world.askers.append(Asker("revoked key", _program(secret), is_program=True))
    old, secret = _key(world, world.acme, list(Scope))
    ApiKey.objects.filter(pk=old.pk).update(expires_at=world.now - timedelta(seconds=1))
    world.askers.append(Asker("expired key", _program(secret), is_program=True))
    _, secret = _key(world, world.zenith, list(Scope))
    world.askers.append(
        Asker("key of another client of the agency", _program(secret), is_program=True, is_live_key=True)
    )


def _key(world: World, workspace: Workspace, allowed: list[Scope]) -> tuple[ApiKey, str]:
    return keys.create_api_key(
        workspace=workspace, name=f"{CANARY} key", scopes_asked=allowed, by=world.boss, held=EVERYTHING, now=world.now
    )


def _furnish(world: World) -> None:
    """One object of each kind that this app's addresses name, all in Acme."""
    guest = _user("person")
    people.add_member(workspace=world.acme, user=guest, role=Role.VIEWER, by=world.boss, now=world.now)
    invited = invitations.invite(
        workspace=world.acme, email="new@example.com", role=Role.VIEWER, by=world.boss, held=EVERYTHING, now=world.now
    )
    into_agency = invitations.invite_to_organization(
        organization=world.agency, email="new@example.com", role=OrganizationRole.MANAGER, by=world.boss, now=world.now
    )
    Invitation.objects.filter(pk=invited.pk).update(token_digest=invitations.digest_of("the-token"))
    key, _ = _key(world, world.acme, [Scope.READ])
    keys.rotate_signing_key(workspace=world.acme, by=world.boss, now=world.now)
    world.keys = {
        "workspace": world.acme.key,
        "organization": world.agency.key,
        "person": guest.key,
        "manager": User.objects.get(email="manager@example.com").key,
        "invitation": invited.key,
        "organization_invitation": into_agency.key,
        "api_key": key.key,
        "number": "1",
        "token": "the-token",
    }
