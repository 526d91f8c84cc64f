"""Carry templates to other workspaces: a copy once, or a push that keeps what each client changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from designer import edits
from designer.content import assets_of
from designer.mapping import Mapped, mapped
from designer.models import Asset, Template
from designer.operations.drafts import locked, store
from designer.operations.templates import create_template, free_name
from designer.queries.kits import faces_of, kit_of
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.problems import Problem


class SameWorkspace(Problem):
    """A copy into the same workspace is a duplicate."""

    code = "same_workspace"


@dataclass(frozen=True, slots=True)
class Carried:
    """What arrived where. `kept` names places (layer and property) that keep the client's own change."""

    workspace: Workspace
    template: Template | None
    created: bool
    notes: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    skipped: str = ""


def copy_to(*, template: Template, target: Workspace, by: Actor, now: datetime, name: str = "") -> Carried:
    """A copy of the draft, in the target's brand. The caller has checked the person's rights in both workspaces."""
    if target.pk == template.workspace_id:
        raise SameWorkspace("This is the same workspace. Use Duplicate instead.")
    template = _as_it_is_now(template)
    with transaction.atomic():
        result = _in_brand_of(template, target, by, now)
        made = create_template(
            workspace=target,
            name=name or _name_in(target, template.name),
            document=result.document,
            by=by,
            now=now,
            tags=template.tags,
            origin=template,
        )
        details: dict[str, Any] = {"to": target.key, "as": made.key}
        audit.record("template.copied", by=by, now=now, about=template, workspace=template.workspace, **details)
    return Carried(target, made, True, tuple(result.notes))


def push(*, template: Template, targets: Sequence[Workspace], by: Actor, now: datetime) -> list[Carried]:
    """Bring each client's copy up to this draft, keeping what the client changed; new clients get a copy.

    A copy that is in review or archived is left alone and named. The caller has checked the person's rights in all.
    """
    current = _as_it_is_now(template)
    return [_push(current, target, by, now) for target in targets if target.pk != template.workspace_id]


def _push(template: Template, target: Workspace, by: Actor, now: datetime) -> Carried:
    with transaction.atomic():
        copies = Template.objects.in_workspace(target).filter(origin=template)
        mine = copies.active().order_by("pk").first() or copies.order_by("pk").first()
        if mine is None:
            return copy_to(template=template, target=target, by=by, now=now)
        current = locked(mine)
        if current.is_read_only:
            why = "is archived" if current.archived_at else "is in review"
            return Carried(target, current, False, skipped=f"“{current.name}” {why}, so it was left alone.")
        result = _in_brand_of(template, target, by, now)
        kept = _merge(current, result.document, by, now)
        details: dict[str, Any] = {"kept": list(kept), "from": template.key}
        audit.record("template.pushed", by=by, now=now, about=current, workspace=target, **details)
    return Carried(target, current, False, tuple(result.notes), kept)


def _as_it_is_now(template: Template) -> Template:
    """The row anew: what the caller holds may be older than the last edit."""
    return Template.objects.select_related("workspace__organization").get(pk=template.pk)


def _merge(current: Template, incoming: edits.Json, by: Actor, now: datetime) -> tuple[str, ...]:
    """Three ways: what the pusher changed since the last push goes in, unless the client changed the same place."""
    base = current.origin_document or current.draft
    incoming = {**incoming, "name": current.draft.get("name", current.name)}
    local = {place for op in edits.difference(base, current.draft) for place in edits.places(op)}
    removed = {target for target, prop in local if prop == "@being"}
    wanted, kept = [], set()
    for op in edits.difference(base, incoming):
        for one in _apart(op):
            clash = {place for place in edits.places(one) if place in local or place[0] in removed}
            kept |= clash
            if not clash:
                wanted.append(one)
    if wanted:
        seq = current.draft_rev + 1
        store(current, wanted, client="server", seq=seq, by=by, now=now, label=f"Pushed by {by.name}")
    current.origin_document = incoming
    current.save(update_fields=["origin_document"])
    return tuple(sorted(f"{target}: {prop}" for target, prop in kept))


def _apart(op: edits.Json) -> list[edits.Json]:
    """One operation per property, so that a clash in one does not hold back the others."""
    if op["op"] == "set":
        return [{**op, "set": {name: value}} for name, value in op["set"].items()]
    return [op]


def _in_brand_of(template: Template, target: Workspace, by: Actor, now: datetime) -> Mapped:
    foreign = frozenset(face["family"].casefold() for face in faces_of(template.workspace))
    known = frozenset(face["family"].casefold() for face in faces_of(target))
    result = mapped(template.draft, kit_of(template.workspace), kit_of(target), foreign_fonts=foreign - known)
    _bring_assets(result.document, template.workspace, target, by, now)
    return result


def _bring_assets(document: edits.Json, source: Workspace, target: Workspace, by: Actor, now: datetime) -> None:
    """Pictures travel with the design; the stored bytes are shared, each workspace has a row of its own."""
    wanted = assets_of(document)
    have = set(Asset.objects.in_workspace(target).filter(digest__in=wanted).values_list("digest", flat=True))
    rows = Asset.objects.in_workspace(source).filter(digest__in=wanted - have).exclude(kind=Asset.Kind.FONT)
    for row in rows:
        Asset.objects.create(
            workspace=target,
            kind=row.kind,
            name=row.name,
            digest=row.digest,
            media_type=row.media_type,
            width=row.width,
            height=row.height,
            bytes=row.bytes,
            alt=row.alt,
            focal_x=row.focal_x,
            focal_y=row.focal_y,
            details=row.details,
            created_at=now,
            created_by=by.user,
        )


def _name_in(target: Workspace, name: str) -> str:
    taken = Template.objects.in_workspace(target).active().filter(name=name).exists()
    return free_name(target, name) if taken else name
