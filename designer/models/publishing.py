"""What was put before the world, and what will be."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from designer.models.templates import Revision, Template
from workspaces.models import AppendOnly, InWorkspace, Workspace
from workspaces.public_keys import new_key


class Publication(models.Model):
    """One act of publishing: which revision became which release, by whom. Written once."""

    class Action(models.TextChoices):
        PUBLISH = "publish", "Published"
        ROLL_BACK = "roll_back", "Rolled back"

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="publications")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    action = models.CharField(max_length=12, choices=Action.choices)
    release_number = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=160)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["template", "release_number"], name="a_release_is_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.revision} → release {self.release_number}"


class ScheduledPublish(models.Model):
    """A promise to publish an approved revision at a given time; rights are asked again when the time comes."""

    class State(models.TextChoices):
        WAITING = "waiting", "Scheduled"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="scheduled_publishes")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="scheduled_publishes")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="scheduled_publishes")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["state", "at"], name="scheduled_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["template"], condition=Q(state="waiting"), name="one_scheduled_publish_per_template"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} at {self.at:%Y-%m-%d %H:%M}"
