"""A workspace's own CDN, and every purge that was ordered: the outbox and the log in one."""

from __future__ import annotations

from django.db import models

from workspaces.models.places import Workspace
from workspaces.models.querysets import InWorkspace
from workspaces.public_keys import new_key


class CdnKind(models.TextChoices):
    """The services whose purges are known by name, and any other by address."""

    FASTLY = "fastly", "Fastly"
    CLOUDFRONT = "cloudfront", "Amazon CloudFront"
    CLOUDFLARE = "cloudflare", "Cloudflare"
    HTTP = "http", "Another, by address"


class PurgeHook(models.Model):
    """How this workspace's CDN is told to drop pictures. The secret is encrypted and never shown again."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, related_name="purge_hook")
    kind = models.CharField(max_length=12, choices=CdnKind.choices)
    identifier = models.CharField(max_length=80, blank=True, help_text="Service, distribution or zone.")
    access_key = models.CharField(max_length=128, blank=True, help_text="CloudFront's public half of the key.")
    url = models.CharField(max_length=500, blank=True, help_text="May hold {tag} or {path}.")
    method = models.CharField(max_length=8, blank=True)
    header = models.CharField(max_length=60, blank=True, help_text="The header that bears the secret.")
    secret = models.BinaryField(null=True)
    changed_at = models.DateTimeField()

    objects = InWorkspace.as_manager()

    def __str__(self) -> str:
        return self.get_kind_display()


class PurgeOrder(models.Model):
    """Some tags and paths to be dropped by one CDN. Both are hashes and link ids, nothing of a person."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        FAILED = "failed", "Given up"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="purge_orders")
    is_installations = models.BooleanField(help_text="For the CDN of the whole installation, not the workspace's own.")
    why = models.CharField(max_length=40)
    tags = models.JSONField(default=list)
    paths = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.JSONField(default=list, help_text="Each with at, status, ms, answer.")
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "next_at"], name="purge_orders_due")]

    def __str__(self) -> str:
        return f"{self.why} {self.key}"
