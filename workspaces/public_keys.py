"""Public names of rows: short, safe in an address, and not to be guessed or counted."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and lower-case letters without those that people misread (0/o, 1/i/l)."""

LENGTH = 13
"""31 ** 13 is over 2 ** 64: nobody finds a neighbour by trying."""


def new_key() -> str:
    """A fresh key from the operating system's randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
