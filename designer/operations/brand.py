"""Change a brand kit, of a workspace or of the organization above it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from designer import brand
from designer.brand_limits import BadBrandKit
from designer.models import Asset, BrandKit
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Organization, Workspace
from workspaces.problems import Conflict


class BrandChanged(Conflict):
    """Somebody saved the kit in between."""

    code = "brand_changed"


def save_brand_kit(
    *,
    content: Mapping[str, Any],
    by: Actor,
    now: datetime,
    workspace: Workspace | None = None,
    organization: Organization | None = None,
    rev: int | None = None,
) -> BrandKit:
    """Put a kit in the place of the one there was. `rev` guards against writing over somebody else's change.

    Live versions keep the brand they were approved with; drafts follow at once. Raises BadBrandKit, BrandChanged.
    """
    kit = brand.parse(content)
    _refuse_foreign_logos(kit, workspace)
    owner = {"workspace": workspace} if workspace is not None else {"organization": organization}
    with transaction.atomic():
        row, made = BrandKit.objects.select_for_update().get_or_create(
            **owner, defaults={"content": content, "updated_at": now, "updated_by": by.user}
        )
        if not made:
            if rev is not None and rev != row.rev:
                raise BrandChanged(
                    "Somebody else changed the brand kit meanwhile. Load it again and repeat your change."
                )
            row.content, row.rev, row.updated_at, row.updated_by = dict(content), row.rev + 1, now, by.user
            row.save(update_fields=["content", "rev", "updated_at", "updated_by"])
        audit.record(
            "brand.changed", by=by, now=now, about=row, workspace=workspace, organization=organization, rev=row.rev
        )
    return row


def _refuse_foreign_logos(kit: brand.Kit, workspace: Workspace | None) -> None:
    """A logo is a file of one client's library, so an organization's kit has none."""
    digests = {logo.digest for logo in kit.logos}
    if not digests:
        return
    if workspace is None:
        raise BadBrandKit("Logos belong to the clients: choose them in each workspace’s own brand kit.")
    known = set(Asset.objects.in_workspace(workspace).filter(digest__in=digests).values_list("digest", flat=True))
    if digests - known:
        raise BadBrandKit("One of the logos is not in this workspace’s library. Upload it first.")
