"""The brand kit a workspace works with: its own laid over its organization's, and the fonts it has uploaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from designer import brand
from designer.content import fonts_of
from designer.models import Asset, BrandKit
from workspaces.models import Organization, Workspace


def kit_of(workspace: Workspace) -> brand.Kit:
    """The workspace's kit, inheriting what its organization says and, below that, our plain tokens."""
    return _over(own_kit(workspace), kit_above(workspace))


def kit_above(workspace: Workspace) -> brand.Kit:
    """What the workspace inherits."""
    return _over(BrandKit.objects.filter(organization=workspace.organization_id).first(), brand.plain())


def kit_of_organization(organization: Organization) -> brand.Kit:
    """What all workspaces of the organization begin with."""
    return _over(own_kit_of_organization(organization), brand.plain())


def own_kit(workspace: Workspace) -> BrandKit | None:
    return BrandKit.objects.filter(workspace=workspace).first()


def own_kit_of_organization(organization: Organization) -> BrandKit | None:
    return BrandKit.objects.filter(organization=organization).first()


def _over(row: BrandKit | None, below: brand.Kit) -> brand.Kit:
    return brand.parse(row.content).over(below, row.content) if row is not None else below


def faces_of(workspace: Workspace) -> list[dict[str, Any]]:
    """The workspace's uploaded fonts, as documents name them."""
    fonts = Asset.objects.in_workspace(workspace).filter(kind=Asset.Kind.FONT, archived_at=None)
    return [
        {
            "family": asset.family,
            "digest": asset.digest,
            "weight": asset.details.get("weight", 400),
            "italic": asset.details.get("italic", False),
        }
        for asset in fonts.order_by("id")
    ]


def frozen(document: Mapping[str, Any], workspace: Workspace) -> dict[str, Any]:
    """The document with the brand as it stands now written into it; what is reviewed, hashed and published."""
    return frozen_with(document, kit_of(workspace), faces_of(workspace))


def frozen_with(document: Mapping[str, Any], kit: brand.Kit, faces: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """As `frozen`, for callers that have the kit already. Only fonts that the design uses are named."""
    plain = {name: value for name, value in document.items() if name != "brand"}
    used = fonts_of({**plain, "brand": brand.frozen(kit, ())})
    named = {family.casefold() for family in used}
    return {**plain, "brand": brand.frozen(kit, [face for face in faces if face["family"].casefold() in named])}
