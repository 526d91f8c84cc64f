"""What a workspace uses, in sums: pictures a month and bytes stored. The renderer and the designer report to it."""

from __future__ import annotations

from django.db import models

from workspaces.models.places import Workspace
from workspaces.models.querysets import InWorkspace


class MonthlyUse(models.Model):
    """Pictures of one workspace in one calendar month (UTC)."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="monthly_use")
    month = models.DateField(help_text="The first day of the month.")
    pictures_served = models.PositiveBigIntegerField(default=0)
    pictures_drawn = models.PositiveBigIntegerField(default=0)
    bytes_served = models.PositiveBigIntegerField(default=0)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-month", "workspace"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "month"], name="one_sum_per_workspace_and_month"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="a_month_is_named_by_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.workspace} {self.month:%Y-%m}"


class StorageUse(models.Model):
    """Bytes that a workspace keeps of one kind, such as assets or finished pictures."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="storage_use")
    kind = models.CharField(max_length=24)
    bytes = models.BigIntegerField(default=0)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["workspace", "kind"]
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="one_sum_per_workspace_and_kind")]

    def __str__(self) -> str:
        return f"{self.workspace} {self.kind}"
