"""Finished pictures in storage, and whom they were made for."""

from __future__ import annotations

from django.db import models

from renderer.models.formats import FORMATS
from workspaces.models.querysets import InWorkspace


class Variant(models.Model):
    """One finished picture in storage. The name is a keyed digest of what it shows, so it tells nothing."""

    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="variants")
    name = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200)
    format = models.CharField(max_length=4, choices=FORMATS)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    objects = InWorkspace.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("workspace", "name", name="variant_names_are_unique_in_a_workspace")]

    def __str__(self) -> str:
        return self.name[:12]


class RecipientPicture(models.Model):
    """Which pictures were made for a recipient, so that erasing the person erases them. Ids and digests, no values."""

    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="+")
    recipient_id = models.BigIntegerField()
    name = models.CharField(max_length=64)

    objects = InWorkspace.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("recipient_id", "name", name="a_recipients_picture_is_noted_once")]

    def __str__(self) -> str:
        return self.name[:12]
