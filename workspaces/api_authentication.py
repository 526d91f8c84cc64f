"""Who calls the API: `Authorization: Bearer okz_…`, checked against the digest of a key that still lives."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from workspaces.models import ApiKey
from workspaces.public_keys import new_key

SCHEME = "Bearer"
MARK = "okz"
"""Keys begin with it, so that scanners for leaked secrets can find them."""
NOTE_USE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class NewSecret:
    """A fresh key: what its owner is shown once, and what is kept of it."""

    shown: str
    prefix: str
    digest: str


def new_secret() -> NewSecret:
    """256 random bits behind a prefix that finds the row."""
    prefix = new_key()[:10]
    shown = f"{MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    return NewSecret(shown, prefix, digest_of(shown))


def digest_of(shown: str) -> str:
    """SHA-256 is enough for a secret that is random already; a slow hash protects only what people choose."""
    return hashlib.sha256(shown.encode()).hexdigest()


def key_of(shown: str, now: datetime) -> ApiKey | None:
    """The live key that this text is, or None."""
    mark, _, rest = shown.partition("_")
    prefix = rest.partition("_")[0]
    if mark != MARK or not prefix:
        return None
    key: ApiKey | None = (
        ApiKey.objects.select_related("workspace", "workspace__organization").filter(prefix=prefix).first()
    )
    if key is None or not hmac.compare_digest(key.digest, digest_of(shown)) or key.state(now) != "active":
        return None
    _note_use(key, now)
    return key


def _note_use(key: ApiKey, now: datetime) -> None:
    # Once a minute is fine enough for people, and spares a write on every call.
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTE_USE_EVERY)
    if key.last_used_at is None or key.last_used_at < now - NOTE_USE_EVERY:
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)


class Program(AnonymousUser):
    """Stands for a program where REST framework wants a user: authenticated, and nobody in particular."""

    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]
        return True


class BearerKey(BaseAuthentication):
    """REST framework's door: `request.auth` becomes the ApiKey."""

    def authenticate(self, request: Request | HttpRequest) -> tuple[Any, ApiKey] | None:
        words = get_authorization_header(request).decode("latin-1").split()  # type: ignore[arg-type]
        if not words or words[0].lower() != SCHEME.lower():
            return None
        key = key_of(words[1], timezone.now()) if len(words) == 2 else None
        if key is None:
            raise AuthenticationFailed("This API key is unknown, revoked or expired.")
        return Program(), key

    def authenticate_header(self, request: Request) -> str:
        return f'{SCHEME} realm="okzest"'


class BearerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's documentation describes it."""

    target_class = "workspaces.api_authentication.BearerKey"
    name = "API key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "An API key of the workspace: `okz_…`."}
