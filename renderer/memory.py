"""A memory bounded in bytes: what was used last stays, what was not used for longest goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class ByteBounded(Generic[T]):
    """Keeps values up to `limit` bytes together, as `weigh` counts them. Safe to share between threads."""

    def __init__(self, limit: int, weigh: Callable[[T], int]):
        self.limit, self.weigh = limit, weigh
        self.held = 0
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: T) -> None:
        weight = self.weigh(value)
        if weight > self.limit:
            return
        with self._lock:
            before = self._values.pop(key, None)
            self.held += weight - (self.weigh(before) if before is not None else 0)
            self._values[key] = value
            while self.held > self.limit:
                _, oldest = self._values.popitem(last=False)
                self.held -= self.weigh(oldest)

    def drop(self, key: Hashable) -> None:
        with self._lock:
            value = self._values.pop(key, None)
            if value is not None:
                self.held -= self.weigh(value)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.held = 0

    def __len__(self) -> int:
        return len(self._values)
