"""The design a marketer works on, and the immutable snapshots that were taken of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workspaces.models import InWorkspace, Workspace
from workspaces.public_keys import new_key


class TemplateQuerySet(InWorkspace):
    """Templates, before anybody's rights are looked at."""

    def active(self) -> TemplateQuerySet:
        """Without the archived ones."""
        return self.filter(archived_at=None)


class Template(models.Model):
    """A named design: its draft changes with every edit, its revisions never do."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=120, blank=True)
    tags = models.JSONField(default=list, blank=True)
    draft = models.JSONField()
    draft_rev = models.PositiveIntegerField(default=1)
    draft_edited_at = models.DateTimeField(default=timezone.now)
    draft_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Everybody whose edits went into the draft since the last approved revision, by user id.
    draft_authors = models.JSONField(default=list, blank=True)
    # Where the working copy stands; what the world sees is said by `live_revision`.
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    live_revision = models.ForeignKey(
        "designer.Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    # Counts how often all shared proof links were closed; a link names the count it was made at.
    proofs_ended = models.PositiveIntegerField(default=0)
    # Where a pushed copy came from, and the document it then was: the common ground for keeping local changes.
    origin = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    origin_document = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-draft_edited_at", "-id"]
        indexes = [models.Index(fields=["workspace", "-draft_edited_at"], name="templates_by_workspace")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=Q(archived_at=None),
                name="one_template_of_a_name_in_a_workspace",
                violation_error_message="There is a template of that name already.",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="a_template_has_a_name",
                violation_error_message="Give the template a name.",
            ),
            models.CheckConstraint(condition=Q(draft_rev__gte=1), name="draft_revs_begin_at_one"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_read_only(self) -> bool:
        """While reviewers look at it nobody may move it under their eyes."""
        return self.state == self.State.IN_REVIEW or self.archived_at is not None

    @property
    def badge(self) -> tuple[str, str]:
        """Tone and word for lists: what a person should know first."""
        if self.archived_at:
            return "grey", "Archived"
        if self.taken_down_at:
            return "red", "Taken down"
        if self.state == self.State.IN_REVIEW:
            return "blue", "In review"
        if self.state == self.State.APPROVED:
            return "blue", "Approved"
        if self.live_revision_id and self.paused_at:
            return "grey", "Paused"
        return ("green", "Live") if self.live_revision_id else ("amber", "Draft")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions: only their name may ever change."""

    def in_workspace(self, workspace: Workspace) -> RevisionQuerySet:
        return self.filter(template__workspace=workspace)

    def update(self, **values: Any) -> int:
        if values.keys() - {"name"}:
            raise TypeError("A revision is a snapshot; only its name can change.")
        return super().update(**values)


class Revision(models.Model):
    """An immutable, numbered snapshot of a template's document. `document` has the brand's tokens frozen in."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    # Which draft it was taken from, so that autosaves before it can be folded under it.
    draft_rev = models.PositiveIntegerField()
    authors = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by_name = models.CharField(max_length=160, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="a_revision_number_is_given_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_numbers_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"

    @property
    def label(self) -> str:
        return f"v{self.number} · {self.name}" if self.name else f"v{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None and set(options.get("update_fields") or ("document",)) != {"name"}:
            raise TypeError("A revision is a snapshot; only its name can change.")
        super().save(*args, **options)
