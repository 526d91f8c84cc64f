"""What clients used, month by month, as rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workspaces.models import MonthlyUse, Organization, Workspace
from workspaces.queries.places import stored_bytes

USAGE_HEAD = (
    "Organization",
    "Workspace",
    "Workspace key",
    "Month",
    "Pictures served",
    "Pictures drawn",
    "Bytes served",
    "Picture quota",
    "Bytes stored now",
    "Storage quota (bytes)",
)


def usage_rows(organization: Organization) -> Iterator[Sequence[object]]:
    """A row for each workspace and month with any use, oldest month first; workspaces without use have none."""
    workspaces = {row.pk: row for row in Workspace.objects.in_organization(organization)}
    stored = stored_bytes(list(workspaces.values()))
    months = MonthlyUse.objects.filter(workspace__in=workspaces.keys()).order_by("month", "workspace__name")
    for use in months.iterator():
        workspace = workspaces[use.workspace_id]
        yield (
            organization.name,
            workspace.name,
            workspace.key,
            f"{use.month:%Y-%m}",
            use.pictures_served,
            use.pictures_drawn,
            use.bytes_served,
            workspace.pictures_per_month,
            stored.get(workspace.pk, 0),
            workspace.storage_bytes,
        )
