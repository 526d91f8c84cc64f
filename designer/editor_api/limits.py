"""How fast one person may have layers drawn: far faster than anybody types, slower than a script could."""

from __future__ import annotations

import time

from django.core.cache import cache

from workspaces.models import User
from workspaces.problems import Problem

WINDOW = 10
MOST = 400
"""Layers in a window of seconds: 40 a second on average, with room for opening a large design."""


class TooFast(Problem):
    """Wait a moment."""

    code = "too_fast"

    def __init__(self) -> None:
        super().__init__("Rendering is slow right now. Your edits are safe; the pictures follow in a moment.")
        self.details = {"retry_after": WINDOW // 2}


def slow_down(user: User | None, layers: int) -> None:
    """Count these layers for the person. Raises TooFast."""
    key = f"layers:{user.pk if user else 0}:{int(time.time()) // WINDOW}"
    cache.add(key, 0, 2 * WINDOW)
    if cache.incr(key, layers) > MOST:
        raise TooFast
