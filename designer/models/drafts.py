"""The log of edits that a draft is made of, and the records it is tried with."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from designer.models.templates import Template
from workspaces.models import Workspace
from workspaces.public_keys import new_key


class DraftEdit(models.Model):
    """One saved batch of operations; `rev` is the draft it led to. `client` and `seq` make a repeat harmless."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="edits")
    rev = models.PositiveIntegerField()
    client = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    ops = models.JSONField()
    # Operations that lead back to the draft before: what an earlier draft is worked out from.
    undo = models.JSONField(default=list)
    label = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-rev"]
        constraints = [
            models.UniqueConstraint(fields=["template", "rev"], name="one_edit_leads_to_a_draft_rev"),
            models.UniqueConstraint(fields=["template", "client", "seq"], name="an_edit_is_saved_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.rev}"


class TestRecordQuerySet(models.QuerySet["TestRecord"]):
    """A template's own records."""

    def in_workspace(self, workspace: Workspace) -> TestRecordQuerySet:
        return self.filter(template__workspace=workspace)


class TestRecord(models.Model):
    """Values a team tries its template with, beside complete, partial, empty and longest."""

    __test__ = False

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="test_records")
    label = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TestRecordQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(label=""), name="a_test_record_has_a_label")]

    def __str__(self) -> str:
        return self.label
