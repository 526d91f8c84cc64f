"""The agency of the demo: its workspaces, and the people who work in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workspaces import actors
from workspaces.accounts import confirm_address
from workspaces.actors import Actor
from workspaces.models import Organization, User, Workspace
from workspaces.operations.organizations import create_organization, create_workspace
from workspaces.operations.people import add_member
from workspaces.roles import Role

AGENCY = "Harbour & Pine"
SHOWCASE, CLIENT = "Northlight Travel", "Orbital"
"""The workspace with the five templates, and a second client."""
OWNER = ("olivia@demo.example", "Olivia Harbour")
TEAM = {
    Role.DESIGNER: ("dario@demo.example", "Dario Pine"),
    Role.APPROVER: ("amara@demo.example", "Amara Okafor"),
    Role.MARKETER: ("mei@demo.example", "Mei Lin"),
    Role.VIEWER: ("victor@demo.example", "Victor Sund"),
}


@dataclass(frozen=True, slots=True)
class Agency:
    """`showcase` and `client` are workspaces of the organization; the team belongs to both."""

    organization: Organization
    showcase: Workspace
    client: Workspace
    owner: User
    team: dict[Role, User]

    def actor(self, role: Role) -> Actor:
        return actors.person(self.team[role])

    def people(self) -> list[tuple[User, str]]:
        """Everybody with the name of their role."""
        return [(self.owner, "owner"), *((user, str(role.value)) for role, user in self.team.items())]


def agency(password: str, now: datetime) -> Agency:
    """The agency, made if it is not there yet. Everybody's password becomes this one."""
    owner = _person(*OWNER, password)
    organization = Organization.objects.filter(name=AGENCY, memberships__user=owner).first()
    if organization is None:
        organization = create_organization(name=AGENCY, owner=owner, by=actors.SYSTEM, now=now)
    showcase, client = (_workspace(organization, name, now) for name in (SHOWCASE, CLIENT))
    team = {role: _person(*who, password) for role, who in TEAM.items()}
    for workspace in (showcase, client):
        for role, user in team.items():
            add_member(workspace=workspace, user=user, role=role, by=actors.person(owner), now=now)
    return Agency(organization, showcase, client, owner, team)


def _workspace(organization: Organization, name: str, now: datetime) -> Workspace:
    found = Workspace.objects.in_organization(organization).filter(name=name).first()
    return found or create_workspace(organization=organization, name=name, by=actors.SYSTEM, now=now)


def _person(email: str, name: str, password: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, password, name=name)
        confirm_address(user)
        return user
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return user
