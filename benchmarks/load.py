"""The load: wrk where it is installed, else a generator of our own, which takes far more of the other core."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NUMBER = re.compile(r"\{(\d*)\}")
SCRIPT = Path(__file__).with_suffix(".lua")


def generator() -> str:
    """The name of what makes the load here."""
    return "wrk" if shutil.which("wrk") else "Python's http.client"


def ask(url: str, clients: int, seconds: float, *, known: str = "", core: str = "1") -> Any:
    """Answers per second and latencies in ms, from a process of its own on that core. `{}` in the address is another
    number each time, `{500}` one of 500 in turn; `known` is sent as If-None-Match.
    """
    own = [sys.executable, __file__, url, str(clients), str(seconds), known]
    command = ["taskset", "-c", core, *(_wrk(url, clients, seconds, known) if shutil.which("wrk") else own)]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.splitlines()[-1])


def _wrk(url: str, clients: int, seconds: float, known: str) -> list[str]:
    header = ["-H", f"If-None-Match: {known}"] if known else []
    options = ["-t1", f"-c{clients}", f"-d{seconds:g}s", "--timeout", "30s"]
    return ["wrk", *options, *header, "-s", str(SCRIPT), url]


def main(url: str, clients: str, seconds: str, known: str) -> None:
    numbers, first = count(), f"{time.time_ns():x}"
    times: list[float] = []
    bad: list[str] = []
    until = time.perf_counter() + float(seconds)

    def another(place: re.Match[str]) -> str:
        number = next(numbers)
        return str(number % int(place[1])) if place[1] else f"{first}{number}"

    def client() -> None:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        headers = {"If-None-Match": known} if known else {}
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        while time.perf_counter() < until:
            began = time.perf_counter()
            connection.request("GET", NUMBER.sub(another, path), headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            times.append((time.perf_counter() - began) * 1000)
            healthy = answer.getheader("ETag") and (answer.status == 304 if known else answer.status == 200 and body)
            if not healthy:
                bad.append(f"{answer.status} {answer.getheader('Cache-Control')}")

    began = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(int(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, ranked = time.perf_counter() - began, sorted(times)

    def at(share: float) -> float:
        return round(ranked[min(int(len(ranked) * share), len(ranked) - 1)], 2) if ranked else 0.0

    print(
        json.dumps(
            {
                "per_second": round(len(times) / spent, 1),
                "p50": at(0.5),
                "p95": at(0.95),
                "p99": at(0.99),
                "answers": len(times),
                "bad": len(bad),
                "example": bad[:1],
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
