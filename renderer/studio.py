"""Where pictures are drawn: a few at a time, each name once, every workspace in its turn, nobody past the deadline."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Generic, TypeVar

from renderer import limits
from renderer.engine.problems import RenderProblem

T = TypeVar("T")
HOPE = 0.5
"""Work is turned away at once if it would not be begun within this share of the time it has."""
SMOOTHING = 0.1


class Busy(RenderProblem):
    """More is asked than can be drawn in time; the asker gets the fallback picture at once."""

    code = "busy"


class Late(RenderProblem):
    """The picture was begun and is not ready in time."""

    code = "late"


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    name: str
    work: Callable[[], T]
    future: Future[T]
    until: float


class Studio(Generic[T]):
    """`at_once` threads draw, the workspaces in turn; of each at most `waiting` jobs wait."""

    def __init__(self, at_once: int, waiting: int):
        self.at_once, self.waiting = at_once, waiting
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="draw")
        self._queues: OrderedDict[Hash, deque[Job[T]]] = OrderedDict()
        self._drawing: dict[str, Future[T]] = {}
        self._usual = 0.02
        self._lock = Lock()

    def draw(self, name: str, workspace: Hash, work: Callable[[], T], until: float) -> tuple[T, bool]:
        """What `work` returns, done once for all who ask for this name meanwhile; and whether it was done for us.

        Raises Busy or Late.
        """
        with self._lock:
            others = self._drawing.get(name)
            future = others or self._queue(name, workspace, work, until)
        try:
            return future.result(timeout=max(until - time.monotonic(), 0)), others is None
        except FutureTimeout:
            raise Late("The picture was not ready in time.") from None

    def _queue(self, name: str, workspace: Hash, work: Callable[[], T], until: float) -> Future[T]:
        queue = self._queues.get(workspace) or deque()
        if len(queue) >= self.waiting or self._expected_wait(queue) > HOPE * (until - time.monotonic()):
            raise Busy("Too many pictures are asked for at once.")
        future: Future[T] = Future()
        queue.append(Job(name, work, future, until))
        self._queues[workspace] = queue
        self._drawing[name] = future
        self._pool.submit(self._next)
        return future

    def _next(self) -> None:
        job = self._take()
        began = time.monotonic()
        try:
            if began > job.until:
                raise Late("Its turn came too late.")
            outcome = job.work()
        except BaseException as problem:
            self._forget(job)
            job.future.set_exception(problem)
        else:
            self._forget(job)
            self._usual += SMOOTHING * (time.monotonic() - began - self._usual)
            job.future.set_result(outcome)

    def _take(self) -> Job[T]:
        """The oldest job of the workspace whose turn it is; then it is the next workspace's turn."""
        with self._lock:
            workspace, queue = next((key, jobs) for key, jobs in self._queues.items() if jobs)
            job = queue.popleft()
            self._queues.move_to_end(workspace)
            if not queue:
                del self._queues[workspace]
            return job

    def _expected_wait(self, queue: deque[Job[T]]) -> float:
        """Seconds until a further job of this queue is begun: meanwhile every workspace has no more turns than it."""
        mine = len(queue) + 1
        turns = sum(min(len(other), mine) for other in self._queues.values())
        return self._usual * turns / self.at_once

    def _forget(self, job: Job[T]) -> None:
        with self._lock:
            self._drawing.pop(job.name, None)


Hash = int | str


@cache
def studio() -> Studio[object]:
    """The studio of this process."""
    within = limits.from_settings()
    return Studio(within.at_once, within.waiting)
