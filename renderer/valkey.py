"""The shared memory between processes: one connection pool to Valkey or Redis that gives up quickly when it is away."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import redis
import structlog

PATIENCE = 0.25
PAUSE = 2.0
log = structlog.get_logger(__name__)
T = TypeVar("T")


class Shared:
    """Runs commands on the server; after a failure it asks nothing for a moment, so that no picture waits for it."""

    def __init__(self, url: str):
        self.client: redis.Redis = redis.Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, health_check_interval=30
        )
        self._silent_until = 0.0

    def ask(self, command: Callable[[redis.Redis], T], default: T) -> T:
        """What the command returns, or the default while the server is away."""
        if time.monotonic() < self._silent_until:
            return default
        try:
            return command(self.client)
        except redis.RedisError as problem:
            self._silent_until = time.monotonic() + PAUSE
            log.warning("valkey.away", why=type(problem).__name__)
            return default


@cache
def shared() -> Shared:
    """The installation's server, as the settings name it."""
    from django.conf import settings

    return Shared(settings.VALKEY_URL)


def ask(command: Callable[[redis.Redis], Any], default: Any = None) -> Any:
    """Shorthand for `shared().ask`."""
    return shared().ask(command, default)
