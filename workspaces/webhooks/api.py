"""Webhooks over the API: what the pages do, for programs."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from workspaces import access
from workspaces.api import described
from workspaces.api.views import TenantView
from workspaces.api_pagination import page
from workspaces.api_repeats import once
from workspaces.models import Webhook
from workspaces.roles import Capability
from workspaces.webhooks import operations, shapes

MAY = Capability.MANAGE_SETTINGS


class WebhooksView(TenantView):
    @described.many("list_webhooks", "List webhooks", shapes.WebhookShape)
    def get(self, request: Request, workspace: str) -> Response:
        return page(self, Webhook.objects.in_workspace(self.enter(MAY).workspace), shapes.WebhookShape)

    @described.make("create_webhook", "Make a webhook", shapes.NewWebhook, shapes.MadeWebhook)
    @once
    def post(self, request: Request, workspace: str) -> Response:
        grant = self.enter(MAY)
        given = self.given(shapes.NewWebhook)
        webhook, secret = operations.create(
            workspace=grant.workspace,
            name=given["name"],
            url=given["url"],
            chosen=given["events"],
            by=grant.actor,
            now=timezone.now(),
        )
        return Response({**shapes.WebhookShape(webhook).data, "secret": secret}, status=201)


class WebhookView(TenantView):
    @described.one("get_webhook", "Look at a webhook", shapes.WebhookShape)
    def get(self, request: Request, workspace: str, webhook: str) -> Response:
        return Response(shapes.WebhookShape(self._webhook()).data)

    @described.change(
        "change_webhook", "Change a webhook, switch it off or on", shapes.WebhookChanges, shapes.WebhookShape
    )
    @once
    def patch(self, request: Request, workspace: str, webhook: str) -> Response:
        row, given = self._webhook(), self.given(shapes.WebhookChanges)
        by, now = access.actor_of(request), timezone.now()
        operations.change(
            webhook=row,
            name=given.get("name", row.name),
            url=given.get("url", row.url),
            chosen=given.get("events", row.events),
            by=by,
            now=now,
        )
        if "enabled" in given:
            (operations.switch_on if given["enabled"] else operations.switch_off)(webhook=row, by=by, now=now)
        return Response(shapes.WebhookShape(row).data)

    @described.remove("remove_webhook", "Remove a webhook with its log")
    @once
    def delete(self, request: Request, workspace: str, webhook: str) -> Response:
        operations.remove(webhook=self._webhook(), by=access.actor_of(request), now=timezone.now())
        return Response(status=204)

    def _webhook(self) -> Webhook:
        return access.one(self.request, self.kwargs["workspace"], Webhook, self.kwargs["webhook"], MAY)


class RotateView(TenantView):
    @described.make("rotate_webhook_secret", "A new secret; the former signs for a day more", None, shapes.MadeWebhook)
    @once
    def post(self, request: Request, workspace: str, webhook: str) -> Response:
        row = access.one(request, workspace, Webhook, webhook, MAY)
        secret = operations.rotate(webhook=row, by=access.actor_of(request), now=timezone.now())
        return Response({**shapes.WebhookShape(row).data, "secret": secret}, status=201)


class TestView(TenantView):
    __test__ = False

    @described.make("test_webhook", "Send a test message", None, shapes.DeliveryShape)
    @once
    def post(self, request: Request, workspace: str, webhook: str) -> Response:
        row = access.one(request, workspace, Webhook, webhook, MAY)
        delivery = operations.test(webhook=row, by=access.actor_of(request), now=timezone.now())
        return Response(shapes.DeliveryShape(delivery).data, status=201)


class DeliveriesView(TenantView):
    @described.many("list_webhook_deliveries", "The log of a webhook, newest first", shapes.DeliveryShape)
    def get(self, request: Request, workspace: str, webhook: str) -> Response:
        row = access.one(request, workspace, Webhook, webhook, MAY)
        return page(self, row.deliveries.all(), shapes.DeliveryShape)


class ResendView(TenantView):
    @described.act("resend_webhook_delivery", "Send a message again, with the same id", shapes.DeliveryShape)
    @once
    def post(self, request: Request, workspace: str, webhook: str, delivery: str) -> Response:
        row = access.one(request, workspace, Webhook, webhook, MAY)
        one = access.one(request, workspace, row.deliveries.all(), delivery, MAY)
        operations.send_again(delivery=one, by=access.actor_of(request), now=timezone.now())
        one.refresh_from_db()
        return Response(shapes.DeliveryShape(one).data)
