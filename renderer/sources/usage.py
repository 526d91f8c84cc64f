"""Which links depend on which sources, and how fresh what they show is: for the interface."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min

from renderer import releases
from renderer.models import RenderLink
from renderer.models.sources import DataSource, SourceAnswer
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.sources.operations import keys_of


@dataclass(frozen=True, slots=True)
class Dependence:
    """A link's dependence on one source. `oldest` and `newest` are when the answers at hand were fetched, if any are.

    `is_asked` is False for a source that needs a recipient's key and does not serve open links.
    """

    source: DataSource
    fields: tuple[str, ...]
    is_asked: bool
    oldest: datetime | None
    newest: datetime | None


def links_behind(source: DataSource) -> list[RenderLink]:
    """The workspace's links whose live or pinned release has a field that the source fills."""
    rows = RenderLink.objects.filter(workspace=source.workspace_id).exclude(status=RenderLink.Status.REVOKED)
    return [link for link in rows if (shown := shown_by(link)) and _fields(source, shown)]


def sources_behind(link: RenderLink, shown: Shown) -> list[Dependence]:
    """The active sources that a link's pictures depend on."""
    rows = DataSource.objects.filter(workspace=link.workspace_id, is_active=True)
    return [_dependence(link, one, fields) for one in rows if (fields := _fields(one, shown))]


def shown_by(link: RenderLink) -> Shown | None:
    """The release that the link shows."""
    if link.pinned_id:
        return releases.numbered(link.pinned_id)
    return releases.current(link.workspace_id, link.template_key)


def _fields(source: DataSource, shown: Shown) -> tuple[str, ...]:
    return tuple(one.key for one in shown.document.fields if one.key in source.mapping)


def _dependence(link: RenderLink, source: DataSource, fields: tuple[str, ...]) -> Dependence:
    times = SourceAnswer.objects.filter(source=source).aggregate(oldest=Min("fetched_at"), newest=Max("fetched_at"))
    is_asked = not (link.mode == Mode.OPEN and keys_of(source) and not source.serves_open_links)
    return Dependence(source, fields, is_asked, times["oldest"], times["newest"])
