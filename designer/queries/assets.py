"""The asset library: found by name and kind, each with where it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from designer.models import Asset, Template, Use
from workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Usage:
    """Templates that use an asset, in their draft or live version; `live` counts the latter."""

    templates: tuple[Template, ...] = ()
    live: int = 0

    @property
    def sentence(self) -> str:
        """“used in 4 templates, 2 live”."""
        if not self.templates:
            return "not used"
        count = len(self.templates)
        return f"used in {count} template{'' if count == 1 else 's'}{f', {self.live} live' if self.live else ''}"


def library(workspace: Workspace, search: str = "", kind: str = "", archived: bool = False) -> QuerySet[Asset]:
    """The workspace's assets, newest first."""
    rows = Asset.objects.in_workspace(workspace).select_related("workspace")
    rows = rows.filter(archived_at__isnull=not archived)
    if kind in Asset.Kind.values:
        rows = rows.filter(kind=kind)
    if words := search.strip():
        rows = rows.filter(Q(name__icontains=words) | Q(alt__icontains=words) | Q(family__icontains=words))
    return rows  # type: ignore[no-any-return]


def usage_of(workspace: Workspace, assets: Iterable[Asset]) -> dict[int, Usage]:
    """Where each of these is used, by asset id; one query whatever their number."""
    rows = list(assets)
    names = {("font", row.family) if row.kind == Asset.Kind.FONT else ("asset", row.digest): row.pk for row in rows}
    found: dict[int, dict[int, Template]] = defaultdict(dict)
    live: dict[int, set[int]] = defaultdict(set)
    wanted = {name for _, name in names}
    uses = Use.objects.in_workspace(workspace).filter(kind__in=["asset", "font"], name__in=wanted)
    for use in uses.select_related("template"):
        pk = names.get((use.kind, use.name))
        if pk is not None:
            found[pk][use.template_id] = use.template
            if use.where == Use.Where.LIVE:
                live[pk].add(use.template_id)
    return {row.pk: Usage(tuple(found[row.pk].values()), len(live[row.pk])) for row in rows}
