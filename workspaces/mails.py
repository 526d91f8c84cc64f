"""The mails of this app: plain text, short, one link each."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from workspaces import access, roles
from workspaces.actors import Actor
from workspaces.models import Invitation, Webhook
from workspaces.roles import Capability, OrganizationRole, Role

log = structlog.get_logger(__name__)


def send_invitation(invitation: Invitation, token: str, by: Actor) -> None:
    """Mail the link. A mail server that is away is logged; the invitation can be sent again from its page."""
    place = invitation.workspace or invitation.organization
    role = Role(invitation.role) if invitation.workspace else OrganizationRole(invitation.role)
    context = {
        "place": place,
        "by": by,
        "role": role.label,
        "may": roles.WORDS[role],
        "url": settings.PUBLIC_URL + reverse("workspaces:invitation", args=[token]),
        "expires_at": invitation.expires_at,
    }
    body = render_to_string("workspaces/mails/invitation.txt", context)
    try:
        send_mail(_subject(f"{by} invites you to {place} on OKZest"), body, None, [invitation.email])
    except OSError as problem:
        log.warning("invitation.mail_failed", invitation=invitation.key, why=type(problem).__name__)


def send_webhook_disabled(webhook: Webhook, reason: str) -> None:
    """Tell those who look after the workspace's settings that nothing is sent to it any more."""
    people = access.people_who_may(webhook.workspace, Capability.MANAGE_SETTINGS)
    context = {
        "webhook": webhook,
        "reason": reason,
        "url": settings.PUBLIC_URL + reverse("workspaces:webhook", args=[webhook.workspace.key, webhook.key]),
    }
    body = render_to_string("workspaces/mails/webhook_disabled.txt", context)
    try:
        for person in people:
            send_mail(_subject(f"The webhook “{webhook}” was switched off"), body, None, [person.email])
    except OSError as problem:
        log.warning("webhook.mail_failed", webhook=webhook.key, why=type(problem).__name__)


def _subject(text: str) -> str:
    """One line: names come from other services and old imports, too, and a line's end would stop the mail."""
    return " ".join(text.split())
