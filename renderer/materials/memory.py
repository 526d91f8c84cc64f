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
        # Values may grow after they came; what counts is their weight when they did.
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: T) -> None:
        weight = self.weigh(value)
        if weight > self.limit:
            return
        with self._lock:
            self._remove(key)
            self._values[key] = value, weight
            self.held += weight
            while self.held > self.limit:
                self._remove(next(iter(self._values)))

    def drop(self, key: Hashable) -> None:
        with self._lock:
            self._remove(key)

    def _remove(self, key: Hashable) -> None:
        self.held -= self._values.pop(key, (None, 0))[1]

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self.held = 0

    def __len__(self) -> int:
        return len(self._values)
