"""A workspace's home: this app brings the activity, apps above add numbers, recent work and what needs attention."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from workspaces.access import Grant
from workspaces.log_words import did
from workspaces.queries.logs import LogFilter, workspace_log

Contributor = Callable[[Grant, datetime], dict[str, Any]]
contributors: list[Contributor] = []
"""Each gives parts of the page's context: `stats`, `recent`, `steps` and `urls` replace, `attention` is added to."""
EVENTS = 8
MOST_ATTENTION = 5


def home_context(grant: Grant, now: datetime) -> dict[str, Any]:
    """What `home.html` shows."""
    context: dict[str, Any] = {"stats": [], "recent": [], "steps": None, "urls": {}, "attention": []}
    for contribute in contributors:
        part = contribute(grant, now)
        attention = context["attention"] + part.pop("attention", [])
        context |= {**part, "attention": attention}
    context["attention"] = sorted(context["attention"], key=lambda one: one["tone"] != "bad")[:MOST_ATTENTION]
    context["activity"] = [
        {"who": entry.actor_name, "did": did(entry), "what": entry.object_name, "at": entry.at}
        for entry in workspace_log(grant.workspace, LogFilter())[:EVENTS]
    ]
    return context
