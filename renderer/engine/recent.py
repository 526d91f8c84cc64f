"""A bounded memory of what was worked out lately; safe to share between threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Recent:
    """Keeps the `limit` entries used last. Two threads may work out the same entry; both get an equal one."""

    def __init__(self, limit: int):
        self.limit = limit
        self._entries: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key]
        made = make()
        with self._lock:
            self._entries[key] = made
            if len(self._entries) > self.limit:
                self._entries.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._entries)
