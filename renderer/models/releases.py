"""What the world may see of a template, and the pictures that stand in when something fails."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from renderer.models.formats import FORMATS
from workspaces.models.querysets import InWorkspace


class Release(models.Model):
    """A document the world may see, for good: rows are added and withdrawn, never changed."""

    class State(models.TextChoices):
        LIVE = "live", "Live"
        PAUSED = "paused", "Paused"
        PAST = "past", "Replaced"
        WITHDRAWN = "withdrawn", "Withdrawn"

    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="releases")
    template_key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    alt = models.TextField(blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "template_key", "number", name="release_numbers_are_unique"),
            models.UniqueConstraint(
                "workspace",
                "template_key",
                condition=Q(state__in=["live", "paused"]),
                name="one_live_release_per_template",
            ),
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.template_key} #{self.number}"


class FallbackPicture(models.Model):
    """What a recipient without values sees, drawn when the release was published; shown whenever something fails."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="fallback_pictures")
    size = models.CharField(max_length=40)
    format = models.CharField(max_length=4, choices=FORMATS)
    scale = models.PositiveSmallIntegerField()
    storage_key = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("release", "size", "format", "scale", name="one_fallback_picture_per_output"),
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.size}@{self.scale}x.{self.format}"
