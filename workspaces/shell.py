"""What the frame around every page needs: the workspace, what may be done there, and where else one could go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from workspaces.access import Grant
from workspaces.queries.places import workspaces_of

MOST_IN_MENU = 30
counters: list[Callable[[Grant], dict[str, int]]] = []
"""Apps above add functions that count what waits in the navigation, such as `{"reviews": 3}`."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Nothing is asked of the database until a template shows it."""
    grant: Grant | None = getattr(request, "grant", None)
    if grant is None:
        return {}
    user = grant.actor.user
    return {
        "workspace": grant.workspace,
        "grant": grant,
        "capabilities": frozenset(capability.value for capability in grant.capabilities),
        "workspaces": SimpleLazyObject(lambda: list(workspaces_of(user).active()[:MOST_IN_MENU]) if user else []),
        "counts": SimpleLazyObject(lambda: _counts(grant)),
    }


def _counts(grant: Grant) -> dict[str, int]:
    found: dict[str, int] = {}
    for counter in counters:
        found |= counter(grant)
    return found
