"""Reviews that wait, for whom and since when."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from designer.models import Review
from workspaces.access import Grant
from workspaces.models import User, Workspace
from workspaces.roles import Capability


def queue(workspace: Workspace) -> QuerySet[Review]:
    """What waits for a decision, oldest first."""
    return _rows(workspace).filter(state=Review.State.PENDING).order_by("requested_at")


def decided(workspace: Workspace) -> QuerySet[Review]:
    """What was decided, newest first."""
    closed = [Review.State.APPROVED, Review.State.CHANGES_REQUESTED]
    return _rows(workspace).filter(state__in=closed).order_by("-decided_at")


def waiting_for(user: User | None, workspace: Workspace) -> QuerySet[Review]:
    """What this person could decide: not their own, and theirs or nobody's in particular."""
    rows = queue(workspace)
    if user is None:
        return rows.none()
    mine = Q(reviewers=user) | Q(reviewers=None)
    own = Q(own_work_allowed=False) & (Q(requested_by=user) | Q(edited_by=user))
    return rows.filter(mine).exclude(own).distinct()


def count_for(grant: Grant) -> dict[str, int]:
    """The number beside “Reviews” in the navigation."""
    if not grant.may(Capability.REVIEW):
        return {}
    return {"reviews": waiting_for(grant.actor.user, grant.workspace).count()}


def _rows(workspace: Workspace) -> QuerySet[Review]:
    rows = Review.objects.in_workspace(workspace)
    return rows.select_related("template__workspace", "revision", "workspace", "requested_by")  # type: ignore[no-any-return]
