"""What webhooks and the CDN demand; a webhook of Acme with one message, and one purge."""

from __future__ import annotations

from tests.architecture.access_rows import Row, acts, form, sees
from tests.architecture.world import CANARY, World, furnishers
from workspaces.models import PurgeOrder, WebhookDelivery
from workspaces.roles import Capability as C
from workspaces.webhooks import operations

MAY = C.MANAGE_SETTINGS
NEW = {"name": "Calendar", "url": "https://hooks.example.com/okzest", "events": ["review.decided"]}
CDN = {"kind": "fastly", "identifier": "SERVICE1", "secret": f"{CANARY} secret"}

ROWS = {
    "workspaces:webhooks": sees(MAY),
    "workspaces:new_webhook": form(MAY),
    "workspaces:webhook": sees(MAY),
    "workspaces:edit_webhook": form(MAY),
    "workspaces:rotate_webhook": form(MAY),
    "workspaces:remove_webhook": form(MAY),
    "workspaces:switch_webhook": acts(MAY),
    "workspaces:test_webhook": acts(MAY),
    "workspaces:delivery": sees(MAY),
    "workspaces:resend_delivery": acts(MAY),
    "workspaces:cdn": sees(MAY),
    "workspaces:edit_cdn": form(MAY),
    "workspaces:remove_cdn": form(MAY),
    "workspaces:test_cdn": acts(MAY),
    "workspaces:purge_again": acts(MAY),
    "workspaces:api-webhooks": form(MAY, bodies={"POST": NEW}),
    "workspaces:api-webhook": Row(
        {"GET": MAY, "HEAD": MAY, "PATCH": MAY, "DELETE": MAY}, bodies={"PATCH": {"enabled": False}}
    ),
    "workspaces:api-rotate-webhook": acts(MAY),
    "workspaces:api-test-webhook": acts(MAY),
    "workspaces:api-webhook-deliveries": sees(MAY),
    "workspaces:api-resend-webhook-delivery": acts(MAY),
    "workspaces:api-cdn": Row({"GET": MAY, "HEAD": MAY, "PUT": MAY, "DELETE": MAY}, bodies={"PUT": CDN}),
    "workspaces:api-test-cdn": acts(MAY),
    "workspaces:api-purges": sees(MAY),
    "workspaces:api-purge": sees(MAY),
    "workspaces:api-purge-again": acts(MAY),
}


def _webhook(world: World) -> dict[str, str]:
    webhook, _ = operations.create(
        workspace=world.acme,
        name=f"{CANARY} webhook",
        url="https://hooks.example.com/okzest",
        chosen=["review.decided"],
        by=world.boss,
        now=world.now,
    )
    delivery = operations.test(webhook=webhook, by=world.boss, now=world.now)
    WebhookDelivery.objects.filter(key=delivery.key).update(state=WebhookDelivery.State.DELIVERED, next_at=None)
    purge = PurgeOrder.objects.create(
        workspace=world.acme, is_installations=True, why="test", state=PurgeOrder.State.DONE, created_at=world.now
    )
    return {"webhook": webhook.key, "delivery": delivery.key, "purge": purge.key}


furnishers.append(_webhook)
