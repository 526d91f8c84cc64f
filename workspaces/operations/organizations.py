"""Make and rename organizations; make, rename, archive, restore and hand over workspaces."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import (
    Organization,
    OrganizationMembership,
    SigningKey,
    User,
    Workspace,
)
from workspaces.problems import Conflict, Refused
from workspaces.roles import OrganizationRole
from workspaces.signals import workspace_changed

LONGEST_NAME = 120


@transaction.atomic
def create_organization(*, name: str, owner: User, by: Actor, now: datetime) -> Organization:
    """A new organization and its first owner."""
    organization = Organization.objects.create(name=clean_name(name), created_at=now)
    OrganizationMembership.objects.create(
        organization=organization, user=owner, role=OrganizationRole.OWNER, created_at=now
    )
    audit.record("organization.created", by=by, now=now, about=organization, organization=organization)
    return organization


@transaction.atomic
def rename_organization(*, organization: Organization, name: str, by: Actor, now: datetime) -> None:
    """Give it another name."""
    before, organization.name = organization.name, clean_name(name)
    organization.save(update_fields=["name"])
    audit.record("organization.renamed", by=by, now=now, about=organization, organization=organization, before=before)


@transaction.atomic
def create_workspace(*, organization: Organization, name: str, by: Actor, now: datetime) -> Workspace:
    """A new client: a workspace with its first signing key. Raises Conflict when the name is taken."""
    name = clean_name(name)
    _refuse_taken(organization, name)
    workspace = Workspace.objects.create(organization=organization, name=name, created_at=now)
    SigningKey.objects.create(workspace=workspace, number=1, created_at=now)
    audit.record("workspace.created", by=by, now=now, about=workspace, workspace=workspace)
    return workspace


@transaction.atomic
def rename_workspace(*, workspace: Workspace, name: str, by: Actor, now: datetime) -> None:
    """Give it another name. Raises Conflict when that is taken."""
    name = clean_name(name)
    if name == workspace.name:
        return
    _refuse_taken(workspace.organization, name)
    before, workspace.name = workspace.name, name
    workspace.save(update_fields=["name"])
    audit.record("workspace.renamed", by=by, now=now, about=workspace, workspace=workspace, before=before)


@transaction.atomic
def archive_workspace(*, workspace: Workspace, by: Actor, now: datetime) -> None:
    """Put it away: people may look, nothing changes. Pictures already sent go on being served."""
    if workspace.is_archived:
        return
    workspace.archived_at = now
    workspace.save(update_fields=["archived_at"])
    audit.record("workspace.archived", by=by, now=now, about=workspace, workspace=workspace)
    _announce(workspace, "archived")


@transaction.atomic
def restore_workspace(*, workspace: Workspace, by: Actor, now: datetime) -> None:
    """Take it out of the archive."""
    if not workspace.is_archived:
        return
    workspace.archived_at = None
    workspace.save(update_fields=["archived_at"])
    audit.record("workspace.restored", by=by, now=now, about=workspace, workspace=workspace)
    _announce(workspace, "restored")


@transaction.atomic
def transfer_workspace(*, workspace: Workspace, to: Organization, by: Actor, now: datetime) -> None:
    """Hand it to another organization that the same person owns; its own members, keys and addresses stay.

    Raises Refused unless `by` owns the other organization, Conflict when that has a workspace of the same name.
    """
    if by.user is None or not _owns(by.user, to):
        raise Refused("You can hand a workspace only to an organization that you own as well.")
    if to.pk == workspace.organization_id:
        raise Refused("The workspace belongs to this organization already.")
    _refuse_taken(to, workspace.name)
    before = workspace.organization
    audit.record("workspace.handed_over", by=by, now=now, about=workspace, organization=before, to=to.name)
    workspace.organization = to
    workspace.save(update_fields=["organization"])
    workspace.invitations.filter(accepted_at=None).update(organization=to)
    audit.record("workspace.transferred", by=by, now=now, about=workspace, workspace=workspace, before=before.name)
    _announce(workspace, "transferred")


def clean_name(name: str) -> str:
    """A name with single spaces. Raises Refused when nothing or too much is left."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Give it a name.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"A name has at most {LONGEST_NAME} characters.")
    return name


def _refuse_taken(organization: Organization, name: str) -> None:
    if Workspace.objects.in_organization(organization).filter(name__iexact=name).exists():
        raise Conflict(f"{organization} has a workspace called “{name}” already.")


def _owns(user: User, organization: Organization) -> bool:
    return OrganizationMembership.objects.filter(
        organization=organization, user=user, role=OrganizationRole.OWNER
    ).exists()


def _announce(workspace: Workspace, what: str) -> None:
    transaction.on_commit(lambda: workspace_changed.send(Workspace, workspace=workspace, what=what))
