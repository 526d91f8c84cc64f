"""The merge fields that a workspace's published templates ask for, for whoever matches columns to them."""

from __future__ import annotations

from audiences.guesses import KnownField
from renderer import releases
from renderer.models import Release
from workspaces.models import Workspace


def fields_in_use(workspace: Workspace) -> list[KnownField]:
    """Each field once, in the order of the templates' keys. Secret ones too: tokens keep them out of addresses."""
    rows = Release.objects.in_workspace(workspace).filter(state__in=[Release.State.LIVE, Release.State.PAUSED])
    keys = rows.order_by("template_key").values_list("template_key", flat=True)
    shown = (releases.current(workspace.pk, key) for key in keys)
    fields = (field for one in shown if one for field in one.document.fields)
    return list({one.key: KnownField(one.key, one.label, one.aliases) for one in fields}.values())
