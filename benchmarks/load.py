"""A load generator: clients on kept-alive connections, each asking for the next address when it was answered."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from itertools import count
from typing import Any
from urllib.parse import urlsplit


def ask(url: str, clients: int, seconds: float, *, unique: bool = False, known: str = "", core: str = "1") -> Any:
    """Answers per second and latencies in ms, from a process of its own. `known` is sent as If-None-Match.

    With `unique`, `{}` in the address is another number each time. Every answer's status and size are checked.
    """
    words = [url, str(clients), str(seconds), str(int(unique)), known]
    command = ["taskset", "-c", core, sys.executable, __file__, *words]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main(url: str, clients: str, seconds: str, unique: str, known: str) -> None:
    numbers, first = count(), f"{time.time_ns():x}"
    times: list[float] = []
    bad: list[str] = []
    until = time.perf_counter() + float(seconds)

    def client() -> None:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        headers = {"If-None-Match": known} if known else {}
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        while time.perf_counter() < until:
            began = time.perf_counter()
            connection.request("GET", path.replace("{}", f"{first}{next(numbers)}"), headers=headers)
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
