"""A design shows only files of its own workspace: a digest that somebody knows from elsewhere opens nothing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.content import assets_of
from designer.models import Asset
from workspaces.models import Workspace
from workspaces.problems import Problem


class ForeignAsset(Problem):
    """The design names a stored file that this workspace's library does not have."""

    code = "foreign_asset"

    def __init__(self) -> None:
        super().__init__(
            "This design shows a picture that is not in this workspace’s library. Upload it here, or choose another."
        )


def require_own_assets(document: Mapping[str, Any], workspace: Workspace) -> None:
    """Raise ForeignAsset unless the library has every file the design names."""
    named = assets_of({name: value for name, value in document.items() if name != "brand"})
    if named and Asset.objects.in_workspace(workspace).filter(digest__in=named).count() < len(named):
        raise ForeignAsset
