"""A brand's colours, text styles, fonts, logos and creative constraints; workspaces inherit their organization's."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from workspaces.models import Organization, Workspace


class BrandKit(models.Model):
    """Raw JSON of one kit, of a workspace or of an organization; read it through `designer.brand`."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, null=True, blank=True, related_name="brand_kit"
    )
    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="brand_kit"
    )
    content = models.JSONField(default=dict)
    rev = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(workspace__isnull=True) ^ Q(organization__isnull=True),
                name="a_brand_kit_belongs_to_a_workspace_or_an_organization",
            )
        ]

    def __str__(self) -> str:
        return f"Brand kit of {self.workspace or self.organization}"
