"""A workspace's CDN over the API: what the pages do, for programs."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.models import PurgeHook, PurgeOrder
from workspaces.purging import operations, shapes
from workspaces.roles import Capability

MAY = Capability.MANAGE_SETTINGS


class CdnView(TenantView):
    @described.one("get_cdn", "Look at the workspace’s CDN", shapes.CdnShape)
    def get(self, request: Request, workspace: str) -> Response:
        hook = PurgeHook.objects.in_workspace(self.enter(MAY).workspace).first()
        return Response(shapes.CdnShape(hook).data if hook else shapes.NO_CDN)

    @described.change("set_cdn", "Set up the workspace’s CDN, or change it", shapes.NewCdn, shapes.CdnShape)
    @once
    def put(self, request: Request, workspace: str) -> Response:
        grant = self.enter(MAY)
        cdn = shapes.cdn_of(self.given(shapes.NewCdn))
        hook = operations.keep(workspace=grant.workspace, cdn=cdn, by=grant.actor, now=timezone.now())
        return Response(shapes.CdnShape(hook).data)

    @described.remove("remove_cdn", "Tell the workspace’s CDN nothing any more")
    @once
    def delete(self, request: Request, workspace: str) -> Response:
        grant = self.enter(MAY)
        operations.forget(workspace=grant.workspace, by=grant.actor, now=timezone.now())
        return Response(status=204)


class TestView(TenantView):
    __test__ = False

    @described.make("test_cdn", "Order a purge that drops nothing; the log tells how it went", None, shapes.PurgeShape)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(MAY)
        order = operations.test(workspace=grant.workspace, by=grant.actor, now=timezone.now())
        return Response(shapes.PurgeShape(order).data, status=201)


class PurgesView(TenantView):
    @described.many("list_purges", "The log of purges, newest first", shapes.PurgeShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, PurgeOrder.objects.in_workspace(self.enter(MAY).workspace), shapes.PurgeShape)


class PurgeView(TenantView):
    @described.one("get_purge", "Look at a purge", shapes.PurgeShape)
    def get(self, request: Request, workspace: str, purge: str) -> Response:
        return Response(shapes.PurgeShape(access.one(request, workspace, PurgeOrder, purge, MAY)).data)


class PurgeAgainView(TenantView):
    @described.act("purge_again", "Order a purge again, from the first attempt on", shapes.PurgeShape)
    @once
    def post(self, request: Request, workspace: str, purge: str) -> Response:
        order = access.one(request, workspace, PurgeOrder, purge, MAY)
        operations.send_again(order=order, by=access.actor_of(request), now=timezone.now())
        order.refresh_from_db()
        return Response(shapes.PurgeShape(order).data)
