"""A request that a revision be approved, its decision, and the link by which a client decides without an account."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from designer.models.templates import Revision, Template
from workspaces.models import InWorkspace, Workspace
from workspaces.public_keys import new_key


class Review(models.Model):
    """Four eyes on one revision. What it may never be, the database refuses."""

    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        APPROVED = "approved", "Approved"
        CHANGES_REQUESTED = "changes_requested", "Changes requested"
        WITHDRAWN = "withdrawn", "Withdrawn"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="reviews")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="reviews")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="reviews")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PENDING)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_by_name = models.CharField(max_length=160, blank=True)
    # The last person who edited what is reviewed; approving it would be approving one's own work, too.
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True, max_length=2000)
    reviewers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    # Copied from the workspace when submitted: teams of one may approve their own work.
    own_work_allowed = models.BooleanField(default=False)
    checklist = models.JSONField(default=dict, blank=True)
    checks = models.JSONField(default=dict, blank=True, help_text="Summary of the checks when it was submitted.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True, max_length=2000)
    override_reason = models.TextField(blank=True, max_length=2000)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-requested_at", "-id"]
        indexes = [models.Index(fields=["workspace", "state", "-requested_at"], name="reviews_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=Q(state="pending"), name="one_open_review_per_revision"
            ),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state="pending"), name="one_open_review_per_template"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(own_work_allowed=True)
                | Q(decided_by=None)
                | ~(Q(decided_by=F("requested_by")) | Q(decided_by=F("edited_by"))),
                name="nobody_approves_their_own_work",
                violation_error_message="Somebody else has to approve your work.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "withdrawn"])
                | (Q(decided_at__isnull=False) & ~Q(decided_by_name="")),
                name="a_decision_has_a_decider",
                violation_error_message="A decision needs the name of who decided.",
            ),
            models.CheckConstraint(
                condition=~Q(state="pending") | (Q(decided_at=None) & Q(decided_by=None)),
                name="an_open_review_is_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.get_state_display()}"


class ClientApproval(models.Model):
    """A signed link for one named client: they see one review and decide once, without an account."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="client_approvals")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="client_approvals")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    may_decide = models.BooleanField(default=True)
    # The token itself is only in the link.
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="a_client_approval_names_the_client",
                violation_error_message="Name the person who will look at it.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="a_client_approval_expires_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.review}"

    def state(self, now: datetime) -> str:
        """One of revoked, decided, expired, open."""
        if self.revoked_at:
            return "revoked"
        if self.decided_at:
            return "decided"
        return "expired" if self.expires_at <= now else "open"
