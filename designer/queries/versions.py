"""Which version each release of a workspace's templates is: from the publishing log."""

from __future__ import annotations

from designer.models import Publication
from workspaces.models import Workspace


def version_numbers(workspace: Workspace) -> dict[tuple[str, int], int]:
    """Template key and number of the release, to number of the version."""
    rows = Publication.objects.filter(template__workspace=workspace)
    found = rows.values_list("template__key", "release_number", "revision__number")
    return {(key, release): revision for key, release, revision in found}
