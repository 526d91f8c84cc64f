"""Change a workspace's settings and quotas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace
from workspaces.preferences import Preferences, parse, preferences
from workspaces.problems import Refused
from workspaces.signals import workspace_changed

MOST = 2**53


@transaction.atomic
def change_settings(*, workspace: Workspace, changes: Mapping[str, Any], by: Actor, now: datetime) -> Preferences:
    """Set some settings, keep the others. Raises InvalidPreferences."""
    before = preferences(workspace).as_json()
    after = parse({**before, **changes})
    changed = {name: value for name, value in after.as_json().items() if before[name] != value}
    if changed:
        workspace.settings = after.as_json()
        workspace.save(update_fields=["settings"])
        audit.record("settings.changed", by=by, now=now, about=workspace, workspace=workspace, changes=changed)
        transaction.on_commit(lambda: workspace_changed.send(Workspace, workspace=workspace, what="settings"))
    return after


@transaction.atomic
def set_quotas(
    *, workspace: Workspace, pictures_per_month: int | None, storage_bytes: int | None, by: Actor, now: datetime
) -> None:
    """Soft limits; None lifts one. Passing a limit warns people and never takes a picture away."""
    for value in (pictures_per_month, storage_bytes):
        if value is not None and not 1 <= value <= MOST:
            raise Refused("A quota is a whole number from 1 on. Leave it empty for no limit.")
    before = {"pictures_per_month": workspace.pictures_per_month, "storage_bytes": workspace.storage_bytes}
    after = {"pictures_per_month": pictures_per_month, "storage_bytes": storage_bytes}
    if before == after:
        return
    workspace.pictures_per_month, workspace.storage_bytes = pictures_per_month, storage_bytes
    workspace.save(update_fields=list(after))
    audit.record("quotas.changed", by=by, now=now, about=workspace, workspace=workspace, before=before, after=after)
