"""Assets and the brand kit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from designer.api import shapes
from designer.brand import Kit
from designer.models import Asset, BrandKit
from designer.operations import assets
from designer.operations.brand import save_brand_kit
from designer.queries.assets import library
from designer.queries.kits import kit_of, kit_of_organization, own_kit, own_kit_of_organization
from designer.received import received
from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.roles import Capability
from workspaces.roles import OrganizationCapability as May

EDIT, BRAND = Capability.EDIT_ASSETS, Capability.EDIT_BRAND


class AssetsView(TenantView):
    parser_classes = [MultiPartParser]

    @described.many(
        "list_assets",
        "List assets",
        shapes.AssetShape,
        q="Words in name, alt text or family.",
        kind="image, logo or font.",
        archived="true for those that were taken out of the library.",
    )
    def get(self, request: Request, workspace: str) -> Response:
        grant, query = self.enter(), request.query_params
        archived = query.get("archived") == "true"
        return page(
            self, library(grant.workspace, query.get("q", ""), query.get("kind", ""), archived), shapes.AssetShape
        )

    @described.make("upload_asset", "Upload a picture, logo or font", shapes.NewAsset, shapes.AssetShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(EDIT)
        given = self.given(shapes.NewAsset)
        file = given.pop("file")
        asset = assets.upload_asset(
            workspace=grant.workspace,
            data=received(file),
            name=file.name,
            by=grant.actor,
            now=timezone.now(),
            **{"kind": "", **given},
        )
        return Response(shapes.AssetShape(asset).data, status=201)


class AssetView(TenantView):
    @described.one("get_asset", "Show an asset", shapes.AssetShape)
    def get(self, request: Request, workspace: str, asset: str) -> Response:
        return Response(shapes.AssetShape(access.one(request, workspace, Asset, asset)).data)

    @described.change("change_asset", "Describe, archive or restore an asset", shapes.AssetChanges, shapes.AssetShape)
    @once
    def patch(self, request: Request, workspace: str, asset: str) -> Response:
        row = access.one(request, workspace, Asset, asset, EDIT)
        given = self.given(shapes.AssetChanges)
        who: dict[str, Any] = {"asset": row, "by": access.actor_of(request), "now": timezone.now()}
        archived = given.pop("archived", None)
        if given:
            assets.describe(**given, **who)
        if archived is not None:
            assets.archive_asset(archived=archived, **who)
        return Response(shapes.AssetShape(row).data)

    @described.remove("archive_asset", "Archive an asset; designs that use it keep it")
    @once
    def delete(self, request: Request, workspace: str, asset: str) -> Response:
        row = access.one(request, workspace, Asset, asset, EDIT)
        assets.archive_asset(asset=row, by=access.actor_of(request), now=timezone.now())
        return Response(status=204)


class AssetFileView(TenantView):
    parser_classes = [MultiPartParser]

    @described.change(
        "replace_asset", "Put another file in an asset's place, in every draft", shapes.AssetFile, shapes.ReplacedAsset
    )
    @once
    def put(self, request: Request, workspace: str, asset: str) -> Response:
        row = access.one(request, workspace, Asset, asset, EDIT)
        data = received(self.given(shapes.AssetFile)["file"])
        replaced, templates = assets.replace_asset(
            asset=row, data=data, by=access.actor_of(request), now=timezone.now()
        )
        told = {"asset": replaced, "changed": [template.key for template in templates]}
        return Response(shapes.ReplacedAsset(told).data)


class BrandKitView(TenantView):
    @described.one("get_brand_kit", "Show the brand kit", shapes.BrandKitShape)
    def get(self, request: Request, workspace: str) -> Response:
        held = self.enter().workspace
        return Response(_kit(own_kit(held), kit_of(held)))

    @described.change("change_brand_kit", "Change the brand kit", shapes.BrandKitChange, shapes.BrandKitShape)
    @once
    def put(self, request: Request, workspace: str) -> Response:
        grant = self.enter(BRAND)
        given = self.given(shapes.BrandKitChange)
        save_brand_kit(workspace=grant.workspace, by=grant.actor, now=timezone.now(), **given)
        return Response(_kit(own_kit(grant.workspace), kit_of(grant.workspace)))


class OrganizationBrandKitView(TenantView):
    @described.one("get_organization_brand_kit", "Show the kit that clients inherit", shapes.BrandKitShape)
    def get(self, request: Request, organization: str) -> Response:
        owner = self.over(May.SEE_CLIENTS).organization
        return Response(_kit(own_kit_of_organization(owner), kit_of_organization(owner)))

    @described.change(
        "change_organization_brand_kit",
        "Change the kit that clients inherit",
        shapes.BrandKitChange,
        shapes.BrandKitShape,
    )
    @once
    def put(self, request: Request, organization: str) -> Response:
        grant = self.over(May.EDIT_BRAND)
        given = self.given(shapes.BrandKitChange)
        save_brand_kit(organization=grant.organization, by=grant.actor, now=timezone.now(), **given)
        return Response(_kit(own_kit_of_organization(grant.organization), kit_of_organization(grant.organization)))


def _kit(own: BrandKit | None, kit: Kit) -> dict[str, object]:
    return {"rev": own.rev if own else 0, "own": own.content if own else {}, "kit": asdict(kit)}
