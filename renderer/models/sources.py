"""Data sources: other systems that values come from when a picture is opened, and what they last answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from workspaces.models import InWorkspace
from workspaces.public_keys import new_key


class DataSource(models.Model):
    """An HTTPS API or a published sheet. `secret` is sealed, leaves only to the source's own host, and is never shown.

    `version` counts the changes of what is asked and how it is read: what an earlier version answered is not used.
    """

    class Kind(models.TextChoices):
        API = "api", "API"
        SHEET = "sheet", "Sheet"

    class SecretPlace(models.TextChoices):
        NOWHERE = "", "No secret"
        HEADER = "header", "In a header"
        QUERY = "query", "In the address"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey("workspaces.Workspace", models.CASCADE, related_name="data_sources")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    address = models.CharField(max_length=2000, help_text="With tags such as {{ customer_id }} behind the host.")
    secret_place = models.CharField(max_length=6, choices=SecretPlace.choices, blank=True)
    secret_name = models.CharField(max_length=100, blank=True, help_text="Of the header or query parameter.")
    secret = models.BinaryField(null=True, editable=False)
    mapping = models.JSONField(default=dict, help_text="Merge field to JSONPath, or to a column of the sheet.")
    lookup_field = models.CharField(max_length=64, blank=True, help_text="The value that finds a recipient's row.")
    lookup_column = models.CharField(max_length=200, blank=True)
    life = models.PositiveIntegerField(default=300, help_text="Seconds for which an answer counts as fresh.")
    keep = models.PositiveIntegerField(default=86_400, help_text="Seconds for which it stands in for a failed one.")
    deadline = models.FloatField(default=1.0, help_text="Seconds to wait for an answer.")
    wins = models.BooleanField(default=False, help_text="Its values count before those in the address.")
    serves_open_links = models.BooleanField(default=False, help_text="Although anybody can change the key in them.")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True, help_text="Why it last failed: a word.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint("workspace", "name", name="names_of_data_sources_are_unique_in_a_workspace"),
            models.CheckConstraint(condition=Q(life__gte=1, deadline__gt=0), name="a_data_source_has_time_and_life"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_failing(self) -> bool:
        """Whether the last that was heard of it was a failure."""
        return self.failed_at is not None and (self.succeeded_at is None or self.succeeded_at < self.failed_at)


class SourceAnswer(models.Model):
    """The last good answer to one question, sealed: it may hold a recipient's values. `digest` is keyed."""

    source = models.ForeignKey(DataSource, models.CASCADE, related_name="answers")
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    fetched_at = models.DateTimeField(db_index=True)
    recipient_id = models.BigIntegerField(null=True, help_text="Who was last shown it, so that erasing them erases it.")

    class Meta:
        constraints = [models.UniqueConstraint("source", "digest", name="one_answer_is_kept_of_each_question")]
        indexes = [models.Index(fields=["recipient_id"], name="answers_of_a_recipient")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.digest[:12]}"
