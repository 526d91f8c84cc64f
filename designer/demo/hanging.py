"""Put a sample's drawn pictures into a workspace's library, and its document into terms of that library."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from designer.content import replaced
from designer.demo.artwork.catalogue import ARTWORK, picture
from designer.demo.shelf import Sample
from designer.models import Asset
from designer.operations.assets import upload_asset
from workspaces.actors import Actor
from workspaces.models import Workspace


def hung(sample: Sample, *, workspace: Workspace, by: Actor, now: datetime, folder: Path) -> dict[str, Any]:
    """The sample's document with digests for names; pictures not yet drawn are drawn into `folder`."""
    digests = {name: _asset(name, workspace, by, now, folder).digest for name in sorted(sample.artwork)}
    return dict(replaced(sample.document, digests))


def _asset(name: str, workspace: Workspace, by: Actor, now: datetime, folder: Path) -> Asset:
    known: Asset | None = Asset.objects.in_workspace(workspace).filter(name=name, archived_at=None).first()
    if known is not None:
        return known
    about = ARTWORK[name]
    kind = Asset.Kind.LOGO if about.is_logo else Asset.Kind.IMAGE
    data = picture(name, folder).read_bytes()
    return upload_asset(workspace=workspace, data=data, name=name, alt=about.alt, kind=kind, by=by, now=now)
