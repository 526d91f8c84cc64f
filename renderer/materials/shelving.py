"""Shared storage as delivery may use it: nobody waits long for it, and while it is slow or away it is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from functools import cache
from typing import TypeVar

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from renderer import limits
from renderer.engine.problems import RenderProblem

AT_ONCE = 16
PAUSE = 5.0
log = structlog.get_logger(__name__)
T = TypeVar("T")
_silent_until = 0.0
_failed_at = float("-inf")


class StorageAway(RenderProblem):
    """Storage did not answer in time, or refused."""

    code = "storage_away"


def read(key: str) -> bytes | None:
    """The file, or None if there is none. Raises StorageAway."""
    return _asked(lambda: _read(key))


def write(key: str, data: bytes) -> None:
    """Store the file under this very name. Raises StorageAway."""
    _asked(lambda: default_storage.save(key, ContentFile(data)))


def failed_since(moment: float) -> bool:
    """Whether storage was away for anybody in this process since then (monotonic)."""
    return _failed_at >= moment


def trust_again() -> None:
    """Ask storage again at once, whatever happened before."""
    global _silent_until
    _silent_until = 0.0


def _asked(act: Callable[[], T]) -> T:
    global _failed_at
    try:
        return _asked_once(act)
    except StorageAway:
        _failed_at = time.monotonic()
        raise


def _asked_once(act: Callable[[], T]) -> T:
    global _silent_until
    if time.monotonic() < _silent_until:
        raise StorageAway("Storage is left alone for a moment.")
    try:
        # Local files are as quick as anything here could be; only a network needs watching.
        if isinstance(default_storage, FileSystemStorage):
            return act()
        return _pool().submit(act).result(timeout=limits.from_settings().storage_deadline)
    except FutureTimeout:
        _silent_until = time.monotonic() + PAUSE
        raise StorageAway("Storage did not answer in time.") from None
    except Exception as problem:  # a backend raises what it likes: botocore's errors have no common root with OSError
        raise StorageAway(type(problem).__name__) from problem


def _read(key: str) -> bytes | None:
    try:
        with default_storage.open(key) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="storage")
