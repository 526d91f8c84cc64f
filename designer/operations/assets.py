"""Put files into a workspace's library, describe them, replace and archive them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from designer import edits
from designer.content import with_asset
from designer.models import Asset, Template, Use
from designer.operations.drafts import locked, store
from designer.uploads.intake import Accepted, accept
from renderer.materials.sandbox.refusals import Refusal
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.operations.usage import count_storage
from workspaces.problems import Conflict, Problem, Refused
from workspaces.public_keys import new_key

FOLDER = "assets"
STORAGE_KIND = "assets"
REPLACED = "replaced_by"
"""In the details of a file that another took the place of: that asset's key."""


class UploadRefused(Problem):
    """The file cannot be used; the sentence says what to do instead."""

    code = "upload_refused"

    def __init__(self, refusal: Refusal):
        super().__init__(refusal.sentence)
        self.details = {"why": refusal.code}


class NeedsLicence(Problem):
    """The font's maker forbids embedding, or nobody said where the licence comes from."""

    code = "needs_licence"


def upload_asset(
    *,
    workspace: Workspace,
    data: bytes,
    name: str,
    by: Actor,
    now: datetime,
    kind: str = "",
    alt: str = "",
    licence: str = "",
    licence_until: date | None = None,
) -> Asset:
    """Check, remake and keep a file; the same file twice gives the asset that is there.

    `kind` may say "logo" for a picture; SVG is always a logo. Raises UploadRefused, NeedsLicence.
    """
    made = _accepted(data)
    kind = {"svg": "logo", "font": "font"}.get(made.family, "logo" if kind == Asset.Kind.LOGO else Asset.Kind.IMAGE)
    details = made.made.details
    if details.get("no_embedding") and not licence.strip():
        raise NeedsLicence(
            "This font’s maker does not allow embedding by default. If your licence does, say so in the licence note."
        )
    _keep(made)
    with transaction.atomic():
        known = Asset.objects.in_workspace(workspace).filter(digest=made.digest).first()
        if known is not None:
            return _unarchived(known)
        asset = Asset.objects.create(
            workspace=workspace,
            kind=kind,
            name=_name(name, details),
            digest=made.digest,
            media_type=made.made.media_type,
            width=made.made.width,
            height=made.made.height,
            bytes=len(made.made.data),
            alt=alt.strip()[:300],
            licence=(licence.strip() or str(details.get("licence", "")))[:300],
            licence_until=licence_until,
            family=str(details.get("family", ""))[:80],
            details=details,
            created_at=now,
            created_by=by.user,
        )
        count_storage(workspace_id=workspace.pk, kind=STORAGE_KIND, change=asset.bytes)
        audit.record("asset.uploaded", by=by, now=now, about=asset, workspace=workspace, kind=kind, digest=asset.digest)
    return asset


def describe(*, asset: Asset, by: Actor, now: datetime, **changes: Any) -> Asset:
    """Change name, alt, focal_x, focal_y, licence or licence_until."""
    allowed = {"name", "alt", "focal_x", "focal_y", "licence", "licence_until"}
    if changes.keys() - allowed:
        raise TypeError(f"An asset has no {changes.keys() - allowed} to change.")
    for side in ("focal_x", "focal_y"):
        if side in changes and not 0 <= changes[side] <= 1:
            raise Problem("The focal point must lie inside the picture.")
    with transaction.atomic():
        for field, value in changes.items():
            setattr(asset, field, value)
        asset.save(update_fields=list(changes))
        audit.record("asset.described", by=by, now=now, about=asset, workspace=asset.workspace, fields=sorted(changes))
    return asset


