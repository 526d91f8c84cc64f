"""`python -m tests.endurance.measure`: what a forecast costs, and how fast workers are beside bare drawing.

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


def forecast(place: Installation, size: int) -> dict[str, Any]:
    """Seconds until the forecast of so many rows, and the largest process that counted them."""
    ask(place, "people", "Large", str(size))
    peak, stop = [0], threading.Event()
    watching = threading.Thread(target=_watch, args=(place, peak, stop))
    watching.start()
    before = _processor(place)
    told = ask(place, "count", "Large")
    used = (_processor(place) - before) / WORKERS
    stop.set()
    watching.join()
    return {**told, "rows": size, "megabytes": round(peak[0] / 1e6), "processor_seconds_each": round(used, 1)}


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
    drawn = ask(place, "draw", name)["rate"]
    after = used_by_all(place)
    used = {who: round((after[who] - before[who]) / size * 1000, 2) for who in before}
    return {
        "bare": round(bare, 1), "workers": round(drawn, 1), "ratio": round(drawn / bare, 3),
        "bare_ms": round(own * 1000, 2), "used_ms": used, "ratio_by_processor": round(own * 1000 / used["drawing"], 3),
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
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--pictures", type=int, default=3_000, help="of each pair's run")
    parser.add_argument("--seconds", type=float, default=8, help="for which bare drawing is measured")
    parser.add_argument("--files", action="store_true", help="keep pictures in local files instead of S3")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="okzest-measure-") as folder, installation(Path(folder)) as place:
        if given.files:
            place.environment.pop("OKZEST_S3_BUCKET")
        ask(place, "prepare")
        place.start_worker()
        place.start_clock()
        # The first worker draws the gallery and the demo's fallback pictures; the one measured finds them drawn.
        time.sleep(GALLERY)
        place.stop("worker")
        place.start_worker()
        time.sleep(UNTIL_ALL_ARE_WARM)
        # First, for workers that have drawn hold what drawing needs.
        print(json.dumps({"forecast": forecast(place, given.rows)}), flush=True)
        pairs = []
        for number in range(given.pairs):
            pairs.append(pair(place, number, given.pictures, given.seconds))
            print(json.dumps(pairs[-1]), flush=True)
        print(json.dumps({name: median(one[name] for one in pairs) for name in ("ratio", "ratio_by_processor")}))


if __name__ == "__main__":
    main()
