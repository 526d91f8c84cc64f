"""Recipients' tokens: 128 bits derived from a row and the installation's secret; the table holds their hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import cache

from django.conf import settings

TOKEN_BYTES = 16


def new_nonce() -> bytes:
    """What makes a token its recipient's own; a new one ends the old token."""
    return secrets.token_bytes(TOKEN_BYTES)


def fresh(audience_key: str) -> tuple[bytes, str]:
    """A nonce and its token. None begins with a hyphen, which spreadsheets would take for the start of a formula."""
    while True:
        nonce = new_nonce()
        token = token_of(audience_key, nonce)
        if not token.startswith("-"):
            return nonce, token


def token_of(audience_key: str, nonce: bytes) -> str:
    """The token as it stands in addresses: 22 letters, digits, hyphens and underscores."""
    made = hmac.digest(
        _key(settings.SIGNING_SECRET, b"recipient token"), audience_key.encode() + b"\0" + bytes(nonce), "sha256"
    )
    return base64.urlsafe_b64encode(made[:TOKEN_BYTES]).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """What the database holds of a token. It has 128 random bits, so a plain hash cannot be reversed."""
    return hashlib.sha256(token.encode()).hexdigest()


def external_digest(audience_key: str, external_id: str) -> str:
    """Finds a recipient by the id of another system, often an e-mail address: keyed, because those can be guessed."""
    return hmac.digest(
        _key(settings.SIGNING_SECRET, b"external id"), f"{audience_key}\0{external_id}".encode(), "sha256"
    ).hex()


@cache
def _key(secret: str, purpose: bytes) -> bytes:
    return hmac.digest(secret.encode(), b"okzest " + purpose, "sha256")
