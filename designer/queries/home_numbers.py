"""The numbers on a workspace's home that tell what the world sees: pictures this month, and links in use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.urls import reverse

from renderer.models import RenderLink
from workspaces.models import MonthlyUse, Workspace

SOON = timedelta(days=14)


def pictures_served(workspace: Workspace, now: datetime) -> dict[str, Any]:
    """How many pictures were opened this month (UTC), beside the month before or the number agreed on."""
    this = now.date().replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    rows = MonthlyUse.objects.filter(workspace=workspace, month__in=(this, last))
    served = dict(rows.values_list("month", "pictures_served"))
    quota = workspace.pictures_per_month
    return {
        "name": "Pictures this month",
        "value": intcomma(served.get(this, 0)),
        "note": f"of {intcomma(quota)} agreed" if quota else f"{intcomma(served.get(last, 0))} last month",
        "url": reverse("renderer:links", args=[workspace.key]),
        "trend": "",
    }


def links_in_use(workspace: Workspace, now: datetime) -> dict[str, Any]:
    """How many links answer with their own picture now, and how many of them soon will not."""
    active = RenderLink.objects.in_workspace(workspace).filter(status=RenderLink.Status.ACTIVE)
    using = active.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    ending = using.filter(expires_at__lt=now + SOON).count()
    return {
        "name": "Links in use",
        "value": using.count(),
        "note": f"{ending} end{'s' if ending == 1 else ''} within two weeks" if ending else "None ends soon",
        "url": reverse("renderer:links", args=[workspace.key]),
        "trend": "",
    }
