"""Drawing in turn: each name once, nobody past the deadline, no workspace at another's cost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from renderer import variants
from renderer.studio import Busy, Late, Studio
from renderer.valkey import ask

LATER = 60.0
"""Seconds after which what never comes has failed; nobody waits so long when all is well."""


def soon(seconds: float = LATER) -> float:
    return time.monotonic() + seconds


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Many who ask at once."""
    with ThreadPoolExecutor(200) as pool:
        yield pool


class Desk:
    """Work that can be held up, and that counts how often it was done."""

    def __init__(self) -> None:
        self.may_go_on, self.begun = threading.Event(), threading.Event()
        self.done: list[str] = []

    def work(self, name: str) -> Callable[[], str]:
        def draw() -> str:
            self.begun.set()
            self.may_go_on.wait(LATER)
            self.done.append(name)
            return f"picture of {name}"

        return draw


class Counting(dict[str, Any]):
    """Counts who asked whether a picture is being drawn."""

    count = 0

    def get(self, *key: Any) -> Any:
        self.count += 1
        return super().get(*key)


def _until(reached: Callable[[], bool]) -> None:
    until = soon()
    while not reached():
        assert time.monotonic() < until
        time.sleep(0.001)


def test_two_hundred_who_want_one_picture_have_it_drawn_once(crowd: ThreadPoolExecutor) -> None:
    studio: Studio[str] = Studio(at_once=2, waiting=64)
    desk = Desk()
    studio._drawing = looked_up = Counting()
    asked = [crowd.submit(studio.draw, "a", "acme", desk.work("a"), soon()) for _ in range(200)]
    _until(lambda: looked_up.count == 200)
    desk.may_go_on.set()
    answers = [job.result() for job in asked]
    assert {picture for picture, _ in answers} == {"picture of a"}
    assert [for_us for _, for_us in answers].count(True) == 1
    assert desk.done == ["a"]


def test_a_failure_reaches_everybody_who_waited_and_is_forgotten(crowd: ThreadPoolExecutor) -> None:
    studio: Studio[str] = Studio(at_once=1, waiting=64)

    def fail() -> str:
        time.sleep(0.05)
        raise ValueError

    asked = [crowd.submit(studio.draw, "a", "acme", fail, soon()) for _ in range(5)]
    assert all(isinstance(job.exception(), ValueError) for job in asked)
    assert studio.draw("a", "acme", lambda: "well again", soon()) == ("well again", True)


def test_who_waits_too_long_is_told_so_in_time() -> None:
    studio: Studio[str] = Studio(at_once=1, waiting=64)
    desk = Desk()
    with pytest.raises(Late):
        studio.draw("a", "acme", desk.work("a"), soon(0.1))
    assert desk.done == [], "it would have been waited for until it is drawn"
    desk.may_go_on.set()


def test_work_whose_time_has_passed_is_not_begun(crowd: ThreadPoolExecutor) -> None:
    studio: Studio[str] = Studio(at_once=1, waiting=64)
    desk = Desk()
    first = crowd.submit(studio.draw, "first", "acme", desk.work("first"), soon())
    assert desk.begun.wait(LATER)
    with pytest.raises(Late):
        studio.draw("second", "acme", desk.work("second"), soon(0.1))
    desk.may_go_on.set()
    first.result()
    assert studio.draw("third", "acme", desk.work("third"), soon()) == ("picture of third", True)
    assert desk.done == ["first", "third"]


def test_beyond_what_may_wait_the_rest_is_turned_away_at_once(crowd: ThreadPoolExecutor) -> None:
    studio: Studio[str] = Studio(at_once=1, waiting=4)
    desk = Desk()
    jobs = [crowd.submit(studio.draw, "0", "acme", desk.work("0"), soon())]
    assert desk.begun.wait(LATER)
    jobs += [crowd.submit(studio.draw, f"{i}", "acme", desk.work(f"{i}"), soon()) for i in range(1, 5)]
    _until(lambda: len(studio._queues.get("acme", ())) == 4)
    with pytest.raises(Busy):
        studio.draw("one more", "acme", desk.work("one more"), soon())
    assert desk.done == [], "nobody was waited for"
    desk.may_go_on.set()
    assert len({job.result() for job in jobs}) == 5


def test_a_busy_workspace_leaves_room_for_another_and_waits_its_turn(crowd: ThreadPoolExecutor) -> None:
    studio: Studio[str] = Studio(at_once=1, waiting=8)
    desk = Desk()
    flood = [crowd.submit(studio.draw, f"x{i}", "flood", desk.work(f"x{i}"), soon()) for i in range(20)]
    _until(lambda: sum(job.done() for job in flood) >= 11)
    quiet = crowd.submit(studio.draw, "y", "quiet", desk.work("y"), soon())
    _until(lambda: "quiet" in studio._queues)
    desk.may_go_on.set()
    assert quiet.result() == ("picture of y", True)
    assert desk.done.index("y") <= 2
    assert any(isinstance(job.exception(), Busy) for job in flood)


def test_who_would_wait_too_long_is_turned_away_and_a_quiet_workspace_is_not(
    crowd: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One drawing took twenty seconds, by a clock that is put forward: so a queue of sixty would take two minutes."""
    passed = [0.0, 20.0]
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + passed[0])
    monkeypatch.setattr("renderer.studio.time", clock)
    studio: Studio[str] = Studio(at_once=1, waiting=100)
    studio.draw("slow", "flood", lambda: passed.pop(0) or "slow", soon())
    desk = Desk()
    until = clock.monotonic() + LATER
    flood = [crowd.submit(studio.draw, f"x{i}", "flood", desk.work(f"x{i}"), until) for i in range(60)]
    _until(lambda: sum(job.done() for job in flood) > 30)
    quiet = crowd.submit(studio.draw, "y", "quiet", desk.work("y"), until)
    _until(lambda: "quiet" in studio._queues)
    desk.may_go_on.set()
    assert quiet.result() == ("picture of y", True)
    assert [isinstance(job.exception(), Busy) for job in flood].count(True) > 30


def test_of_two_processes_one_draws_and_the_other_waits_for_it(crowd: ThreadPoolExecutor) -> None:
    drawing = threading.Event()
    order: list[str] = []

    def first() -> bool:
        with variants.alone("name", soon()) as mine:
            drawing.set()
            time.sleep(0.1)
            order.append("drawn")
            return mine

    def second() -> bool:
        drawing.wait(LATER)
        with variants.alone("name", soon()) as mine:
            order.append("found")
            return mine

    jobs = crowd.submit(first), crowd.submit(second)
    assert [job.result() for job in jobs] == [True, False]
    assert order == ["drawn", "found"]


def test_a_killed_drawer_blocks_nobody_for_longer_than_its_deadline() -> None:
    ask(lambda client: client.set(variants.LOCK.format("name"), 1, px=500))
    until = soon()
    with variants.alone("name", until) as mine:
        assert not mine
    assert time.monotonic() < until - LATER / 2


def test_without_valkey_everybody_draws_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(command: Any, default: Any = None) -> Any:
        return default

    monkeypatch.setattr(variants, "ask", away)
    with variants.alone("name", soon()) as mine:
        assert mine
