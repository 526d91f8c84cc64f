"""The keys of a workspace: API keys for programs, signing keys for picture addresses."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workspaces.models.places import Workspace
from workspaces.models.querysets import InWorkspace
from workspaces.public_keys import new_key


class ApiKey(models.Model):
    """What a program shows to act in one workspace, within its scopes. Only a digest of the secret is kept."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    # The part that finds the row; people see it in lists, and it opens nothing.
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="api_keys"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="an_api_key_has_a_name",
                violation_error_message="Name the key after the program that will use it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def state(self, now: datetime) -> str:
        """One of active, expired, revoked."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at and self.expires_at <= now else "active"


class SigningKey(models.Model):
    """One of a workspace's keys for addresses, by number; the secret itself is derived and never stored."""

    class State(models.TextChoices):
        CURRENT = "current", "Current"
        PREVIOUS = "previous", "Previous"
        REVOKED = "revoked", "Revoked"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="signing_keys")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.CURRENT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="a_signing_key_number_is_used_once"),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=Q(state="current"),
                name="a_workspace_signs_with_one_key_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False)
                | (Q(state__in=["current", "previous"], revoked_at=None)),
                name="a_revoked_signing_key_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"signing key {self.number}"
