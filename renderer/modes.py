"""The kinds of links: what an address of each proves."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What a link's addresses prove. Part of a link's code, so it never changes."""

    OPEN = "open"
    SEALED = "sealed"
    TOKEN = "token"  # noqa: S105  (a mode's name, not a secret)
