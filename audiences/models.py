"""For whom pictures are made: audiences, their uploads, and recipients, whose values are sealed at rest."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from workspaces.models import InWorkspace, Workspace
from workspaces.preferences import preferences
from workspaces.public_keys import new_key


class Audience(models.Model):
    """A list of recipients; after `delete_on`, if it has one, the whole list is erased."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="audiences")
    name = models.CharField(max_length=120)
    fields = models.JSONField(default=list, help_text="Names of the values that its recipients have, in order.")
    delete_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="an_audience_has_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """When all of it is erased: its own day, or the workspace's days after it was made, whichever comes first."""
        days = preferences(self.workspace).retention_days
        kept = (self.created_at + timedelta(days=days)).date() if days else None
        return min([day for day in (self.delete_on, kept) if day], default=None)


class Upload(models.Model):
    """A file on its way into an audience. The file lies sealed in storage and goes once it was read."""

    class State(models.TextChoices):
        MAPPING = "mapping", "Waits for its columns to be matched"
        READING = "reading", "Being read"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="audience_uploads")
    audience = models.ForeignKey(Audience, models.CASCADE, null=True, related_name="uploads")
    file_name = models.CharField(max_length=200)
    storage_key = models.CharField(max_length=200)
    encoding = models.CharField(max_length=20, blank=True, help_text="Empty for XLSX.")
    delimiter = models.CharField(max_length=1, blank=True)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, help_text="Column number to the name that its value is kept by.")
    id_column = models.PositiveIntegerField(null=True)
    findings = models.BinaryField(
        default=b"", help_text="Sealed; what a look through the file found, until it is read."
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    rows_read = models.PositiveIntegerField(default=0)
    rows_kept = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it failed, for people.")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class RefusedRow(models.Model):
    """A row of a file that could not be kept, and why; its cells are sealed and go with the audience."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="refused")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    cells = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("upload", "number", name="a_row_is_refused_once")]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.reason}"


class Recipient(models.Model):
    """One person of an audience: sealed values, a keyed digest of the outside id, and the digest of a token.

    The token itself is derived from `nonce` and the installation's secret, so the table alone opens nobody's picture.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="recipients")
    audience = models.ForeignKey(Audience, models.CASCADE, related_name="recipients")
    external_digest = models.CharField(max_length=64)
    values = models.BinaryField()
    nonce = models.BinaryField(max_length=16)
    token_digest = models.CharField(max_length=64, unique=True)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")
    row_number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InWorkspace.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("audience", "external_digest", name="outside_ids_are_unique_in_an_audience")
        ]

    def __str__(self) -> str:
        return f"Recipient {self.pk}"
