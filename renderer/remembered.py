"""What a process remembers of database rows until one changes, so that a stored picture needs no query."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import structlog
from django.db import DatabaseError, transaction

from renderer.valkey import ask

EPOCH = "okzest:epoch"
LOOK_EVERY = 1.0
LIFE_WITHOUT_NEWS = 5.0
LIFE = 60.0
UNKNOWN = object()
log = structlog.get_logger(__name__)
T = TypeVar("T")


@dataclass(slots=True)
class Entry:
    """A remembered fact: `generation` counts the changes this process knew of when it began to read it."""

    fact: Any
    generation: int
    read_at: float


class Facts:
    """A bounded memory. A change anywhere makes all of it doubtful within a second (five while Valkey is away)."""

    def __init__(self, limit: int = 50_000):
        self.limit = limit
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._lock = Lock()
        self._generation = 0
        self._epoch: Any = None
        self._looked_at = float("-inf")
        self._has_news = False

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """The fact of that key. While the database is away, what was last known of it."""
        self._look_for_changes()
        entry, generation = self._entries.get(key), self._generation
        if entry and self._holds(entry):
            return entry.fact  # type: ignore[no-any-return]
        try:
            fact = read()
        except DatabaseError:
            if entry is None:
                raise
            log.warning("facts.stale")
            return entry.fact  # type: ignore[no-any-return]
        self._put(key, Entry(fact, generation, time.monotonic()))
        return fact

    def still(self, believed: Iterable[tuple[Hashable, object]]) -> bool:
        """Whether `get` would return these very facts for their keys, without asking anybody; False in doubt."""
        if time.monotonic() - self._looked_at >= LOOK_EVERY:
            return False
        for key, fact in believed:
            entry = self._entries.get(key)
            if entry is None or entry.fact is not fact or not self._holds(entry):
                return False
        return True

    def doubt(self) -> None:
        """Read everything again before it is next used."""
        with self._lock:
            self._generation += 1

    def forget(self) -> None:
        """Remember nothing at all, as a fresh process does."""
        with self._lock:
            self._entries.clear()
            self._generation += 1
            self._looked_at = float("-inf")

    def _holds(self, entry: Entry) -> bool:
        age = time.monotonic() - entry.read_at
        return entry.generation == self._generation and age < (LIFE if self._has_news else LIFE_WITHOUT_NEWS)

    def _put(self, key: Hashable, entry: Entry) -> None:
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            if len(self._entries) > self.limit:
                self._entries.popitem(last=False)

    def _look_for_changes(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        epoch = ask(lambda client: client.get(EPOCH) or b"0", UNKNOWN)
        self._has_news = epoch is not UNKNOWN
        if self._has_news and epoch != self._epoch:
            self._epoch = epoch
            self.doubt()


facts = Facts()


def changed() -> None:
    """Call after writing a release or a link: this process doubts at once, the others once the change is committed."""
    facts.doubt()
    transaction.on_commit(_tell)


def _tell() -> None:
    facts.doubt()
    ask(lambda client: client.incr(EPOCH))
