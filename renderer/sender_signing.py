"""Addresses that mailing tools sign themselves: three schemes, each with one algorithm and a key of its own.

    sender-hmac   HMAC-SHA-256 in hex over `okzest 1,<link>,<name>=<characters>:<value>,…`, as Liquid can build it
    sender-sha1   `h`, then HMAC-SHA-1 in hex of each value by itself, joined by hyphens; an empty value needs none
    sender-jwt    a JSON Web Token, HS256, `{"aud": "<link>", "values": {…}}`, with `exp` if the sender wants one

In the first two a value stands in the query behind a tilde (`first_name=~Amira`), so that mail wrongly labelled
quoted-printable finds no pair of hex digits behind an equals sign. Nothing is repaired: a signed value means what
it says.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import jwt

from renderer.links import Address, NotGenuine, Sealed, marked, signing_key
from renderer.modes import Mode

SHIELD = "~"
SHA1_MARK = "h"
JWT_ALGORITHM = "HS256"
MOST_SIGNED = 20
"""Fields of one sender-signed address."""


@lru_cache(maxsize=4096)
def sender_key(secret: bytes, workspace: str, number: int, code: str) -> str:
    """The key that a tool signs one link's addresses with: 43 letters, digits, hyphens and underscores.

    It opens this link alone, and ends with the workspace's signing key of that number.
    """
    made = hmac.digest(signing_key(secret, workspace, number), b"okzest sender key " + code.encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def verify(address: Address, query: bytes, key: bytes, now: datetime) -> Sealed:
    """The signed values. Raises NotGenuine. `key` is the tool's own; an empty one opens nothing."""
    if not key:
        raise NotGenuine
    match address.mode:
        case Mode.SENDER_HMAC:
            return _by_hmac(address, _values(address, query), key)
        case Mode.SENDER_SHA1:
            return _by_sha1(address, _values(address, query), key)
        case Mode.SENDER_JWT:
            return _by_jwt(address, key, now)
    raise NotGenuine


def message(link: str, values: Mapping[str, str]) -> str:
    """What sender-hmac signs. `link` has its marks; lengths are in characters, as Liquid's `size` counts them."""
    return f"okzest 1,{link}," + "".join(f"{name}={len(value)}:{value}," for name, value in values.items())


def _values(address: Address, query: bytes) -> dict[str, str]:
    try:
        pairs = [(name.decode(), value.decode()) for name, value in marked(address.marks, query)]
    except UnicodeDecodeError:
        raise NotGenuine from None
    if len(pairs) > MOST_SIGNED or not all(value.startswith(SHIELD) for _, value in pairs):
        raise NotGenuine
    return {name: value.removeprefix(SHIELD) for name, value in pairs}


def _by_hmac(address: Address, values: Mapping[str, str], key: bytes) -> Sealed:
    made = hmac.digest(key, message(address.link, values).encode(), "sha256").hex()
    if not hmac.compare_digest(made, address.proof):
        raise NotGenuine
    return Sealed(values)


def _by_sha1(address: Address, values: Mapping[str, str], key: bytes) -> Sealed:
    proofs = address.proof.removeprefix(SHA1_MARK).split("-")
    if len(proofs) != max(len(values), 1):
        raise NotGenuine
    if not all(_proves(key, value, proof) for value, proof in zip(values.values(), proofs, strict=False)):
        raise NotGenuine
    return Sealed(values)


def _proves(key: bytes, value: str, proof: str) -> bool:
    # Taking a value away shows the field's fallback and says nothing new; tools differ in how they sign nothing.
    return not value or hmac.compare_digest(hmac.digest(key, value.encode(), "sha1").hex(), proof)


def _by_jwt(address: Address, key: bytes, now: datetime) -> Sealed:
    try:
        claims: dict[str, Any] = jwt.decode(
            address.proof,
            key,
            algorithms=[JWT_ALGORITHM],
            audience=address.link,
            options={"require": ["aud", "values"], "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise NotGenuine from None
    ends, values = claims.get("exp"), claims["values"]
    if ends is not None and not (isinstance(ends, int | float) and now.timestamp() < ends):
        raise NotGenuine
    return Sealed(_texts(values))


def _texts(values: Any) -> dict[str, str]:
    """Fields to texts, as they were signed; anything else is no value of ours."""
    if not isinstance(values, dict) or len(values) > MOST_SIGNED:
        raise NotGenuine
    if not all(isinstance(value, str) for value in values.values()):
        raise NotGenuine
    return {name: value.encode("utf-8", "ignore").decode() for name, value in values.items()}
