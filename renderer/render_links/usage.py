"""Which links show which release: how many people's mails a publication or a roll-back will change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from renderer.models import Release, RenderLink
from renderer.version_numbers import Versions
from workspaces.models import Workspace

LIVE = (Release.State.LIVE, Release.State.PAUSED)


@dataclass(frozen=True, slots=True)
class Shows:
    """`links` links show version `number` of a template; `pinned` of them stay there whatever is published."""

    number: int
    is_live: bool
    links: int
    pinned: int

    def __str__(self) -> str:
        return f"{self.links} link{'' if self.links == 1 else 's'} show{'s' if self.links == 1 else ''} v{self.number}"


def usage_of(workspace: Workspace, template_key: str) -> list[Shows]:
    """Every release that some link shows, newest first. Revoked links show none."""
    return usage_map(workspace).get(template_key, [])


def usage_map(workspace: Workspace) -> Mapping[str, list[Shows]]:
    """The same for every template that has a link, by its key."""
    links = RenderLink.objects.in_workspace(workspace).exclude(status=RenderLink.Status.REVOKED)
    following = dict(links.filter(pinned=None).order_by().values_list("template_key").annotate(count=Count("pk")))
    pinned = links.exclude(pinned=None).order_by().values_list("template_key", "pinned__number")
    kept: dict[tuple[str, int], int] = {
        (key, number): count for key, number, count in pinned.annotate(count=Count("pk"))
    }
    rows = Release.objects.in_workspace(workspace).filter(template_key__in={*following, *(key for key, _ in kept)})
    shown: dict[str, list[Shows]] = {}
    versions = Versions(workspace)
    for key, number, state in rows.order_by("template_key", "-number").values_list("template_key", "number", "state"):
        is_live, stay = state in LIVE, kept.get((key, number), 0)
        count = stay + (following.get(key, 0) if is_live else 0)
        if count:
            shown.setdefault(key, []).append(Shows(versions.of(key, number), is_live, count, stay))
    return shown
