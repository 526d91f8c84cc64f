"""`python -m tests.endurance.measure`: what a forecast costs, and how fast workers are beside bare drawing."""

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
from statistics import median
from typing import Any

import psutil

from tests.endurance.ordeal import ROOT, Installation, installation

WORKERS = 2
UNTIL_ALL_ARE_WARM = 12.0


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


def pair(place: Installation, number: int, size: int, seconds: float) -> dict[str, float]:
    """Bare drawing in as many processes as there are workers, then the workers, on the same machine within a minute."""
    name = f"Pair {number}"
    ask(place, "people", name, str(size))
    ask(place, "count", name)
    begins = str(time.time() + UNTIL_ALL_ARE_WARM)
    with ThreadPoolExecutor(WORKERS) as pool:
        loops = list(pool.map(lambda _: ask(place, "loop", name, str(seconds), begins), range(WORKERS)))
    bare = sum(one["rate"] for one in loops)
    drawn = ask(place, "draw", name)["rate"]
    return {"bare": round(bare, 1), "workers": round(drawn, 1), "ratio": round(drawn / bare, 3)}


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
    parser.add_argument("--pictures", type=int, default=1_500, help="of each pair's run")
    parser.add_argument("--files", action="store_true", help="keep pictures in local files instead of S3")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="okzest-measure-") as folder, installation(Path(folder)) as place:
        if given.files:
            place.environment.pop("OKZEST_S3_BUCKET")
        ask(place, "prepare")
        place.start_worker()
        place.start_clock()
        pairs = [pair(place, number, given.pictures, 8) for number in range(given.pairs)]
        print(json.dumps({"pairs": pairs, "ratio": median(one["ratio"] for one in pairs)}), flush=True)
        print(json.dumps({"forecast": forecast(place, given.rows)}), flush=True)


if __name__ == "__main__":
    main()
