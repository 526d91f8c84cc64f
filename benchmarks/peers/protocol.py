"""The loop every Python peer runs: read the task once, then draw the records each request names and time them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Draw = Callable[[dict[str, Any], str], bytes]


def serve(open_task: Callable[[dict[str, Any]], Draw]) -> None:
    """`open_task(task)` returns `draw(record, format) -> bytes`; format is "jpeg" or "png"."""
    draw: Draw | None = None
    task: dict[str, Any] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "task" in request:
            task = json.loads(Path(request["task"]).read_text("utf-8"))
            draw = open_task(task)
            print(json.dumps({"ready": True}), flush=True)
            continue
        assert draw is not None
        print(json.dumps(timed(draw, task["records"], request)), flush=True)


def timed(draw: Draw, records: list[dict[str, Any]], request: dict[str, Any]) -> dict[str, list[float]]:
    """Milliseconds and bytes of each record drawn."""
    milliseconds, sizes = [], []
    for i in range(request["count"]):
        record = records[(request["from"] + i) % len(records)]
        started = time.perf_counter()
        data = draw(record, request["format"])
        milliseconds.append((time.perf_counter() - started) * 1000)
        sizes.append(len(data))
        if request.get("keep") and i == 0:
            Path(request["keep"]).write_bytes(data)
    return {"ms": milliseconds, "bytes": sizes}
