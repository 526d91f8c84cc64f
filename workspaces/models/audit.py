"""The audit log: append-only rows, each sealed with a keyed digest over itself and the one before it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from workspaces.models.places import Organization, Workspace
from workspaces.models.querysets import AppendOnly


class AuditChain(models.Model):
    """The end of one chain; locking it gives the next entry its number, and shows when the tail was cut off."""

    name = models.CharField(max_length=80, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    last_seal = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class AuditEntry(models.Model):
    """Who did what to which object, when: written in the same transaction as the change itself."""

    class ActorKind(models.TextChoices):
        PERSON = "person", "Person"
        API_KEY = "api_key", "API key"
        GUEST = "guest", "Guest by link"
        SYSTEM = "system", "OKZest"

    chain = models.CharField(max_length=80)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    organization = models.ForeignKey(
        Organization, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    workspace = models.ForeignKey(
        Workspace, on_delete=models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    actor_kind = models.CharField(max_length=16, choices=ActorKind.choices)
    # Copied, not linked: the log outlives the account.
    actor_key = models.CharField(max_length=32, blank=True)
    actor_name = models.CharField(max_length=160, blank=True)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=40, blank=True)
    object_key = models.CharField(max_length=64, blank=True)
    object_name = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    previous_seal = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["workspace", "-id"], name="audit_by_workspace"),
            models.Index(fields=["organization", "-id"], name="audit_by_organization"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="an_audit_number_is_given_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_numbers_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}: {self.action}"

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None:
            raise TypeError("An audit entry is written once and never changed.")
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit entry is written once and never deleted.")
