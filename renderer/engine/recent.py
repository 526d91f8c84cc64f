"""A bounded memory of what was worked out lately; safe to share between threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Recent:
    """Keeps what was used last, up to a total weight. Threads that work out the same entry at once get equal ones."""

    def __init__(self, limit: int):
        self.limit = limit
        self.weight = 0
        self._entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any], weight: int = 1) -> Any:
        """The entry, made now if it is not there. `weight` says how much of the limit it takes."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
                return found[0]
        made = make()
        self._keep(key, made, weight)
        return made

    def _keep(self, key: Hashable, made: Any, weight: int) -> None:
        with self._lock:
            replaced = self._entries.pop(key, (None, 0))
            self._entries[key] = (made, weight)
            self.weight += weight - replaced[1]
            while self.weight > self.limit:
                _, (_, lost) = self._entries.popitem(last=False)
                self.weight -= lost

    def __len__(self) -> int:
        return len(self._entries)


class Returning(Recent):
    """Keeps only what is asked for again: what comes once would push memory that is warm out of the processor's cache.

    Of all else only hashes are remembered, so many of them at most.
    """

    def __init__(self, limit: int, most_seen: int = 20_000):
        super().__init__(limit)
        self.most_seen = most_seen
        self._seen: set[int] = set()

    def _keep(self, key: Hashable, made: Any, weight: int) -> None:
        name = hash(key)
        if name in self._seen:
            super()._keep(key, made, weight)
            return
        if len(self._seen) >= self.most_seen:
            self._seen.clear()
        self._seen.add(name)


class ByIdentity:
    """What was worked out of objects that never change, found by the objects themselves; so many of them at most.

    Entries hold their objects, so that none of them can make room for another of the same id.
    """

    def __init__(self, limit: int):
        self.limit = limit
        self._entries: dict[int, tuple[object, Any]] = {}

    def get(self, source: object, make: Callable[[], Any]) -> Any:
        found = self._entries.get(id(source))
        if found is not None:
            return found[1]
        made = make()
        if len(self._entries) >= self.limit:
            self._entries.clear()
        self._entries[id(source)] = source, made
        return made
