"""Take, name, restore and reuse the immutable snapshots of a template."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from designer.content import content_hash
from designer.models import Revision, Template
from designer.operations.drafts import locked, replace_draft
from designer.operations.templates import create_template, free_name
from designer.queries.kits import frozen
from renderer.engine.schema import parse
from workspaces import audit
from workspaces.actors import Actor
from workspaces.problems import Problem


class NoSuchRevision(Problem):
    """The template has no revision of that number."""

    code = "not_found"


def take(template: Template, *, by: Actor, now: datetime, note: str = "", name: str = "") -> Revision:
    """Snapshot a locked template's draft with the brand as it stands now; an unchanged draft gives the newest again."""
    document = {**frozen(template.draft, template.workspace), "id": template.key, "name": template.name}
    parse(document)
    digest = content_hash(document)
    newest = template.revisions.order_by("-number").first()
    if newest is not None and newest.content_hash == digest and not (name and newest.name):
        if name:
            newest.name = name
            newest.save(update_fields=["name"])
        return newest
    last = template.revisions.aggregate(last=Max("number"))["last"] or 0
    return Revision.objects.create(
        template=template,
        number=last + 1,
        name=name[:120],
        note=note[:2000],
        document=document,
        content_hash=digest,
        draft_rev=template.draft_rev,
        authors=template.draft_authors,
        created_at=now,
        created_by=by.user,
        created_by_name=by.name[:160],
    )


def name_version(
    *, template: Template, name: str, by: Actor, now: datetime, number: int | None = None, note: str = ""
) -> Revision:
    """Name a revision, or, without a number, snapshot the draft under that name."""
    name = " ".join(name.split())[:120]
    if not name:
        raise Problem("Give the version a name.")
    with transaction.atomic():
        current = locked(template)
        if number is None:
            revision = take(current, by=by, now=now, note=note, name=name)
        else:
            revision = numbered(current, number)
            revision.name = name
            revision.save(update_fields=["name"])
        audit.record(
            "revision.named",
            by=by,
            now=now,
            about=current,
            workspace=current.workspace,
            revision=revision.number,
            name=name,
        )
    return revision


def restore(*, template: Template, number: int, by: Actor, now: datetime) -> Template:
    """Make an old revision the draft again; the edits since then stay in the history. Raises ReadOnly."""
    with transaction.atomic():
        current = locked(template)
        revision = numbered(current, number)
        restored = replace_draft(
            template=current, document=revision.document, by=by, now=now, label=f"Restored v{number}"
        )
        audit.record("revision.restored", by=by, now=now, about=current, workspace=current.workspace, revision=number)
    return restored


def as_template(*, template: Template, number: int, by: Actor, now: datetime, name: str = "") -> Template:
    """A new template that begins where this revision stood."""
    revision = numbered(template, number)
    return create_template(
        workspace=template.workspace,
        name=name or free_name(template.workspace, f"{template.name} v{number}"),
        document=revision.document,
        by=by,
        now=now,
        folder=template.folder,
        tags=template.tags,
    )


def numbered(template: Template, number: int) -> Revision:
    """A template's revision by number. Raises NoSuchRevision."""
    revision = template.revisions.filter(number=number).first()
    if revision is None:
        raise NoSuchRevision(f"“{template.name}” has no version {number}.")
    return revision
