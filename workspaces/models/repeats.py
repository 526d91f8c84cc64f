"""Answers to API writes, kept for a day, so that a program may safely ask twice (Idempotency-Key)."""

from __future__ import annotations

from django.db import models

from workspaces.models.places import Workspace


class KeptAnswer(models.Model):
    """What the API answered to one write; the body is encrypted, for some answers show a secret once."""

    caller = models.CharField(max_length=64, help_text="Who asked: an API key or a person, by public key.")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=255)
    # Of method, path and body: the same key with another request is a mistake of the caller's.
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "idempotency_key"], name="an_idempotency_key_is_used_once_by_a_caller"
            )
        ]

    def __str__(self) -> str:
        return f"{self.caller} {self.idempotency_key}"
