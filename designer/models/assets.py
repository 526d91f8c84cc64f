"""Uploaded pictures, logos and fonts, each re-made by us before it was stored, and where they are used."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from designer.models.templates import Template
from workspaces.models import InWorkspace, Workspace
from workspaces.public_keys import new_key

FRACTION = [MinValueValidator(0), MaxValueValidator(1)]


class Asset(models.Model):
    """A file that designs may use, by its digest. `details` holds what its kind knows of itself (a font's faces)."""

    class Kind(models.TextChoices):
        IMAGE = "image", "Image"
        LOGO = "logo", "Logo"
        FONT = "font", "Font"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    bytes = models.PositiveIntegerField()
    alt = models.CharField(max_length=300, blank=True)
    focal_x = models.FloatField(default=0.5, validators=FRACTION)
    focal_y = models.FloatField(default=0.5, validators=FRACTION)
    # Fonts: who allows us to use it, and until when; lint warns before and after.
    licence = models.CharField(max_length=300, blank=True)
    licence_until = models.DateField(null=True, blank=True)
    family = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = InWorkspace.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["workspace", "kind", "-created_at"], name="assets_by_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "digest"],
                name="an_asset_is_kept_once_in_a_workspace",
                violation_error_message="This file is in the library already.",
            ),
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)), name="a_focal_point_lies_in_the_picture"
            ),
            models.CheckConstraint(condition=~Q(kind="font") | ~Q(family=""), name="a_font_asset_has_a_family"),
        ]

    def __str__(self) -> str:
        return self.name


class Use(models.Model):
    """Derived, rebuildable: this template's draft or live revision uses that asset, font family, field or token."""

    class Where(models.TextChoices):
        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="uses")
    where = models.CharField(max_length=8, choices=Where.choices)
    kind = models.CharField(max_length=8, help_text="asset, font, field or token")
    name = models.CharField(max_length=200)

    objects = InWorkspace.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "kind", "name"], name="uses_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["template", "where", "kind", "name"], name="a_use_is_indexed_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} uses {self.kind} {self.name}"
