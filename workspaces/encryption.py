"""Encrypt secrets at rest with the installation's keys, newest first; older keys still open what they closed."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from workspaces.problems import Problem


class CannotUnseal(Problem):
    """The secret was encrypted with a key that this installation no longer has."""

    code = "cannot_unseal"

    def __init__(self) -> None:
        super().__init__("A stored secret cannot be read with this installation’s keys. Enter it again.")


def seal(secret: bytes) -> bytes:
    """Fernet: AES-128-CBC with HMAC-SHA-256, and the time it was made."""
    return _keys(tuple(settings.ENCRYPTION_KEYS)).encrypt(secret)


def unseal(sealed: bytes) -> bytes:
    """Raises CannotUnseal."""
    try:
        return _keys(tuple(settings.ENCRYPTION_KEYS)).decrypt(sealed)
    except InvalidToken:
        raise CannotUnseal from None


@cache
def _keys(texts: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(text)) for text in texts])


def _fernet_key(text: str) -> bytes:
    """Any secret of 32 characters or more serves; Fernet wants exactly 32 bytes."""
    return urlsafe_b64encode(hashlib.sha256(b"okzest encryption" + text.encode()).digest())
