"""API keys and signing keys: lists, a new key shown once, revoking, rotating."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workspaces import access, scopes
from workspaces.forms import ApiKeyForm, did, posted
from workspaces.models import ApiKey, SigningKey
from workspaces.operations import keys as operations
from workspaces.roles import Capability
from workspaces.scopes import Scope
from workspaces.views.paging import page_of

MAY = Capability.MANAGE_KEYS


@require_safe
def api_keys(request: HttpRequest, workspace: str) -> HttpResponse:
    """Every key with its scopes and its last use; live ones first."""
    grant = access.enter(request, workspace, MAY)
    rows = ApiKey.objects.in_workspace(grant.workspace).select_related("created_by").order_by("revoked_at", "-id")
    return render(request, "workspaces/api_keys.html", {"page": page_of(request, rows), "now": timezone.now()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_api_key(request: HttpRequest, workspace: str) -> HttpResponse:
    """Make a key; the answer to the form shows its secret, once."""
    grant = access.enter(request, workspace, MAY)
    form = ApiKeyForm(posted(request), initial={"scopes": [Scope.READ.value, Scope.RENDER.value]})
    made: list[tuple[ApiKey, str]] = []

    def make() -> None:
        made.append(
            operations.create_api_key(
                workspace=grant.workspace,
                name=form.cleaned_data["name"],
                scopes_asked=form.cleaned_data["scopes"],
                by=grant.actor,
                held=grant.capabilities,
                now=timezone.now(),
                expires_at=form.expires_at,
            )
        )

    if request.method == "POST" and did(form, make):
        key, secret = made[0]
        words = [scopes.WORDS[Scope(name)] for name in key.scopes]
        return render(request, "workspaces/api_key_made.html", {"key": key, "secret": secret, "words": words})
    return render(request, "workspaces/new_api_key.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_api_key(request: HttpRequest, workspace: str, api_key: str) -> HttpResponse:
    """Ask, then end a key for good."""
    key = access.one(request, workspace, ApiKey, api_key, MAY)
    if request.method == "POST":
        operations.revoke_api_key(api_key=key, by=access.actor_of(request), now=timezone.now())
        messages.success(request, f"“{key.name}” is revoked. Calls with it are refused from now on.")
        return redirect("workspaces:api_keys", workspace)
    return render(request, "workspaces/revoke_api_key.html", {"key": key})


@require_safe
def signing_keys(request: HttpRequest, workspace: str) -> HttpResponse:
    """The keys that sign picture addresses."""
    grant = access.enter(request, workspace, MAY)
    keys = SigningKey.objects.in_workspace(grant.workspace)
    return render(request, "workspaces/signing_keys.html", {"keys": keys})


@require_POST
def rotate_signing_key(request: HttpRequest, workspace: str) -> HttpResponse:
    """Sign with a new key; the old addresses stay good."""
    grant = access.enter(request, workspace, MAY)
    key = operations.rotate_signing_key(workspace=grant.workspace, by=grant.actor, now=timezone.now())
    messages.success(request, f"New addresses are signed with key {key.number}. Those already sent stay good.")
    return redirect("workspaces:signing_keys", workspace)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_signing_key(request: HttpRequest, workspace: str, number: int) -> HttpResponse:
    """Ask, then make every address worthless that this key signed."""
    key = access.one(request, workspace, SigningKey, number, MAY, by="number")
    if request.method == "POST":
        operations.revoke_signing_key(signing_key=key, by=access.actor_of(request), now=timezone.now())
        messages.success(request, f"Key {key.number} is revoked. Addresses signed with it are refused from now on.")
        return redirect("workspaces:signing_keys", workspace)
    return render(request, "workspaces/revoke_signing_key.html", {"key": key})
