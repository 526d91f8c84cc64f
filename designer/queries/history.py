"""A template's history: versions, autosaves folded between them, reviews and publications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from designer.models import DraftEdit, Review, Revision, Template
from workspaces.whole_numbers import whole_number

PAUSE = timedelta(minutes=30)
"""Edits further apart than this are told as two sittings."""
MOST_EDITS = 2000


@dataclass(frozen=True, slots=True)
class Sitting:
    """Autosaves told as one line: “14 edits between 13:20 and 14:05”."""

    count: int
    first: datetime
    last: datetime
    by: tuple[str, ...]
    first_rev: int
    last_rev: int


@dataclass(frozen=True, slots=True)
class Version:
    """A revision with what became of it."""

    revision: Revision
    state: str
    tone: str
    review: Review | None
    is_live: bool


def pending_review(template: Template) -> Review | None:
    """The review that waits for a decision, if any."""
    rows = Review.objects.filter(template=template, state=Review.State.PENDING)
    return rows.select_related("revision", "template__workspace__organization", "workspace").first()


def versions(template: Template) -> list[Version]:
    """Every revision, newest first."""
    reviews = {review.revision_id: review for review in template.reviews.order_by("requested_at")}
    shown = set(template.publications.values_list("revision_id", flat=True))
    return [_version(revision, template, reviews.get(revision.pk), shown) for revision in template.revisions.all()]


def _version(revision: Revision, template: Template, review: Review | None, shown: set[int]) -> Version:
    live = revision.pk == template.live_revision_id
    if live:
        state, tone = ("Paused", "") if template.paused_at else ("Live", "ok")
    elif revision.pk in shown:
        state, tone = "Was live", ""
    elif review is not None and review.state != Review.State.WITHDRAWN:
        tones = {Review.State.PENDING: "info", Review.State.APPROVED: "ok", Review.State.CHANGES_REQUESTED: "warn"}
        state, tone = review.get_state_display(), tones.get(Review.State(review.state), "")
    else:
        state, tone = "Saved", ""
    return Version(revision, state, tone, review, live)


def history(template: Template) -> list[Version | Sitting]:
    """Versions with the sittings of autosaves between them, newest first."""
    found: list[Version | Sitting] = []
    edits = list(template.edits.order_by("-rev")[:MOST_EDITS])
    for version in versions(template):
        later = [edit for edit in edits if edit.rev > version.revision.draft_rev]
        found += sittings(later)
        edits = edits[len(later) :]
        found.append(version)
    return found + sittings(edits)


def sittings(edits: Sequence[DraftEdit]) -> list[Sitting]:
    """Edits, newest first, folded where they follow each other without a pause."""
    groups: list[list[DraftEdit]] = []
    for edit in edits:
        if groups and groups[-1][-1].at - edit.at <= PAUSE:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return [_sitting(group) for group in groups]


def _sitting(group: Sequence[DraftEdit]) -> Sitting:
    names = tuple(dict.fromkeys(edit.by_name or "Somebody" for edit in reversed(group)))
    return Sitting(len(group), group[-1].at, group[0].at, names, group[-1].rev, group[0].rev)


def document_at(template: Template, version: str) -> dict[str, Any] | None:
    """The frozen document of “draft”, “live” or a version's number; None when there is no such thing."""
    from designer.queries.kits import frozen

    if version == "draft":
        return frozen(template.draft, template.workspace)
    if version == "live":
        return template.live_revision.document if template.live_revision else None
    revision = template.revisions.filter(number=number).first() if (number := whole_number(version)) else None
    return revision.document if revision else None
