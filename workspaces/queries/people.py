"""Who belongs to a place, and who was asked."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from workspaces.models import ApiKey, Invitation, Membership, Organization, OrganizationMembership, Workspace


def people_in(workspace: Workspace) -> QuerySet[Membership]:
    """Members by name, each with `live_keys`: how many API keys they made that still work."""
    keys = (
        ApiKey.objects.in_workspace(workspace)
        .filter(created_by=OuterRef("user"), revoked_at=None)
        .order_by()
        .values("created_by")
        .annotate(total=Count("pk"))
        .values("total")
    )
    members: QuerySet[Membership] = (
        Membership.objects.in_workspace(workspace).select_related("user").annotate(live_keys=Subquery(keys))
    )
    return members.order_by("user__name", "user__email")


def organization_people(organization: Organization) -> QuerySet[OrganizationMembership]:
    """Owners and managers."""
    found = OrganizationMembership.objects.filter(organization=organization).select_related("user")
    return found.order_by("-role", "user__name", "user__email")


def open_invitations(workspace: Workspace) -> QuerySet[Invitation]:
    """Neither accepted nor revoked; the expired ones stay in sight, so that they can be sent again."""
    waiting = Invitation.objects.in_workspace(workspace).filter(Q(accepted_at=None, revoked_at=None))
    return waiting.select_related("invited_by")


def open_organization_invitations(organization: Organization) -> QuerySet[Invitation]:
    """The same for the organization itself."""
    waiting = Invitation.objects.filter(organization=organization, workspace=None, accepted_at=None, revoked_at=None)
    return waiting.select_related("invited_by")
