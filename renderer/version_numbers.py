"""Which version of a template a release is, as people count them: told by the app that knows versions.

Releases are counted by themselves: going back to version 2 is a new release of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workspaces.models import Workspace

Numbers = Mapping[tuple[str, int], int]
"""Template key and number of the release, to number of the version."""
Teller = Callable[[Workspace], Numbers]
_tellers: list[Teller] = []


def tell_with(teller: Teller) -> None:
    """Called once by the app that authors templates."""
    _tellers.append(teller)


class Versions:
    """The versions of one workspace's releases. A release that nobody can name keeps its own number."""

    def __init__(self, workspace: Workspace):
        self._numbers: Numbers = {key: number for one in _tellers for key, number in one(workspace).items()}

    def of(self, template_key: str, release_number: int) -> int:
        return self._numbers.get((template_key, release_number), release_number)
