"""Who belongs where and as what, and the invitations that lead there."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from workspaces.models.places import Organization, Workspace
from workspaces.models.querysets import InWorkspace
from workspaces.public_keys import new_key
from workspaces.roles import OrganizationRole, Role

ROLES = [(role.value, role.label) for role in Role]
ORGANIZATION_ROLES = [(role.value, role.label) for role in OrganizationRole]
ANY_ROLES = ROLES + ORGANIZATION_ROLES


class OrganizationMembership(models.Model):
    """A person who acts in every workspace of an organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organization_memberships"
    )
    role = models.CharField(max_length=16, choices=ORGANIZATION_ROLES)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                name="a_person_belongs_to_an_organization_once",
                violation_error_message="This person belongs to the organization already.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in OrganizationRole]),
                name="an_organization_role_is_a_known_one",
                violation_error_message="Choose owner or manager.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.organization}"


class Membership(models.Model):
    """A person in one workspace, with one role."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=ROLES)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user"],
                name="a_person_belongs_to_a_workspace_once",
                violation_error_message="This person belongs to the workspace already.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="a_role_is_a_known_one",
                violation_error_message="Choose one of the roles.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.workspace}"


class Invitation(models.Model):
    """A promise by mail: who follows its link becomes a member, once and before it expires.

    Without a workspace it leads into the organization itself. Only a digest of the link's token is kept.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=ANY_ROLES)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "workspace",
                condition=Q(accepted_at=None, revoked_at=None, workspace__isnull=False),
                name="one_open_invitation_per_person_and_workspace",
                violation_error_message="An invitation to this address is open already. Send it again or revoke it.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "organization",
                condition=Q(accepted_at=None, revoked_at=None, workspace=None),
                name="one_open_invitation_per_person_and_organization",
                violation_error_message="An invitation to this address is open already. Send it again or revoke it.",
            ),
            models.CheckConstraint(
                condition=Q(workspace=None, role__in=[role.value for role in OrganizationRole])
                | Q(workspace__isnull=False, role__in=[role.value for role in Role]),
                name="an_invitation_names_a_role_of_the_place_it_leads_to",
                violation_error_message="Choose a role of the place this invitation leads to.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="an_invitation_is_accepted_or_revoked_never_both",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def state(self, now: datetime) -> str:
        """One of accepted, revoked, expired, open."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= now else "open"
