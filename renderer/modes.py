"""The kinds of links: what an address of each proves."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What a link's addresses prove. Part of a link's code, so it never changes.

    The last three are signed by the mailing tool itself, each in the one way that its tool can.
    """

    OPEN = "open"
    SEALED = "sealed"
    TOKEN = "token"  # noqa: S105  (a mode's name, not a secret)
    SENDER_HMAC = "sender-hmac"
    SENDER_SHA1 = "sender-sha1"
    SENDER_JWT = "sender-jwt"

    @property
    def is_signed_by_sender(self) -> bool:
        return self in SIGNED_BY_SENDER

    @property
    def label(self) -> str:
        """What people call it."""
        return LABELS[self]


SIGNED_BY_SENDER = frozenset({Mode.SENDER_HMAC, Mode.SENDER_SHA1, Mode.SENDER_JWT})
LABELS = {
    Mode.OPEN: "Open",
    Mode.SEALED: "Sealed",
    Mode.TOKEN: "Token",
    Mode.SENDER_HMAC: "Signed by Braze",
    Mode.SENDER_SHA1: "Signed by Iterable",
    Mode.SENDER_JWT: "Signed by Salesforce",
}
