"""What the world sees: releases, the links that show them, and the pictures that were made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from renderer.modes import Mode
from workspaces.models.querysets import InWorkspace
from workspaces.public_keys import new_key

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


class PrewarmRun(models.Model):
    """The pictures of an audience, drawn before a send. The release is frozen when the run is planned."""

    class State(models.TextChoices):
        PLANNING = "planning", "Counting"
        READY = "ready", "Ready"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="prewarm_runs")
    audience = models.ForeignKey("audiences.Audience", models.CASCADE, related_name="prewarm_runs")
    link = models.ForeignKey(RenderLink, models.CASCADE, related_name="prewarm_runs")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    format = models.CharField(max_length=4, choices=FORMATS)
    scale = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNING)
    recipients = models.PositiveIntegerField(default=0)
    pictures = models.PositiveIntegerField(default=0)
    fallbacks = models.JSONField(default=dict, help_text="How many recipients show each field's fallback.")
    seconds_each = models.FloatField(default=0)
    bytes_each = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    start_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.audience} with {self.link}"


class PrewarmChunk(models.Model):
    """Some distinct pictures of a run: the unit that a worker leases. The ledger, whatever the broker forgets."""

    run = models.ForeignKey(PrewarmRun, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    pictures = models.JSONField(help_text="Pairs: the picture's name, and a recipient whose values make it.")
    leased_until = models.DateTimeField(null=True)
    drawn = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("run", "number", name="chunks_are_numbered_within_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.number}"
