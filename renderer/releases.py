"""What the world sees of each template: put a document before it, pause it, take it away, and know which one it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.text import slugify

from renderer import purges
from renderer.engine import schema
from renderer.engine.document import Document
from renderer.engine.problems import RenderProblem
from renderer.engine.recent import Recent
from renderer.engine.resolve import resolve
from renderer.models import Release
from renderer.remembered import changed, facts
from workspaces.preferences import preferences

if TYPE_CHECKING:
    from workspaces.models import User, Workspace

released = Signal()
"""After the commit, when a document was put before the world: `release_id`."""
State = Release.State
PARSED = 512


class NotPublished(RenderProblem):
    """Nothing of this template can be shown."""

    code = "not_published"

    def __init__(self) -> None:
        super().__init__("This template has not been published, so there is nothing to draw.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A release as delivery needs it: parsed once, shared by all requests. `slug` names the files."""

    id: int
    workspace_id: int
    workspace: str
    template_key: str
    number: int
    state: str
    slug: str
    content_hash: str
    document: Document
    image_hosts: tuple[str, ...] = ()

    @property
    def is_live(self) -> bool:
        return self.state in (State.LIVE, State.PAST)


def release(
    *, workspace: Workspace, template_key: str, document: Mapping[str, Any], by: User | None, now: datetime
) -> Release:
    """Put this document before the world, in place of what was. Raises DocumentError.

    For the designer's `publish`, which asks first whether it was approved.
    """
    parsed = schema.parse(document)
    base = parsed.size()
    with transaction.atomic():
        earlier = Release.objects.in_workspace(workspace).filter(template_key=template_key).select_for_update()
        last = earlier.order_by("-number").values_list("number", flat=True).first()
        earlier.filter(state__in=[State.LIVE, State.PAUSED]).update(state=State.PAST)
        made: Release = Release.objects.create(
            workspace=workspace,
            template_key=template_key,
            number=(last or 0) + 1,
            document=document,
            content_hash=content_hash(document),
            alt=resolve(parsed, {}).alt,
            width=base.w,
            height=base.h,
            published_by=by,
            published_at=now,
        )
        changed()
        if last is not None:
            purges.of_template(workspace, template_key, "released")
        transaction.on_commit(lambda: released.send(Release, release_id=made.pk), robust=True)
    return made


def pause(*, workspace: Workspace, template_key: str) -> None:
    """Show everybody the fallback picture until `resume`."""
    _move(workspace, template_key, {State.LIVE}, State.PAUSED)


def resume(*, workspace: Workspace, template_key: str) -> None:
    """Show personal pictures again."""
    _move(workspace, template_key, {State.PAUSED}, State.LIVE)


def withdraw(*, workspace: Workspace, template_key: str) -> None:
    """Take the template down: every address of it, pinned ones too, shows a neutral picture until the next release."""
    _move(workspace, template_key, {State.LIVE, State.PAUSED, State.PAST}, State.WITHDRAWN)


def live(workspace: Workspace, template_key: str) -> Shown:
    """What the world sees of the template. Raises NotPublished, also while it is withdrawn."""
    found = current(workspace.pk, template_key)
    if found is None or found.state == State.WITHDRAWN:
        raise NotPublished
    return found


def current(workspace_id: int, template_key: str) -> Shown | None:
    """The release that links follow, whatever its state; from memory if it can be."""
    return facts.get(live_key(workspace_id, template_key), lambda: _read_current(workspace_id, template_key))


def numbered(release_id: int) -> Shown | None:
    """The release that a link is pinned to."""
    return facts.get(numbered_key(release_id), lambda: _shown(Release.objects.filter(pk=release_id)))


def live_key(workspace_id: int, template_key: str) -> Hashable:
    """What `current` is remembered by."""
    return "live", workspace_id, template_key


def numbered_key(release_id: int) -> Hashable:
    """What `numbered` is remembered by."""
    return "release", release_id


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 over the whole design: layers, fields, rules, brand, and its pictures and fonts by their digests."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _move(workspace: Workspace, template_key: str, from_states: set[State], to: State) -> None:
    rows = Release.objects.in_workspace(workspace).filter(template_key=template_key, state__in=from_states)
    with transaction.atomic():
        rows.update(state=to)
        changed()
        purges.of_template(workspace, template_key, str(to))


def _read_current(workspace_id: int, template_key: str) -> Shown | None:
    rows = Release.objects.filter(workspace_id=workspace_id, template_key=template_key).exclude(state=State.PAST)
    return _shown(rows.order_by("-number"))


def _shown(rows: Any) -> Shown | None:
    row = rows.select_related("workspace").first()
    if row is None:
        return None
    document = _documents.get(row.content_hash, lambda: schema.read(row.document).document)
    return Shown(
        id=row.pk,
        workspace_id=row.workspace_id,
        workspace=row.workspace.key,
        template_key=row.template_key,
        number=row.number,
        state=row.state,
        slug=slugify(document.name) or "picture",
        content_hash=row.content_hash,
        document=document,
        image_hosts=preferences(row.workspace).image_hosts,
    )


_documents = Recent(PARSED)
