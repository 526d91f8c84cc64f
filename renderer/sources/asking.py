"""Have the answers of several sources at hand: from memory, from rows, or asked now, all within one short wait."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock

import structlog

from renderer.materials.memory import ByteBounded
from renderer.sources import breaker, held
from renderer.sources.held import Held
from renderer.sources.known import Source
from renderer.sources.problems import Unreadable
from renderer.valkey import ask
from workspaces import outgoing
from workspaces.outgoing import Answer, Unreachable

AWAY_FOR = 10.0
"""Seconds for which a question that failed is not asked again."""
NOBODY = (404, 410)
REFRESHING = "okzest:source:{}:refreshing:{}"
log = structlog.get_logger(__name__)
_away: ByteBounded[float] = ByteBounded(1_000_000, lambda _: 100)
_flying: dict[tuple[int, str], Event] = {}
_lock = Lock()


@dataclass(slots=True)
class Question:
    """One source and one recipient's values. `held` is the best answer; `is_new` says that it came just now."""

    source: Source
    values: Mapping[str, str] = field(repr=False)
    digest: str
    held: Held | None = None
    is_new: bool = False
    why: str = ""

    @property
    def name(self) -> tuple[int, str]:
        return self.source.id, self.digest

    def is_fresh(self, now: datetime) -> bool:
        return self.held is not None and self.held.age(now) < self.source.life


def answer(questions: Iterable[Question], now: datetime, seconds: float) -> None:
    """Give each question the best answer that can be had within so many seconds."""
    until = time.monotonic() + seconds
    stale = [one for one in questions if not _is_known(one, now)]
    with _in_flight(stale) as (ours, theirs):
        _ask([one for one in ours if _is_worth_asking(one)], now, until)
    for one, landed in theirs:
        # Who waits for another's question looks at what the other found.
        landed.wait(max(until - time.monotonic(), 0))
        one.held = held.find(one.source, one.digest) or one.held


def trust_again() -> None:
    """Ask everybody again at once, whatever happened before."""
    _away.clear()


def _is_known(one: Question, now: datetime) -> bool:
    one.held = held.find(one.source, one.digest)
    if one.held is not None and not one.is_fresh(now):
        one.held = held.newer(one.source, one.digest) or one.held
    return one.is_fresh(now)


def _is_worth_asking(one: Question) -> bool:
    if (_away.get(one.name) or 0.0) > time.monotonic():
        one.why = "away"
        return False
    if not breaker.may_ask(one.source.id):
        one.why = "breaker"
        return False
    if one.held is None:
        return True
    # Of all processes one refreshes; the others go on with what they have.
    life = max(int(one.source.deadline * 1000), 50)
    name = REFRESHING.format(one.source.id, one.digest)
    return bool(ask(lambda client: client.set(name, 1, nx=True, px=life), default=True))


def _ask(questions: list[Question], now: datetime, until: float) -> None:
    asked = [(one, request) for one in questions if (request := one.source.request(one.values))]
    if not asked:
        return
    patience = min(max(one.source.deadline for one, _ in asked), max(until - time.monotonic(), 0.05))
    answers = outgoing.ask_all([request for _, request in asked], seconds=patience)
    for (one, _), found in zip(asked, answers, strict=True):
        _take_in(one, found, now)


def _take_in(one: Question, found: Answer | Unreachable, now: datetime) -> None:
    try:
        one.held = _understood(one.source, found, now)
    except Unreadable as problem:
        one.why = problem.why
        _away.put(one.name, time.monotonic() + AWAY_FOR)
        breaker.failed(one.source.id)
        # Addresses hold recipients' keys, and answers their values: neither is told.
        log.warning("source.failed", source=one.source.key, why=problem.why)
        return
    one.is_new = True
    held.remember(one.source, one.digest, one.held)
    breaker.succeeded(one.source.id)


def _understood(source: Source, found: Answer | Unreachable, now: datetime) -> Held:
    if isinstance(found, Unreachable):
        raise Unreadable(found.why, outgoing.in_words(found))
    if found.status in NOBODY and source.keys and not source.is_sheet:
        return held.nothing(source, now)
    if not found.succeeded:
        raise Unreadable(f"http_{found.status}", f"The server answered with the error {found.status}.")
    return held.understood(source, found.body, now)


@contextmanager
def _in_flight(questions: list[Question]) -> Iterator[tuple[list[Question], list[tuple[Question, Event]]]]:
    """Which of these are ours to ask, and which somebody in this process is asking already."""
    ours: list[Question] = []
    theirs: list[tuple[Question, Event]] = []
    with _lock:
        for one in questions:
            if (flying := _flying.get(one.name)) is not None:
                theirs.append((one, flying))
            else:
                _flying[one.name] = Event()
                ours.append(one)
    try:
        yield ours, theirs
    finally:
        with _lock:
            landed = [_flying.pop(one.name) for one in ours]
        for event in landed:
            event.set()
