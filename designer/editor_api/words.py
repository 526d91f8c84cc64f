"""Rows as the editor's JSON."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designer.models import Asset, Comment, Presence, Revision, TestRecord
from workspaces.models import User

COLOURS = ("#2F5BEA", "#146C43", "#8A5200", "#B3261E", "#5B2AA0", "#0F766E", "#9D174D", "#475569")


def presence_words(presence: Presence, looker: User) -> dict[str, Any]:
    """`you` marks another window of whoever looks."""
    colour = COLOURS[presence.user_id % len(COLOURS)]
    is_own = presence.user_id == looker.pk
    return {"user": str(presence.user), "you": is_own, "colour": colour, "sel": presence.selection}


def record_words(record: TestRecord) -> dict[str, Any]:
    return {"id": record.key, "label": record.label, "kind": "custom", "values": record.values}


def asset_words(asset: Asset) -> dict[str, Any]:
    return {
        "id": asset.key,
        "digest": asset.digest,
        "kind": asset.kind,
        "name": asset.name,
        "w": asset.width,
        "h": asset.height,
        "bytes": asset.bytes,
        "alt": asset.alt,
        "focal": [asset.focal_x, asset.focal_y],
        "family": asset.family,
        "url": reverse("designer:asset_file", args=[asset.workspace.key, asset.key]),
    }


def comment_words(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.key,
        "parent": comment.parent.key if comment.parent else None,
        "author": comment.author_name,
        "guest": comment.is_guest,
        "layer": comment.layer or None,
        "at": [comment.x, comment.y] if comment.x is not None else None,
        "size": comment.size,
        "record": comment.record,
        "version": comment.revision.number if comment.revision else None,
        "text": comment.text,
        "created_at": comment.created_at.isoformat(),
        "resolved": comment.resolved_at is not None,
    }


def revision_words(revision: Revision, live: Revision | None = None) -> dict[str, Any]:
    return {
        "version": revision.number,
        "name": revision.name,
        "note": revision.note,
        "by": revision.created_by_name,
        "at": revision.created_at.isoformat(),
        "content_hash": revision.content_hash,
        "live": live is not None and live.pk == revision.pk,
    }
