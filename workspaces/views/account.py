"""A person's own pages that django-allauth does not bring: following an invitation, the name others see."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from workspaces import access, roles
from workspaces.account_forms import ProfileForm
from workspaces.accounts import address_of, remember_invitation
from workspaces.forms import posted
from workspaces.models import Invitation, User
from workspaces.operations.invitations import accept_invitation, open_invitation
from workspaces.roles import OrganizationRole, Role


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mail's link leads: accept, log in, or make an account first."""
    found = open_invitation(token, timezone.now())
    if found is None:
        return render(request, "workspaces/invitation_over.html", status=410)
    if request.method == "POST":
        user = access.actor_of(request).user
        assert user is not None
        accept_invitation(invitation=found, user=user, now=timezone.now())
        messages.success(request, f"Welcome to “{found.workspace or found.organization}”.")
        return redirect(address_of(found))
    remember_invitation(request, token)
    return render(request, "workspaces/invitation.html", _invitation_context(request, found))


def _invitation_context(request: HttpRequest, found: Invitation) -> dict[str, object]:
    role = Role(found.role) if found.workspace else OrganizationRole(found.role)
    return {
        "invitation": found,
        "place": found.workspace or found.organization,
        "role": role.label,
        "may": roles.WORDS[role],
        "has_account": User.objects.filter(email__iexact=found.email).exists(),
        "is_theirs": request.user.is_authenticated and request.user.email.lower() == found.email.lower(),
        "login_url": f"{reverse('account_login')}?next={quote(request.path)}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The name others see."""
    user = access.actor_of(request).user
    form = ProfileForm(posted(request), instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("workspaces:profile")
    return render(request, "workspaces/profile.html", {"form": form})
