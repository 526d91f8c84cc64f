"""How often one caller may use the API: so many calls a minute, counted for all processes together."""

from __future__ import annotations

import time
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from workspaces.models import ApiKey, User

MINUTE = 60
log = structlog.get_logger(__name__)


class PerCaller(BaseThrottle):
    """429 with Retry-After for an API key or a person beyond the limit; a counter that is away stops nobody."""

    def allow_request(self, request: Request, view: Any) -> bool:
        window = int(time.time() // MINUTE)
        return _count(f"api-calls:{_caller(request)}:{window}") <= settings.API_CALLS_PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return MINUTE - time.time() % MINUTE


def _count(name: str) -> int:
    try:
        cache.add(name, 0, timeout=2 * MINUTE)
        return int(cache.incr(name))
    except (RedisError, ValueError) as problem:
        log.warning("api_limits.not_counted", why=type(problem).__name__)
        return 0


def _caller(request: Request) -> str:
    if isinstance(request.auth, ApiKey):
        return f"key:{request.auth.key}"
    if isinstance(request.user, User):
        return f"person:{request.user.key}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"
