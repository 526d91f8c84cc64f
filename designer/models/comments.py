"""What people say about a design, and who is looking at it now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from designer.models.templates import Revision, Template
from workspaces.models import InWorkspace, Workspace
from workspaces.public_keys import new_key


class Comment(models.Model):
    """A remark, pinned to a layer or a point of the canvas (px at 1x of the size), or to nothing."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="comments")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="comments")
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=160)
    is_guest = models.BooleanField(default=False)
    # A pin on a layer is kept as an offset from it, so that it stays when the layer moves.
    layer = models.CharField(max_length=16, blank=True)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    size = models.CharField(max_length=24, blank=True)
    record = models.CharField(max_length=40, blank=True)
    text = models.TextField(max_length=4000)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="a_comment_says_something", violation_error_message="Write a comment first."
            ),
            models.CheckConstraint(
                condition=Q(x=None, y=None) | Q(x__isnull=False, y__isnull=False), name="a_pin_has_both_coordinates"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Presence(models.Model):
    """Somebody has a template open in the editor; old rows mean nothing and are swept."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    client = models.CharField(max_length=40)
    selection = models.JSONField(default=list)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "user", "client"], name="one_presence_per_open_editor")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.template}"
