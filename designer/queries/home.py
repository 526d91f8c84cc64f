"""What the designer tells on a workspace's home: live templates, what waits, recent work, what needs attention."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timesince import timesince

from designer.models import Asset, Review, Template
from designer.queries.home_numbers import links_in_use, pictures_served
from designer.queries.reviews import queue, waiting_for
from workspaces.access import Grant
from workspaces.models import Workspace
from workspaces.roles import Capability

RECENT = 4
OLD_REVIEW = timedelta(hours=24)
SOON = timedelta(days=30)
WEEK = timedelta(days=7)


def home_parts(grant: Grant, now: datetime) -> dict[str, Any]:
    """`stats`, `recent`, `attention`, `steps` and `urls` of `home.html`."""
    workspace = grant.workspace
    rows = Template.objects.in_workspace(workspace).active()
    gallery = reverse("designer:gallery", args=[workspace.key])
    parts: dict[str, Any] = {
        "stats": [
            _live(workspace, now),
            pictures_served(workspace, now),
            links_in_use(workspace, now),
            _waiting(grant, now),
        ],
        "recent": [_recent(template, grant) for template in rows.select_related("live_revision")[:RECENT]],
        "attention": [*_late_reviews(workspace, now), *_licences(workspace, now)],
        "urls": {"templates": reverse("designer:templates", args=[workspace.key])},
    }
    if grant.may(Capability.EDIT_TEMPLATES):
        parts["urls"] |= {"gallery": gallery, "new": reverse("designer:new", args=[workspace.key])}
        if not rows.exists():
            sample = reverse("designer:sample_picture", args=[workspace.key, "webinar-reminder"])
            parts["steps"] = {"picture": sample, "gallery_url": gallery, "blank_url": parts["urls"]["new"]}
    return parts


def _live(workspace: Workspace, now: datetime) -> dict[str, Any]:
    live = Template.objects.in_workspace(workspace).active().filter(live_revision__isnull=False)
    changed = live.filter(publications__at__gte=now - WEEK).distinct().count()
    return {
        "name": "Live templates",
        "value": live.count(),
        "note": f"{changed} changed this week",
        "url": reverse("designer:templates", args=[workspace.key]) + "?state=live",
        "trend": "",
    }


def _waiting(grant: Grant, now: datetime) -> dict[str, Any]:
    rows = waiting_for(grant.actor.user, grant.workspace) if grant.may(Capability.REVIEW) else queue(grant.workspace)
    oldest = rows.order_by("requested_at").first()
    count = rows.count()
    return {
        "name": "Waiting for you" if grant.may(Capability.REVIEW) else "In review",
        "value": f"{count} review{'' if count == 1 else 's'}",
        "note": f"oldest {timesince(oldest.requested_at, now, depth=1)}" if oldest else "Nothing waits",
        "url": reverse("designer:reviews", args=[grant.workspace.key]),
        "trend": "",
    }


def _recent(template: Template, grant: Grant) -> dict[str, Any]:
    where = [grant.workspace.key, template.key]
    tone, state = template.badge
    menu = [
        {"label": "Open", "icon": "pencil", "url": reverse("designer:design", args=where)},
        {"label": "History", "icon": "history", "url": reverse("designer:history", args=where)},
    ]
    who = template.draft_edited_by
    return {
        "name": template.name,
        "url": reverse("designer:design", args=where),
        "picture": f"{reverse('designer:picture', args=where)}?w=448&rev={template.draft_rev}",
        "state": state,
        "tone": {"amber": "warn", "blue": "info", "green": "ok", "red": "bad", "grey": ""}[tone],
        "use": f"Edited by {'you' if who == grant.actor.user else who or 'a program'}",
        "menu": menu,
    }


def _late_reviews(workspace: Workspace, now: datetime) -> list[dict[str, Any]]:
    late: list[Review] = list(queue(workspace).filter(requested_at__lt=now - OLD_REVIEW)[:3])
    return [
        {
            "tone": "warn",
            "title": f"“{review.template.name}” has waited {timesince(review.requested_at, now, depth=1)} for review",
            "now": "Recipients still see the version before."
            if review.template.live_revision_id
            else "It is not live.",
            "action": "Review it",
            "url": reverse("designer:review", args=[workspace.key, review.key]),
        }
        for review in late
    ]


def _licences(workspace: Workspace, now: datetime) -> list[dict[str, Any]]:
    fonts = Asset.objects.in_workspace(workspace).filter(kind=Asset.Kind.FONT, archived_at=None)
    ending = fonts.filter(licence_until__lt=(now + SOON).date()).order_by("licence_until")[:3]
    return [
        {
            "tone": "bad" if asset.licence_until < now.date() else "warn",
            "title": f"The licence of {asset.name} ends on {asset.licence_until:%d %B %Y}",
            "now": "Pictures keep using it.",
            "action": "Open the library",
            "url": reverse("designer:assets", args=[workspace.key]) + "?kind=font",
        }
        for asset in ending
    ]
