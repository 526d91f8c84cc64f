"""A circuit breaker per source: one that keeps failing is left alone, then tried by one request at a time."""

from __future__ import annotations

import time
from functools import partial
from threading import Lock
from typing import Any

from renderer.valkey import ask

FAILURES = 5
"""In a row, in all processes together; then the source is left alone."""
PAUSE = 30
"""Seconds."""
MEMORY = 600
"""Seconds for which failures are remembered."""
COUNT, OPEN, TRIAL = "okzest:source:{}:failures", "okzest:source:{}:open", "okzest:source:{}:trial"
_lock = Lock()
_failures: dict[int, int] = {}
_open_until: dict[int, float] = {}


def may_ask(source_id: int) -> bool:
    """False while it is left alone. After that, true for one at a time until somebody has had an answer."""
    if time.monotonic() < _open_until.get(source_id, 0.0):
        return False
    if ask(lambda client: client.exists(OPEN.format(source_id)), default=0):
        return False
    if _count(source_id) < FAILURES:
        return True
    return bool(ask(lambda client: client.set(TRIAL.format(source_id), 1, nx=True, ex=2), default=True))


def is_open(source_id: int) -> bool:
    """Whether it is left alone now, for the interface."""
    here = time.monotonic() < _open_until.get(source_id, 0.0)
    return here or bool(ask(lambda client: client.exists(OPEN.format(source_id)), default=0))


def succeeded(source_id: int) -> None:
    if _count(source_id):
        forget(source_id)


def failed(source_id: int) -> None:
    """Count a failure; the fifth in a row, and each after it, opens the breaker."""
    shared = ask(partial(_count_one, key=COUNT.format(source_id)), default=0)
    with _lock:
        _failures[source_id] = max(_failures.get(source_id, 0) + 1, int(shared))
        is_over = _failures[source_id] >= FAILURES
        if is_over:
            _open_until[source_id] = time.monotonic() + PAUSE
    if is_over:
        ask(lambda client: client.set(OPEN.format(source_id), 1, ex=PAUSE))


def forget(source_id: int) -> None:
    """Trust it again at once: it answered, or somebody changed it."""
    with _lock:
        _failures.pop(source_id, None)
        _open_until.pop(source_id, None)
    keys = [name.format(source_id) for name in (COUNT, OPEN, TRIAL)]
    ask(lambda client: client.delete(*keys))


def _count(source_id: int) -> int:
    """Of all processes, or of this one while Valkey is away."""
    shared = ask(partial(_read, key=COUNT.format(source_id)), default=None)
    return int(shared) if shared is not None else _failures.get(source_id, 0)


def _read(client: Any, *, key: str) -> int:
    return int(client.get(key) or 0)


def _count_one(client: Any, *, key: str) -> int:
    pipeline = client.pipeline()
    pipeline.incr(key)
    pipeline.expire(key, MEMORY)
    return int(pipeline.execute()[0])
