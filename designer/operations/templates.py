"""Make, name, sort, duplicate and archive templates."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from designer import naming
from designer.mapping import without_brand
from designer.models import Template
from designer.operations.belonging import require_own_assets
from designer.operations.drafts import ReadOnly, locked
from designer.operations.usage import index_draft
from designer.queries.kits import faces_of, frozen_with, kit_of
from renderer.engine.schema import parse
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.preferences import preferences
from workspaces.problems import Conflict

MAX_TAGS = 20


class NameTaken(Conflict):
    """Two templates of one name would be mixed up in every list."""

    code = "name_taken"


def create_template(
    *,
    workspace: Workspace,
    name: str,
    document: Mapping[str, Any],
    by: Actor,
    now: datetime,
    folder: str = "",
    tags: Iterable[str] = (),
    origin: Template | None = None,
) -> Template:
    """A new draft. Colours and fonts that the document names by tokens of a kit of its own become plain values.

    Raises BadName, NameTaken, or DocumentError.
    """
    name = naming.check(name, preferences(workspace).naming_pattern)
    kit = kit_of(workspace)
    draft = {**without_brand(document, kit), "name": name}
    require_own_assets(draft, workspace)
    parse(frozen_with(draft, kit, faces_of(workspace)))
    with transaction.atomic():
        _refuse_taken(workspace, name)
        template = Template.objects.create(
            workspace=workspace,
            name=name,
            folder=clean_folder(folder),
            tags=clean_tags(tags),
            draft=draft,
            draft_edited_at=now,
            draft_edited_by=by.user,
            draft_authors=[by.answerable.pk] if by.answerable else [],
            origin=origin,
            origin_document=copy.deepcopy(draft) if origin else None,
            created_at=now,
            created_by=by.user,
        )
        index_draft(template)
        audit.record("template.created", by=by, now=now, about=template, workspace=workspace)
    return template


def rename(*, template: Template, name: str, by: Actor, now: datetime) -> Template:
    """A new name, by the workspace's naming rule. Raises BadName, NameTaken."""
    with transaction.atomic():
        current = locked(template)
        name = naming.check(name, preferences(current.workspace).naming_pattern)
        if name == current.name:
            return current
        _refuse_taken(current.workspace, name)
        before, current.name = current.name, name
        current.save(update_fields=["name"])
        audit.record(
            "template.renamed", by=by, now=now, about=current, workspace=current.workspace, before=before, after=name
        )
    return current


def sort_into(
    *, template: Template, by: Actor, now: datetime, folder: str | None = None, tags: Iterable[str] | None = None
) -> Template:
    """Move to a folder (a path such as `Spring/Webinars`, empty for none), or give other tags, or both."""
    with transaction.atomic():
        current = locked(template)
        current.folder = current.folder if folder is None else clean_folder(folder)
        current.tags = current.tags if tags is None else clean_tags(tags)
        current.save(update_fields=["folder", "tags"])
        details = {"folder": current.folder, "tags": current.tags}
        audit.record("template.sorted", by=by, now=now, about=current, workspace=current.workspace, **details)
    return current


def duplicate(*, template: Template, by: Actor, now: datetime, name: str = "") -> Template:
    """A copy of the draft in the same workspace."""
    return create_template(
        workspace=template.workspace,
        name=name or free_name(template.workspace, template.name),
        document=template.draft,
        by=by,
        now=now,
        folder=template.folder,
        tags=template.tags,
    )


def archive(*, template: Template, by: Actor, now: datetime) -> Template:
    """Put away: it leaves the lists; what is live stays live, for mails that were sent keep showing it."""
    with transaction.atomic():
        current = locked(template)
        if current.state == Template.State.IN_REVIEW:
            raise ReadOnly("This template is in review. Withdraw the review before you archive it.")
        if current.archived_at is None:
            current.archived_at = now
            current.save(update_fields=["archived_at"])
            audit.record("template.archived", by=by, now=now, about=current, workspace=current.workspace)
    return current


def unarchive(*, template: Template, by: Actor, now: datetime) -> Template:
    """Bring back from the archive; gets a free name if its own was taken meanwhile."""
    with transaction.atomic():
        current = locked(template)
        if current.archived_at is not None:
            if _is_taken(current.workspace, current.name):
                current.name = free_name(current.workspace, current.name)
            current.archived_at = None
            current.save(update_fields=["archived_at", "name"])
            audit.record("template.restored", by=by, now=now, about=current, workspace=current.workspace)
    return current


def free_name(workspace: Workspace, name: str) -> str:
    """The name, or “… copy”, “… copy 2”: the first that no active template bears."""
    stem = name[: naming.MAX_NAME - 10]
    taken = set(Template.objects.in_workspace(workspace).active().values_list("name", flat=True))
    candidates = (f"{stem} copy{f' {number}' if number > 1 else ''}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def clean_folder(folder: str) -> str:
    """`Spring / Webinars/` → `Spring/Webinars`."""
    return "/".join(" ".join(part.split()) for part in folder.split("/") if part.strip())[:120]


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Trimmed, lower-cased, each once, in order."""
    cleaned = (" ".join(str(tag).lower().split())[:40] for tag in tags)
    return list(dict.fromkeys(tag for tag in cleaned if tag))[:MAX_TAGS]


def _is_taken(workspace: Workspace, name: str) -> bool:
    return Template.objects.in_workspace(workspace).active().filter(name=name).exists()


def _refuse_taken(workspace: Workspace, name: str) -> None:
    if _is_taken(workspace, name):
        raise NameTaken(f"There is a template called “{name}” already. Choose another name.")
