"""Run drawing processes in turn, a few pictures each at a time, so that a drifting machine treats all alike."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.installing import Peer

ROUNDS = 9
QUICK_ROUNDS = 3
SECONDS_PER_TURN = 0.35


@dataclass
class Contestant:
    """One running peer and what it has shown so far: milliseconds and bytes of every picture."""

    peer: Peer
    process: subprocess.Popen[str]
    rounds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    cpu: float = 0
    count: int = 0

    def ask(self, **request: object) -> dict[str, list[float]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.peer.name} stopped")
        return dict(json.loads(line))

    def spent(self) -> float:
        """Milliseconds of CPU time so far, of all threads and of the children that have ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) * 1000 / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True)
class Result:
    """Median milliseconds of one picture, the median ratio to the first contestant round by round, median bytes.

    `cpu` is the CPU time of one picture in ms, which other programs on the machine disturb least.
    """

    name: str
    milliseconds: float
    ratio: float
    bytes: int
    cpu: float


def run(peers: Sequence[Peer], task: Path, format: str, keep: Path, rounds: int = ROUNDS) -> list[Result]:
    """All peers on one core in turn; the first picture of each is kept as `keep/<name>.<format>`."""
    keep.mkdir(parents=True, exist_ok=True)
    contestants = [_start(peer, task) for peer in peers]
    try:
        turns = {c.peer.name: _pictures_per_turn(c, format, keep) for c in contestants}
        for number in range(rounds):
            for contestant in contestants:
                _turn(contestant, format, number, turns)
    finally:
        for contestant in contestants:
            contestant.close()
    return [_result(contestant, contestants[0]) for contestant in contestants]


def _start(peer: Peer, task: Path, core: int = 0) -> Contestant:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "UV_THREADPOOL_SIZE": "1", "RAYON_NUM_THREADS": "1"}
    process = subprocess.Popen(
        ["taskset", "-c", str(core), *peer.command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    contestant = Contestant(peer, process)
    contestant.ask(task=str(task))
    return contestant


def _pictures_per_turn(contestant: Contestant, format: str, keep: Path) -> int:
    """Warm up, keep a picture to look at, and learn how many pictures make a turn."""
    file = keep / f"{slug(contestant.peer.name)}.{format}"
    contestant.ask(**{"format": format, "from": 0, "count": 1, "keep": str(file)})
    warm = contestant.ask(**{"format": format, "from": 1, "count": 5})
    return max(2, min(100, int(SECONDS_PER_TURN * 1000 / statistics.median(warm["ms"]))))


def slug(name: str) -> str:
    """A peer's name as a file name."""
    return "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")


def _turn(contestant: Contestant, format: str, number: int, turns: Mapping[str, int]) -> None:
    count, before = turns[contestant.peer.name], contestant.spent()
    answer = contestant.ask(**{"format": format, "from": number * count, "count": count})
    contestant.cpu += contestant.spent() - before
    contestant.count += count
    contestant.rounds.append(statistics.median(answer["ms"]))
    contestant.sizes += [int(size) for size in answer["bytes"]]


def _result(contestant: Contestant, first: Contestant) -> Result:
    ratios = [mine / reference for mine, reference in zip(contestant.rounds, first.rounds, strict=True)]
    return Result(
        contestant.peer.name,
        statistics.median(contestant.rounds),
        statistics.median(ratios),
        int(statistics.median(contestant.sizes)),
        contestant.cpu / contestant.count,
    )
