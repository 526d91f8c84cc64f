"""Webhooks of a workspace and everything that was sent to them: the outbox and the log in one."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from workspaces.models.places import Workspace
from workspaces.models.querysets import InWorkspace
from workspaces.public_keys import new_key


class Webhook(models.Model):
    """Another program's address, and which events it is told of. Its secrets are encrypted and shown once."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=80)
    url = models.URLField(max_length=500)
    events = models.JSONField(default=list)
    secret = models.BinaryField()
    # After a rotation both sign for a while, so that the receiver can change at leisure.
    previous_secret = models.BinaryField(null=True)
    previous_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(editable=False)
    failing_since = models.DateTimeField(null=True, help_text="The first failure after the last success.")
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=200, blank=True)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_webhook_has_a_name"),
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="a_webhook_is_reached_by_https"),
        ]

    def __str__(self) -> str:
        return self.name

    def state(self) -> str:
        """One of active, failing, disabled."""
        if self.disabled_at:
            return "disabled"
        return "failing" if self.failing_since else "active"

    def signs_with_previous(self, now: datetime) -> bool:
        return self.previous_secret is not None and self.previous_until is not None and now < self.previous_until


class WebhookDelivery(models.Model):
    """One message to one webhook: written with the change that it tells of, sent afterwards, kept as the log."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Given up"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.JSONField()
    # What must be told once only, such as one alert a day, bears a name.
    once = models.CharField(max_length=160, null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.JSONField(default=list, help_text="Each with at, status, ms, answer or why.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Attempts since it was sent, or sent again by hand.")
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, help_text="When it is due; a worker that holds it moves this on.")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "next_at"], name="webhook_deliveries_due"),
            models.Index(fields=["webhook", "-created_at"], name="webhook_deliveries_log"),
        ]
        constraints = [models.UniqueConstraint(fields=["webhook", "once"], name="what_is_told_once_is_told_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"

    @property
    def message_id(self) -> str:
        """The same in every attempt, so that a receiver knows a repeat."""
        return f"msg_{self.key}"
