"""Pages of webhooks: the list, one with its log, and what can be done to it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspaces import access
from workspaces.forms import did, posted
from workspaces.models import Webhook, WebhookDelivery
from workspaces.problems import Problem
from workspaces.roles import Capability
from workspaces.views.paging import page_of
from workspaces.webhooks import events, operations
from workspaces.webhooks.forms import WebhookForm

MAY = Capability.MANAGE_SETTINGS


@require_safe
def webhooks(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every webhook with its events and how it does."""
    grant = access.enter(request, workspace, MAY)
    rows = Webhook.objects.in_workspace(grant.workspace)
    told = [{"webhook": one, "events": [events.label(name) for name in one.events]} for one in rows]
    return render(request, "workspaces/webhooks/list.html", {"told": told})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_webhook(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make one; the answer to the form shows its secret, once."""
    grant = access.enter(request, workspace, MAY)
    form = WebhookForm(posted(request), initial={"events": [event.value for event in events.WORDS]})
    made: list[tuple[Webhook, str]] = []

    def make() -> None:
        given = form.cleaned_data
        made.append(
            operations.create(
                workspace=grant.workspace,
                name=given["name"],
                url=given["url"],
                chosen=given["events"],
                by=grant.actor,
                now=timezone.now(),
            )
        )

    if request.method == "POST" and did(form, make):
        webhook, secret = made[0]
        return render(request, "workspaces/webhooks/secret.html", {"webhook": webhook, "secret": secret})
    return render(request, "workspaces/webhooks/new.html", {"form": form, "examples": _examples()})


@require_safe
def webhook(request: HttpRequest, workspace: str, webhook: str) -> HttpResponse:
    """One webhook and the log of its messages."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    page = page_of(request, row.deliveries.all())
    context = {
        "webhook": row,
        "events": [events.label(name) for name in row.events],
        "page": page,
        "told": [_told(one) for one in page],
        "both_sign": row.signs_with_previous(timezone.now()),
    }
    return render(request, "workspaces/webhooks/webhook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_webhook(request: HttpRequest, workspace: str, webhook: str) -> HttpResponse:
    """Another name, address or choice of events."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    form = WebhookForm(posted(request)) if request.method == "POST" else WebhookForm.showing(row)

    def change() -> None:
        given = form.cleaned_data
        by = access.actor_of(request)
        operations.change(
            webhook=row, name=given["name"], url=given["url"], chosen=given["events"], by=by, now=timezone.now()
        )

    if request.method == "POST" and did(form, change):
        messages.success(request, "Saved.")
        return redirect("workspaces:webhook", workspace, row.key)
    return render(request, "workspaces/webhooks/edit.html", {"form": form, "webhook": row})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rotate_webhook(request: HttpRequest, workspace: str, webhook: str) -> HttpResponse:
    """Ask, then show a new secret, once; the former goes on signing for a day."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    if request.method == "POST":
        secret = operations.rotate(webhook=row, by=access.actor_of(request), now=timezone.now())
        context = {"webhook": row, "secret": secret, "rotated": True}
        return render(request, "workspaces/webhooks/secret.html", context)
    return render(request, "workspaces/webhooks/rotate.html", {"webhook": row})


@require_http_methods(["GET", "HEAD", "POST"])
def remove_webhook(request: HttpRequest, workspace: str, webhook: str) -> HttpResponse:
    """Ask, then remove it with its log."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    if request.method == "POST":
        operations.remove(webhook=row, by=access.actor_of(request), now=timezone.now())
        messages.success(request, f"“{row.name}” is removed. Nothing is sent to it any more.")
        return redirect("workspaces:webhooks", workspace)
    return render(request, "workspaces/webhooks/remove.html", {"webhook": row})


@require_POST
def switch_webhook(request: HttpRequest, workspace: str, webhook: str) -> HttpResponse:
    """Off when it is on, on when it is off."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    by, now = access.actor_of(request), timezone.now()
    if row.disabled_at is None:
        operations.switch_off(webhook=row, by=by, now=now)
        messages.success(request, "Switched off. Nothing is sent until you switch it on again.")
    else:
        operations.switch_on(webhook=row, by=by, now=now)
        messages.success(request, "Switched on. What it missed can be sent again from the log.")
    return redirect("workspaces:webhook", workspace, row.key)


@require_POST
def test_webhook(request: HttpRequest, workspace: str, webhook: str) -> HttpResponse:
    """Send a message of no meaning."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    try:
        operations.test(webhook=row, by=access.actor_of(request), now=timezone.now())
        messages.success(request, "A test is on its way; the log shows within seconds how it went.")
    except Problem as problem:
        messages.error(request, problem.public_message)
    return redirect("workspaces:webhook", workspace, row.key)


@require_safe
def delivery(request: HttpRequest, workspace: str, webhook: str, delivery: str) -> HttpResponse:
    """One message: what was sent, and every attempt."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    one = access.one(request, workspace, row.deliveries.all(), delivery, MAY)
    return render(request, "workspaces/webhooks/delivery.html", {"webhook": row, "one": one, "told": _told(one)})


@require_POST
def resend_delivery(request: HttpRequest, workspace: str, webhook: str, delivery: str) -> HttpResponse:
    """Send the same message again."""
    row = access.one(request, workspace, Webhook, webhook, MAY)
    one = access.one(request, workspace, row.deliveries.all(), delivery, MAY)
    try:
        operations.send_again(delivery=one, by=access.actor_of(request), now=timezone.now())
        messages.success(request, "It is on its way again, with the same id.")
    except Problem as problem:
        messages.error(request, problem.public_message)
    return redirect("workspaces:webhook", workspace, row.key)


def _told(delivery: WebhookDelivery) -> dict[str, Any]:
    attempts = [{**one, "at": parse_datetime(one["at"])} for one in reversed(delivery.attempts)]
    return {
        "delivery": delivery,
        "event": events.label(delivery.event),
        "last": attempts[0] if attempts else None,
        "attempts": attempts,
        "body": json.dumps(delivery.body, indent=2, ensure_ascii=False),
    }


def _examples() -> list[dict[str, str]]:
    """What is sent for each event, as the page shows it."""
    now = timezone.now().replace(microsecond=0)
    return [
        {
            "label": told.label,
            "body": json.dumps(
                events.message(event, "your-workspace", told.example, now), indent=2, ensure_ascii=False
            ),
        }
        for event, told in events.WORDS.items()
    ]
