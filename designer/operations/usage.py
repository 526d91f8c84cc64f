"""Keep the index of what each template uses: derived from documents, rebuilt at will, never asked to decide rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.content import assets_of, fields_of, fonts_of, tokens_of
from designer.models import Template, Use
from designer.queries.kits import frozen


def index_draft(template: Template) -> None:
    """What the draft uses."""
    _write(template, Use.Where.DRAFT, frozen(template.draft, template.workspace))


def index_live(template: Template) -> None:
    """What the live revision uses; nothing when none is live."""
    revision = template.live_revision
    _write(template, Use.Where.LIVE, revision.document if revision else {})


def rebuild() -> int:
    """Index every template anew; returns how many."""
    templates = Template.objects.select_related("workspace__organization", "live_revision")
    for template in templates.iterator():
        index_draft(template)
        index_live(template)
    return templates.count()


def _write(template: Template, where: str, document: Mapping[str, Any]) -> None:
    wanted = {(kind, name[:200]) for kind, names in _used(document).items() for name in names}
    known = {(use.kind, use.name): use.pk for use in template.uses.filter(where=where)}
    gone = [pk for use, pk in known.items() if use not in wanted]
    if gone:
        Use.objects.filter(pk__in=gone).delete()
    Use.objects.bulk_create(
        Use(workspace=template.workspace, template=template, where=where, kind=kind, name=name)
        for kind, name in sorted(wanted - known.keys())
    )


def _used(document: Mapping[str, Any]) -> dict[str, set[str]]:
    return {
        "asset": assets_of(document),
        "font": fonts_of(document),
        "field": fields_of(document),
        "token": tokens_of(document),
    }
