"""The picture addresses of campaigns, and which mailing tool a workspace writes them for."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from renderer.models.formats import FORMATS
from renderer.models.releases import Release
from renderer.modes import Mode
from workspaces.models.querysets import InWorkspace


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
