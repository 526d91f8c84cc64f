"""`python -m tests.endurance.measure`: what imports and forecasts cost, how fast workers are beside bare drawing.

`ratio` is by the clock: workers share the machine with database, broker and storage. `ratio_by_processor` is what bare
drawing takes of a processor, by what the drawing processes take in all; `used_ms` tells of every kind of process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import fmean, median
from typing import Any

import psutil

from tests.endurance.ordeal import ROOT, Installation, installation

WORKERS = 2
UNTIL_ALL_ARE_WARM = 12.0
GALLERY = 40.0
"""Seconds that drawing the gallery takes at most."""


def ask(place: Installation, *words: str) -> dict[str, Any]:
    """One act of `figures.py` in a process of its own."""
    command = [sys.executable, "-m", "tests.endurance.figures", *words]
    done = subprocess.run(command, cwd=ROOT, env=place.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def imported(place: Installation, size: int) -> dict[str, Any]:
    """Seconds until so many rows of a file are in, and the largest process that read them."""
    return _watched(place, "imported", str(size), workers=1)


def forecast(place: Installation, size: int) -> dict[str, Any]:
    """Seconds until the forecast of so many rows, and the largest process that counted them."""
    ask(place, "people", "Large", str(size))
    return {"rows": size, **_watched(place, "count", "Large", workers=WORKERS)}


def _watched(place: Installation, *words: str, workers: int) -> dict[str, Any]:
    """What the act tells, megabytes of the largest worker process meanwhile, and processor time of each at work."""
    peak, stop = [0], threading.Event()
    watching = threading.Thread(target=_watch, args=(place, peak, stop))
    watching.start()
    before = _processor(place)
    told = ask(place, *words)
    used = (_processor(place) - before) / workers
    stop.set()
    watching.join()
    return {**told, "megabytes": round(peak[0] / 1e6), "processor_seconds_each": round(used, 1)}


def pair(place: Installation, number: int, size: int, seconds: float) -> dict[str, Any]:
    """Bare drawing in as many processes as there are workers, then the workers, on the same machine within a minute."""
    name = f"Pair {number}"
    ask(place, "people", name, str(size))
    ask(place, "count", name)
    begins = str(time.time() + UNTIL_ALL_ARE_WARM)
    with ThreadPoolExecutor(WORKERS) as pool:
        loops = list(pool.map(lambda _: ask(place, "loop", name, str(seconds), begins), range(WORKERS)))
    bare = sum(one["rate"] for one in loops)
    own = fmean(one["processor"] for one in loops)
    before = used_by_all(place)
    drawn = _watched(place, "draw", name, workers=WORKERS)
    after = used_by_all(place)
    used = {who: round((after[who] - before[who]) / size * 1000, 2) for who in before}
    return {
        "bare": round(bare, 1), "workers": round(drawn["rate"], 1), "ratio": round(drawn["rate"] / bare, 3),
        "bare_ms": round(own * 1000, 2), "used_ms": used, "ratio_by_processor": round(own * 1000 / used["drawing"], 3),
        "megabytes": drawn["megabytes"],
    }  # fmt: skip


def used_by_all(place: Installation) -> dict[str, float]:
    """Seconds of processor time used so far, by kind of process."""
    master = psutil.Process(place.running["worker"].pid)
    postmaster = int((Path(place.environment["OKZEST_DATA"]).parent / "pg" / "postmaster.pid").read_text().split()[0])
    weed = [one for one in psutil.Process().children() if "weed" in one.name()]
    assert place.valkey._process is not None
    return {
        "drawing": sum(_used(child) for child in master.children()),
        "master": _used(master),
        "clock": _used(psutil.Process(place.running["clock"].pid)),
        "database": _family(psutil.Process(postmaster)),
        "storage": sum(map(_family, weed)),
        "broker": _used(psutil.Process(place.valkey._process.pid)),
    }


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _family(process: psutil.Process) -> float:
    """With its children, those that are gone included."""
    times = process.cpu_times()
    gone = float(times.children_user + times.children_system)
    return _used(process) + gone + sum(_used(child) for child in process.children(recursive=True))


def _processor(place: Installation) -> float:
    """Seconds of processor time that the drawing processes have used so far."""
    times = [child.cpu_times() for child in psutil.Process(place.running["worker"].pid).children()]
    return sum(one.user + one.system for one in times)


def _watch(place: Installation, peak: list[int], stop: threading.Event) -> None:
    while not stop.wait(0.2):
        worker = psutil.Process(place.running["worker"].pid)
        peak[0] = max([peak[0], *(child.memory_info().rss for child in worker.children())])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance.measure", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="of the forecast")
    parser.add_argument("--imported", type=int, default=100_000, help="rows of the file that is imported")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--pictures", type=int, default=3_000, help="of each pair's run")
    parser.add_argument("--seconds", type=float, default=8, help="for which bare drawing is measured")
    parser.add_argument("--files", action="store_true", help="keep pictures in local files instead of S3")
    parser.add_argument("--sqlite", action="store_true", help="instead of PostgreSQL; for imports and forecasts")
    parser.add_argument("--drawn", action="store_true", help="the worker measured has drawn the gallery before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="okzest-measure-") as folder, installation(Path(folder)) as place:
        for variable in ["OKZEST_S3_BUCKET"] * given.files + ["DATABASE_URL"] * given.sqlite:
            place.environment.pop(variable)
        _start(place, given.drawn)
        if given.imported:
            print(json.dumps({"imported": imported(place, given.imported)}), flush=True)
        if given.rows:
            print(json.dumps({"forecast": forecast(place, given.rows)}), flush=True)
        pairs = []
        for number in range(given.pairs):
            pairs.append(pair(place, number, given.pictures, given.seconds))
            print(json.dumps(pairs[-1]), flush=True)
        if pairs:
            print(json.dumps({name: median(one[name] for one in pairs) for name in ("ratio", "ratio_by_processor")}))


def _start(place: Installation, has_drawn: bool) -> None:
    """A worker, its gallery and the demo's fallback pictures drawn: by itself, or by one before it."""
    ask(place, "prepare")
    place.start_worker()
    place.start_clock()
    time.sleep(GALLERY)
    if not has_drawn:
        place.stop("worker")
        place.start_worker()
        time.sleep(UNTIL_ALL_ARE_WARM)


if __name__ == "__main__":
    main()
