"""Signatures of outgoing messages, as the Standard Webhooks specification has them; pure."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"
LENGTH = 32
"""Bytes of a secret; the specification asks for 24 to 64."""


def new_secret() -> str:
    """A fresh secret, as receivers enter it."""
    return PREFIX + b64encode(secrets.token_bytes(LENGTH)).decode()


def headers(message_id: str, body: bytes, keys: Sequence[str], at: datetime) -> dict[str, str]:
    """The three headers of a message; one signature for each secret, so that a secret can be changed without a gap."""
    seconds = int(at.timestamp())
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(signature(message_id, seconds, body, key) for key in keys),
    }


def signature(message_id: str, seconds: int, body: bytes, secret: str) -> str:
    """`v1,` and the base64 of HMAC-SHA-256 over `id.timestamp.body`."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{seconds}.".encode() + body
    return "v1," + b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
