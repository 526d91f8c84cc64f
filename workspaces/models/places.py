"""Organizations and their workspaces: who pays, and the wall between one client and the next."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from workspaces.public_keys import new_key


class Organization(models.Model):
    """Who pays: a brand, or an agency with many clients."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="an_organization_has_a_name",
                violation_error_message="Give the organization a name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    """Workspaces, before anybody's rights are looked at; `queries.py` narrows them to a person's."""

    def in_organization(self, organization: Organization) -> WorkspaceQuerySet:
        return self.filter(organization=organization)

    def active(self) -> WorkspaceQuerySet:
        """Without the archived ones."""
        return self.filter(archived_at=None)


class Workspace(models.Model):
    """The wall: one client or brand. Every row of every app belongs to exactly one."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="workspaces")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Raw JSON; read it through `workspaces.preferences`, which parses it at the door.
    settings = models.JSONField(default=dict, blank=True)
    # Soft limits: passing one warns people and never takes a picture away. Empty = no limit.
    pictures_per_month = models.PositiveBigIntegerField(null=True, blank=True)
    storage_bytes = models.PositiveBigIntegerField(null=True, blank=True)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="one_workspace_of_a_name_in_an_organization",
                violation_error_message="This organization has a workspace of that name already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="a_workspace_has_a_name",
                violation_error_message="Give the workspace a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("workspaces:home", args=[self.key])

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
