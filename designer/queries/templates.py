"""Lists of templates: searched, filtered with counts, sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet

from designer.models import Template, Use
from workspaces.models import Workspace

STATES = {
    "draft": "Draft",
    "in_review": "In review",
    "approved": "Approved",
    "live": "Live",
    "paused": "Paused",
    "archived": "Archived",
}
ORDERS = {
    "name": ("name",),
    "-name": ("-name",),
    "edited": ("draft_edited_at",),
    "-edited": ("-draft_edited_at",),
    "state": ("state", "name"),
    "-state": ("-state", "name"),
}


@dataclass(frozen=True, slots=True)
class TemplateFilter:
    """What a person asked for; parsed from the address, so it can be sent to somebody else."""

    search: str = ""
    state: str = ""
    folder: str = ""
    tag: str = ""
    uses_field: str = ""
    order: str = "-edited"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> TemplateFilter:
        order = query.get("order", "")
        return cls(
            query.get("q", "").strip()[:100],
            query.get("state", "") if query.get("state") in STATES else "",
            query.get("folder", "")[:120],
            query.get("tag", "")[:40],
            query.get("field", "")[:60],
            order if order in ORDERS else "-edited",
        )

    @property
    def is_set(self) -> bool:
        return bool(self.search or self.state or self.folder or self.tag or self.uses_field)


@dataclass(frozen=True, slots=True)
class Facets:
    """Filters with how many templates each would leave, over all that are not archived."""

    states: list[tuple[str, str, int]] = field(default_factory=list)
    folders: list[tuple[str, int]] = field(default_factory=list)
    tags: list[tuple[str, int]] = field(default_factory=list)
    total: int = 0


def templates(workspace: Workspace, wanted: TemplateFilter) -> QuerySet[Template]:
    """The workspace's templates that the filter leaves."""
    rows = Template.objects.in_workspace(workspace)
    rows = rows.filter(archived_at__isnull=wanted.state != "archived").filter(_state(wanted.state))
    if wanted.search:
        uses = Use.objects.in_workspace(workspace).filter(kind="field", name__icontains=wanted.search.replace(" ", "_"))
        named = Q(name__icontains=wanted.search) | Q(folder__icontains=wanted.search)
        rows = rows.filter(named | Q(pk__in=uses.values("template")))
    if wanted.folder:
        rows = rows.filter(Q(folder=wanted.folder) | Q(folder__startswith=f"{wanted.folder}/"))
    if wanted.tag:
        rows = rows.filter(pk__in=_tagged(workspace, wanted.tag))
    if wanted.uses_field:
        uses = Use.objects.in_workspace(workspace).filter(kind="field", name=wanted.uses_field)
        rows = rows.filter(pk__in=uses.values("template"))
    found = rows.select_related("workspace", "live_revision", "draft_edited_by")
    return found.order_by(*ORDERS[wanted.order], "pk")  # type: ignore[no-any-return]


def _state(state: str) -> Q:
    match state:
        case "live":
            return Q(live_revision__isnull=False, paused_at=None)
        case "paused":
            return Q(live_revision__isnull=False, paused_at__isnull=False)
        case "draft":
            return Q(state=Template.State.DRAFT)
        case "in_review" | "approved":
            return Q(state=state)
    return Q()


def _tagged(workspace: Workspace, tag: str) -> list[int]:
    """By hand: SQLite cannot look into JSON lists through `contains`."""
    rows = Template.objects.in_workspace(workspace).values_list("pk", "tags")
    return [pk for pk, tags in rows if tag in tags]


def facets(workspace: Workspace) -> Facets:
    """One query over the workspace's templates, counted here."""
    rows = Template.objects.in_workspace(workspace).annotate(live=F("live_revision_id"))
    states: Counter[str] = Counter()
    folders: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for state, live, paused, archived, folder, own in rows.values_list(
        "state", "live", "paused_at", "archived_at", "folder", "tags"
    ):
        if archived:
            states["archived"] += 1
            continue
        states[state] += 1
        states["paused" if paused else "live"] += 1 if live else 0
        states["all"] += 1
        folders.update([folder] if folder else [])
        tags.update(own)
    return Facets(
        [(key, label, states[key]) for key, label in STATES.items() if states[key]],
        sorted(folders.items()),
        sorted(tags.items(), key=lambda pair: (-pair[1], pair[0]))[:20],
        states["all"],
    )
