"""What an API key may be made for: each scope is a bundle of capabilities; pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from workspaces.roles import Capability


class Scope(StrEnum):
    """One tick box of the page where keys are made."""

    READ = "read"
    RENDER = "render"
    LINKS = "links"
    AUDIENCES = "audiences"
    TEMPLATES = "templates"
    PUBLISH = "publish"
    MANAGE = "manage"


C = Capability
CAPABILITIES: dict[Scope, frozenset[Capability]] = {
    Scope.READ: frozenset({C.VIEW}),
    Scope.RENDER: frozenset({C.VIEW, C.RENDER}),
    Scope.LINKS: frozenset({C.VIEW, C.MANAGE_LINKS}),
    Scope.AUDIENCES: frozenset({C.VIEW, C.MANAGE_AUDIENCES, C.MANAGE_SOURCES, C.PREWARM}),
    Scope.TEMPLATES: frozenset({C.VIEW, C.COMMENT, C.EDIT_TEMPLATES, C.EDIT_ASSETS}),
    Scope.PUBLISH: frozenset({C.VIEW, C.PUBLISH}),
    Scope.MANAGE: frozenset(
        {C.VIEW, C.MANAGE_PEOPLE, C.MANAGE_KEYS, C.MANAGE_SETTINGS, C.SEE_AUDIT, C.EDIT_BRAND, C.OPEN_LINKS}
    ),
}
"""No scope reviews or overrides checks: four eyes are people's eyes."""

WORDS: dict[Scope, str] = {
    Scope.READ: "Look at everything in the workspace.",
    Scope.RENDER: "Draw pictures from templates.",
    Scope.LINKS: "Make links and sign addresses.",
    Scope.AUDIENCES: "Upload audiences, set up data sources, draw pictures ahead of a send.",
    Scope.TEMPLATES: "Make and change templates and assets.",
    Scope.PUBLISH: "Publish what people approved, pause it, roll it back.",
    Scope.MANAGE: "Look after people, keys, the brand kit and settings.",
}


def capabilities_of(scopes: Iterable[str]) -> frozenset[Capability]:
    """What these scopes allow together; unknown names give nothing."""
    named = set(scopes)
    granted = [held for scope, held in CAPABILITIES.items() if scope.value in named]
    return frozenset().union(*granted)


def scopes_with(capability: Capability) -> tuple[Scope, ...]:
    """The scopes that include it."""
    return tuple(scope for scope in Scope if capability in CAPABILITIES[scope])
