"""Which organizations and workspaces a person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from workspaces.models import MonthlyUse, Organization, StorageUse, User, Workspace
from workspaces.models.places import WorkspaceQuerySet
from workspaces.roles import OrganizationRole


def workspaces_of(user: User) -> WorkspaceQuerySet:
    """Every workspace this person may enter, by organization and name; archived ones too."""
    own = Q(memberships__user=user)
    above = Q(organization__memberships__user=user)
    found: WorkspaceQuerySet = Workspace.objects.filter(own | above).distinct().select_related("organization")
    return found.order_by("organization__name", "name")


def only_workspace_of(user: User) -> Workspace | None:
    """Where a person who has nothing to choose between begins."""
    found = list(workspaces_of(user)[:2])
    return found[0] if len(found) == 1 else None


def organizations_of(user: User) -> QuerySet[Organization]:
    """The organizations this person helps to run."""
    return Organization.objects.filter(memberships__user=user).distinct()


@dataclass(frozen=True)
class Client:
    """A workspace as the organization's people see it: with its use against its quotas."""

    workspace: Workspace
    people: int
    pictures: int
    stored_bytes: int

    @property
    def picture_share(self) -> int | None:
        """Percent of the month's quota; None without one."""
        return _share(self.pictures, self.workspace.pictures_per_month)

    @property
    def storage_share(self) -> int | None:
        return _share(self.stored_bytes, self.workspace.storage_bytes)

    @property
    def is_over(self) -> bool:
        return max(self.picture_share or 0, self.storage_share or 0) >= 100


def clients_of(
    organization: Organization, *, month: date, workspaces: QuerySet[Workspace] | None = None
) -> list[Client]:
    """The organization's workspaces with this month's pictures and what they store now."""
    chosen = workspaces if workspaces is not None else Workspace.objects.in_organization(organization)
    rows = list(chosen.annotate(people=Count("memberships", distinct=True)))
    pictures = dict(
        MonthlyUse.objects.filter(workspace__in=rows, month=month.replace(day=1)).values_list(
            "workspace_id", "pictures_served"
        )
    )
    stored = stored_bytes(rows)
    return [Client(row, row.people, pictures.get(row.pk, 0), stored.get(row.pk, 0)) for row in rows]


def client_of(workspace: Workspace, *, month: date) -> Client:
    """One workspace with its use."""
    only = Workspace.objects.filter(pk=workspace.pk)
    return clients_of(workspace.organization, month=month, workspaces=only)[0]


def stored_bytes(workspaces: Sequence[Workspace]) -> dict[int, int]:
    """Bytes kept, of all kinds together, by workspace id."""
    sums = StorageUse.objects.filter(workspace__in=workspaces).order_by().values("workspace_id")
    return {row["workspace_id"]: max(0, row["total"]) for row in sums.annotate(total=Coalesce(Sum("bytes"), 0))}


def _share(used: int, quota: int | None) -> int | None:
    return None if not quota else used * 100 // quota


def organizations_owned_by(user: User) -> QuerySet[Organization]:
    """Where this person may hand workspaces to."""
    return Organization.objects.filter(memberships__user=user, memberships__role=OrganizationRole.OWNER).distinct()
