"""How accounts come to be: by invitation only, whichever way people log in (adapters of django-allauth)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from workspaces.models import Invitation, User
from workspaces.operations.invitations import accept_invitation, open_invitation

SESSION_KEY = "invitation"


def confirm_address(user: User) -> None:
    """Count a person's address as read by them: for people whom a command makes, who get no mail to confirm it."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def remember_invitation(request: HttpRequest, token: str) -> None:
    """Keep the link's token while its holder makes an account or logs in."""
    request.session[SESSION_KEY] = token


def remembered_invitation(request: HttpRequest) -> Invitation | None:
    """The open invitation that this browser followed."""
    token = request.session.get(SESSION_KEY)
    return open_invitation(token, timezone.now()) if isinstance(token, str) else None


def address_of(place: Invitation) -> str:
    """Where an accepted invitation leads."""
    if place.workspace is not None:
        return reverse("workspaces:home", args=[place.workspace.key])
    return reverse("workspaces:organization", args=[place.organization.key])


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open to the holder of an invitation, for the invited address alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return remembered_invitation(request) is not None

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """The link went to this address, so whoever followed it reads its mail."""
        invitation = remembered_invitation(request)
        if invitation is not None and invitation.email.lower() == email.lower():
            return True
        return bool(super().is_email_verified(request, email))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self._into_the_place(request) or str(super().get_signup_redirect_url(request))

    def _into_the_place(self, request: HttpRequest) -> str | None:
        invitation = remembered_invitation(request)
        if invitation is None or not isinstance(request.user, User):
            return None
        accept_invitation(invitation=invitation, user=request.user, now=timezone.now())
        del request.session[SESSION_KEY]
        return address_of(invitation)


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second steps are encrypted in the database."""

    def encrypt(self, text: str) -> str:
        from workspaces.encryption import seal

        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        from workspaces.encryption import unseal

        return unseal(encrypted_text.encode()).decode()


if settings.SOCIAL_APPS:
    from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

    class OtherServices(DefaultSocialAccountAdapter):  # type: ignore[misc]
        """Log-in through another service: for people who have an account, or an invitation to that address."""

        def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
            invitation = remembered_invitation(request)
            verified = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
            return invitation is not None and invitation.email.lower() in verified