def replace_asset(*, asset: Asset, data: bytes, by: Actor, now: datetime) -> tuple[Asset, list[Template]]:
    """Put another file in an asset's place in every draft that is not in review; live versions keep what was approved.

    The file that was there stays in the library's archive, for drafts in review and old versions go on showing it.
    Returns the asset and the templates whose drafts changed. Raises UploadRefused, Refused, Conflict.
    """
    made = _accepted(data)
    if (made.family == "font") != (asset.kind == Asset.Kind.FONT):
        raise Refused("Replace a picture by a picture and a font by a font.")
    _keep(made)
    with transaction.atomic():
        current = Asset.objects.select_for_update().get(pk=asset.pk)
        old = current.digest
        if old != made.digest:
            _make_room(current, made, now)
        current.digest, current.media_type, current.bytes = made.digest, made.made.media_type, len(made.made.data)
        current.width, current.height, current.details = made.made.width, made.made.height, made.made.details
        current.save(update_fields=["digest", "media_type", "bytes", "width", "height", "details"])
        changed = _swap(current.workspace, old, made.digest, by, now) if old != made.digest else []
        audit.record(
            "asset.replaced",
            by=by,
            now=now,
            about=current,
            workspace=current.workspace,
            before=old,
            after=made.digest,
            templates=[template.key for template in changed],
        )
    return current, changed


def _make_room(current: Asset, made: Accepted, now: datetime) -> None:
    """Leave the current file to a row of its own in the archive; the new one may be an earlier file come back."""
    others = Asset.objects.in_workspace(current.workspace).exclude(pk=current.pk)
    known = others.filter(digest=made.digest).first()
    if known is not None and (known.archived_at is None or known.details.get(REPLACED) != current.key):
        raise Conflict("That file is in the library already, as an asset of its own. Use it instead.")
    if known is not None:
        known.delete()
    else:
        count_storage(workspace_id=current.workspace_id, kind=STORAGE_KIND, change=len(made.made.data))
    earlier = Asset.objects.get(pk=current.pk)
    earlier.pk, earlier.key, earlier.archived_at = None, new_key(), now
    earlier.name = f"{current.name[:90]}, until {now:%d %B %Y}"
    earlier.details = {**current.details, REPLACED: current.key}
    # Two rows never share a file, so the asset lets go of it first.
    Asset.objects.filter(pk=current.pk).update(digest=made.digest)
    earlier.save(force_insert=True)


def archive_asset(*, asset: Asset, by: Actor, now: datetime, archived: bool = True) -> Asset:
    """Take out of the library, or bring back; designs that use it keep it. What is so already stays as it is."""
    if archived == (asset.archived_at is not None):
        return asset
    with transaction.atomic():
        asset.archived_at = now if archived else None
        asset.save(update_fields=["archived_at"])
        verb = "archived" if archived else "restored"
        audit.record(f"asset.{verb}", by=by, now=now, about=asset, workspace=asset.workspace)
    return asset


def _accepted(data: bytes) -> Accepted:
    try:
        return accept(data)
    except Refusal as refusal:
        raise UploadRefused(refusal) from refusal


def _keep(made: Accepted) -> None:
    """Equal files of all workspaces share one stored object; what may use it is said by rows."""
    key = f"{FOLDER}/{made.digest}"
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(made.made.data))


def _name(name: str, details: dict[str, Any]) -> str:
    if details.get("family"):
        return f"{details['family']} {details.get('style', '')}".strip()[:120]
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    return "".join(letter for letter in stem if letter.isprintable()).strip()[:120] or "Untitled"


def _unarchived(asset: Asset) -> Asset:
    if asset.archived_at is not None:
        asset.archived_at = None
        asset.save(update_fields=["archived_at"])
    return asset


def _swap(workspace: Workspace, old: str, new: str, by: Actor, now: datetime) -> list[Template]:
    users = Use.objects.in_workspace(workspace).filter(where=Use.Where.DRAFT, kind="asset", name=old)
    changed = []
    for template in Template.objects.filter(pk__in=users.values("template")).order_by("pk"):
        current = locked(template)
        if current.is_read_only:
            continue
        ops = edits.difference(current.draft, with_asset(current.draft, old, new))
        if ops:
            store(current, ops, client="server", seq=current.draft_rev + 1, by=by, now=now, label="Replaced a picture")
            changed.append(current)
    return changed
