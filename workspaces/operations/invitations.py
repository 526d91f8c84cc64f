"""Invite, send again, revoke, accept: the only way into a place for somebody who is not there yet."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Set
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from workspaces import access, actors, audit, roles
from workspaces.actors import Actor
from workspaces.mails import send_invitation
from workspaces.models import Invitation, Membership, Organization, OrganizationMembership, User, Workspace
from workspaces.operations.people import check_gift
from workspaces.problems import Conflict, Problem, Refused
from workspaces.roles import Capability, OrganizationRole, Role

LIFE = timedelta(days=7)
MOST_OPEN = 200


class InvitationIsOver(Problem):
    """The link was good once: accepted, revoked or expired."""

    code = "invitation_is_over"


@transaction.atomic
def invite(
    *, workspace: Workspace, email: str, role: Role, by: Actor, held: Set[Capability], now: datetime
) -> Invitation:
    """Ask somebody into a workspace by mail. Raises Conflict when they are there or were asked already."""
    check_gift(role, held)
    email = clean_email(email)
    if Membership.objects.in_workspace(workspace).filter(user__email__iexact=email).exists():
        raise Conflict(f"{email} belongs to this workspace already.")
    return _send(Invitation(organization=workspace.organization, workspace=workspace, email=email, role=role), by, now)


@transaction.atomic
def invite_to_organization(
    *, organization: Organization, email: str, role: OrganizationRole, by: Actor, now: datetime
) -> Invitation:
    """Ask somebody to help run the organization."""
    email = clean_email(email)
    if OrganizationMembership.objects.filter(organization=organization, user__email__iexact=email).exists():
        raise Conflict(f"{email} belongs to this organization already.")
    return _send(Invitation(organization=organization, email=email, role=role), by, now)


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> None:
    """Send a fresh link and start the time again; the former link stops working."""
    if invitation.state(now) not in {"open", "expired"}:
        raise InvitationIsOver("This invitation was accepted or revoked. Invite the person again.")
    token = _renew(invitation, now)
    invitation.invited_by = by.user
    invitation.save(update_fields=["token_digest", "sent_at", "expires_at", "invited_by"])
    _record("invitation.sent_again", invitation, by, now)
    transaction.on_commit(lambda: send_invitation(invitation, token, by))


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> None:
    """Take an invitation back; its link stops working."""
    if invitation.accepted_at is not None:
        raise InvitationIsOver("This invitation was accepted already. Remove the person instead.")
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])
        _record("invitation.revoked", invitation, by, now)


def open_invitation(token: str, now: datetime) -> Invitation | None:
    """The invitation that this link's token opens, while it is good."""
    found = Invitation.objects.select_related("organization", "workspace", "invited_by")
    invitation: Invitation | None = found.filter(token_digest=digest_of(token)).first()
    return invitation if invitation is not None and invitation.state(now) == "open" else None


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, now: datetime) -> None:
    """Make this person a member. The address invited and the one they log in with must be the same."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.state(now) != "open":
        raise InvitationIsOver("This invitation was used, revoked or has expired. Ask for a new one.")
    if user.email.lower() != locked.email.lower():
        raise Refused(f"This invitation is for {locked.email}. Log in with that address, or ask for a new one.")
    if not _still_stands(locked):
        raise InvitationIsOver("Whoever invited you may not do so any more. Ask an admin for a new invitation.")
    # Who became a member meanwhile keeps that role: an old mail must not change it.
    if locked.workspace is not None:
        Membership.objects.get_or_create(workspace=locked.workspace, user=user, defaults={"role": locked.role})
    else:
        OrganizationMembership.objects.get_or_create(
            organization=locked.organization, user=user, defaults={"role": locked.role}
        )
    locked.accepted_at, locked.accepted_by = now, user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    _record("invitation.accepted", locked, actors.person(user), now)


def _still_stands(invitation: Invitation) -> bool:
    """True unless the person behind it has lost the right to give what it promises."""
    giver = invitation.invited_by
    if giver is None:
        return True
    if invitation.workspace is None:
        return OrganizationMembership.objects.filter(
            organization=invitation.organization, user=giver, role=OrganizationRole.OWNER, user__is_active=True
        ).exists()
    needed = roles.CAPABILITIES[Role(invitation.role)] | {Capability.MANAGE_PEOPLE}
    return access.still_may(giver, invitation.workspace, needed)


def clean_email(email: str) -> str:
    """A usable address in lower case. Raises Refused."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"“{email}” is not an e-mail address.") from None
    return email


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _send(invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    waiting = Invitation.objects.filter(
        organization=invitation.organization, accepted_at=None, revoked_at=None, expires_at__gt=now
    )
    if waiting.count() >= MOST_OPEN:
        raise Refused(f"{MOST_OPEN} invitations are open already. Revoke some that nobody will answer.")
    _end_expired(invitation, now)
    token = _renew(invitation, now)
    invitation.invited_by, invitation.created_at = by.user, now
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        raise Conflict(f"An invitation to {invitation.email} is open already. Send it again or revoke it.") from None
    _record("invitation.sent", invitation, by, now)
    transaction.on_commit(lambda: send_invitation(invitation, token, by))
    return invitation


def _end_expired(invitation: Invitation, now: datetime) -> None:
    """An expired invitation stands in nobody's way."""
    Invitation.objects.filter(
        organization=invitation.organization,
        workspace=invitation.workspace,
        email__iexact=invitation.email,
        accepted_at=None,
        revoked_at=None,
        expires_at__lte=now,
    ).update(revoked_at=now)


def _renew(invitation: Invitation, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest_of(token)
    invitation.sent_at, invitation.expires_at = now, now + LIFE
    return token


def _record(action: str, invitation: Invitation, by: Actor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        about=invitation,
        workspace=invitation.workspace,
        organization=invitation.organization,
        email=invitation.email,
        role=invitation.role,
    )
