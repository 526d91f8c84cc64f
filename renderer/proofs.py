"""Whether an opened address is genuine, whoever signed it: this installation, or a mailing tool with a link's key."""

from __future__ import annotations

from datetime import datetime

from django.db import DatabaseError

from renderer import links, sender_signing
from renderer.links import Address, NotGenuine, Sealed
from renderer.modes import Mode
from renderer.render_links import issuing
from renderer.secrets import signing_secret


def verified(address: Address, query: bytes, now: datetime) -> Sealed | None:
    """The sealed values, if the address has any. Raises NotGenuine.

    Only one kind needs to know its link before it can refuse a forgery: Iterable signs with a secret of its own. The
    link's code is checked first, so that made-up links cost nothing there either.
    """
    secret = signing_secret()
    if not address.mode.is_signed_by_sender:
        return links.verify(address, query, secret)
    links.check_code(address, secret)
    return sender_signing.verify(address, query, _key(address, secret), now)


def _key(address: Address, secret: bytes) -> bytes:
    if address.mode is not Mode.SENDER_SHA1:
        return sender_signing.sender_key(secret, address.workspace, address.key, address.code).encode()
    try:
        link = issuing.known(address.code)
    except DatabaseError:
        raise NotGenuine from None
    return link.sender_secret if link else b""
