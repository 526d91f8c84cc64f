"""What can be done with an audience elsewhere: told by the apps above, which know links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audiences.models import Audience


@dataclass(frozen=True, slots=True)
class Use:
    """A way on from an audience's page; `words` say what comes of it."""

    label: str
    url: str
    words: str = ""


Provider = Callable[[Audience], list[Use]]
_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Called once by an app when it starts."""
    _providers.append(provider)


def uses_of(audience: Audience) -> list[Use]:
    """In the order in which the apps started."""
    return [use for provider in _providers for use in provider(audience)]
