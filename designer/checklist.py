"""What a reviewer ticks before approving: the workspace's own lines, or three that every picture deserves."""

from __future__ import annotations

from workspaces.models import Workspace
from workspaces.preferences import preferences

USUAL = (
    "Complete, partial, empty and longest looked at",
    "Alt text says what the image says",
    "Fallback wording agreed",
)


def lines_of(workspace: Workspace) -> tuple[str, ...]:
    """The sentences, in order; a tick is kept by position."""
    return preferences(workspace).checklist or USUAL
