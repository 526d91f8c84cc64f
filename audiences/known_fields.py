"""Which merge fields a workspace's templates ask for: told by the apps above, which know templates."""

from __future__ import annotations

from collections.abc import Callable

from audiences.guesses import KnownField
from workspaces.models import Workspace

Provider = Callable[[Workspace], list[KnownField]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Called once by an app when it starts."""
    _providers.append(provider)


def known_fields(workspace: Workspace) -> list[KnownField]:
    """Every field once, by key."""
    found = (field for provider in _providers for field in provider(workspace))
    return list({field.key: field for field in found}.values())
