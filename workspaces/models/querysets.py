"""Querysets that begin at a workspace: the only way to rows that belong to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from workspaces.models import Workspace


class InWorkspace(models.QuerySet[Any]):
    """For every model with a `workspace`: `objects = InWorkspace.as_manager()`."""

    def in_workspace(self, workspace: Workspace) -> Self:
        """Only this workspace's rows."""
        return self.filter(workspace=workspace)


class AppendOnly(models.QuerySet[Any]):
    """Rows that are written once: changing or deleting them raises, whatever asks."""

    def update(self, **_values: Any) -> int:
        raise TypeError("These rows are written once and never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("These rows are written once and never deleted.")

    def bulk_update(self, *_values: Any, **_options: Any) -> int:
        raise TypeError("These rows are written once and never changed.")
