"""Save what people do to a draft: merged per (layer, property), refused where two people mean different things."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from designer import edits
from designer.models import DraftEdit, Template
from designer.operations.belonging import require_own_assets
from designer.operations.usage import index_draft
from designer.queries.kits import frozen
from renderer.engine.schema import parse
from workspaces.actors import Actor
from workspaces.problems import Problem

MAX_DOCUMENT_BYTES = 1024 * 1024


class ReadOnly(Problem):
    """The draft may not change now."""

    code = "read_only"


class DraftConflict(Problem):
    """Somebody changed the same property since; the caller must choose."""

    code = "draft_conflict"

    def __init__(
        self, rev: int, other: DraftEdit, by: Actor, ops_since: list[edits.Json], conflicts: Sequence[edits.Conflict]
    ):
        is_own = other.by_id is not None and by.user is not None and other.by_id == by.user.pk
        subject, where = ("You", " in another window") if is_own else (other.by_name or "Somebody", "")
        super().__init__(f"{subject} changed the same property{where}. Choose which of the two to keep.")
        self.details = {
            "rev": rev,
            "by": other.by_name,
            "by_you": is_own,
            "ops_since": ops_since,
            "conflicts": [asdict(conflict) for conflict in conflicts],
        }


class UnknownRev(Problem):
    """The caller works on a draft that never was."""

    code = "unknown_rev"


class DocumentTooLarge(Problem):
    """Nobody draws such a design by hand."""

    code = "document_too_large"

    def __init__(self) -> None:
        super().__init__("This design is larger than 1 MB. Remove layers that you do not need.")


@dataclass(frozen=True, slots=True)
class Saved:
    """`ops_since` leads from the draft the caller knows to the one before `rev`; empty when it knows `rev` already."""

    rev: int
    ops_since: tuple[edits.Json, ...] = ()


def save_draft(
    *,
    template: Template,
    ops: list[edits.Json],
    rev: int,
    client: str,
    seq: int,
    by: Actor,
    now: datetime,
    label: str = "",
    made_on: int | None = None,
) -> Saved:
    """Apply operations to a draft of which the caller knows `rev`. The same (client, seq) again changes nothing.

    `made_on` is the draft a person saw while making them, when that was an earlier one: what others changed since then
    is asked about; what the same client saved since then is its own.
    Raises ReadOnly, DraftConflict, UnknownRev, DocumentTooLarge, or DocumentError when the result breaks the schema.
    """
    with transaction.atomic():
        current = locked(template)
        if done := current.edits.filter(client=client, seq=seq).first():
            return Saved(done.rev, _ops_of(edit for edit in _since(current, rev) if edit.rev < done.rev))
        _refuse_read_only(current)
        unseen = _since(current, rev)
        theirs = unseen if made_on is None else [one for one in _since(current, made_on) if one.client != client]
        if theirs:
            _refuse_conflicts(current, theirs, ops, _ops_of(unseen), by)
        store(current, ops, client=client, seq=seq, by=by, now=now, label=label)
        return Saved(current.draft_rev, _ops_of(unseen))


def replace_draft(*, template: Template, document: Mapping[str, Any], by: Actor, now: datetime, label: str) -> Template:
    """Put a whole document in the draft's place, as one undoable edit."""
    with transaction.atomic():
        current = locked(template)
        _refuse_read_only(current)
        plain = {name: value for name, value in document.items() if name != "brand"}
        seq = current.draft_rev + 1
        store(current, edits.difference(current.draft, plain), client="server", seq=seq, by=by, now=now, label=label)
        return current


def locked(template: Template) -> Template:
    """The row as it is now, held until the transaction ends."""
    return (
        Template.objects.select_for_update(of=("self",)).select_related("workspace__organization").get(pk=template.pk)
    )


def store(
    template: Template, ops: list[edits.Json], *, client: str, seq: int, by: Actor, now: datetime, label: str
) -> None:
    """Write the next draft of a locked template."""
    before = template.draft
    after = edits.apply(before, ops)
    if len(json.dumps(after)) > MAX_DOCUMENT_BYTES:
        raise DocumentTooLarge
    require_own_assets(after, template.workspace)
    parse(frozen(after, template.workspace))
    template.draft, template.draft_rev = after, template.draft_rev + 1
    template.draft_edited_at, template.draft_edited_by = now, by.user
    author = by.answerable
    if author is not None and author.pk not in template.draft_authors:
        template.draft_authors = [*template.draft_authors, author.pk]
    template.state = Template.State.DRAFT
    template.save(update_fields=["draft", "draft_rev", "draft_edited_at", "draft_edited_by", "draft_authors", "state"])
    DraftEdit.objects.create(
        template=template,
        rev=template.draft_rev,
        client=client,
        seq=seq,
        ops=ops,
        undo=edits.difference(after, before),
        label=label[:160],
        by=by.user,
        by_name=by.name[:160],
        at=now,
    )
    index_draft(template)


def draft_at(template: Template, rev: int) -> edits.Json:
    """The draft as it was at an earlier rev, worked out backwards from today's."""
    document = template.draft
    for edit in template.edits.filter(rev__gt=rev).order_by("-rev"):
        document = edits.apply(document, edit.undo)
    return document


def _refuse_read_only(template: Template) -> None:
    if template.archived_at is not None:
        raise ReadOnly("This template is archived. Restore it first.")
    if template.state == Template.State.IN_REVIEW:
        raise ReadOnly("This template is in review, so nobody can change it. Withdraw the review to go on editing.")


def _since(template: Template, rev: int) -> list[DraftEdit]:
    if rev > template.draft_rev or rev < 1:
        raise UnknownRev("This draft is not known here. Load the template again.")
    return list(template.edits.filter(rev__gt=rev).order_by("rev"))


def _ops_of(several: Iterable[DraftEdit]) -> tuple[edits.Json, ...]:
    return tuple(op for edit in several for op in edit.ops)


def _refuse_conflicts(
    template: Template, theirs: list[DraftEdit], mine: list[edits.Json], unseen: tuple[edits.Json, ...], by: Actor
) -> None:
    base = draft_at(template, theirs[0].rev - 1)
    if found := edits.conflicts(base, mine, _ops_of(theirs)):
        other = next((one for one in reversed(theirs) if edits.conflicts(base, mine, one.ops)), theirs[-1])
        raise DraftConflict(template.draft_rev, other, by, list(unseen), found)
