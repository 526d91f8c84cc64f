"""What the world sees: releases, the links that show them, and the pictures that were made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from renderer.modes import Mode
from renderer.prewarm_models import (  # noqa: F401 (Django looks for an app's models here)
    PrewarmChunk,
    PrewarmFinding,
    PrewarmOutput,
    PrewarmPart,
    PrewarmRun,
)
from renderer.source_models import DataSource, SourceAnswer  # noqa: F401 (the same)
from workspaces.models.querysets import InWorkspace

FORMATS = [(name, name) for name in ("png", "jpg", "webp", "avif")]


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


class RenderLink(models.Model):
    """One campaign's picture address: which template, whose values may vary, until when."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        REVOKED = "revoked", "Revoked"

    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="render_links")
    template_key = models.CharField(max_length=64)
    code = models.CharField(max_length=17, unique=True)
    name = models.CharField(max_length=120)
    mode = models.CharField(max_length=13, choices=[(mode.value, mode.label) for mode in Mode])
    policy = models.JSONField(default=dict, help_text="Bounds for values that arrive unsigned; see renderer/policy.py.")
    size = models.CharField(max_length=40, blank=True, help_text="One of the document's sizes; empty for the first.")
    format = models.CharField(max_length=4, choices=FORMATS, blank=True)
    sender_secret = models.BinaryField(
        default=b"", help_text="Sealed; what the mailing tool signs with, if it is its own."
    )
    pinned = models.ForeignKey(Release, models.PROTECT, null=True, blank=True, related_name="pinned_links")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["workspace", "template_key"])]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What the audit log and addresses call it."""
        return self.code


class MailToolChoice(models.Model):
    """The mailing tool that a workspace sends with, and what each tool calls the fields: remembered for next time."""

    workspace = models.OneToOneField("workspaces.Workspace", models.CASCADE, related_name="mail_tool_choice")
    tool = models.CharField(max_length=40)
    tags = models.JSONField(default=dict, help_text="Tool to field to the tool's name for it.")

    def __str__(self) -> str:
        return self.tool


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
