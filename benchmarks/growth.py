"""Part 3: how cost grows with layers, pixels and releases, and whether memory stays level over many pictures."""

from __future__ import annotations

import resource
import statistics
import time
from pathlib import Path
from typing import Any

from renderer import benchwork
from renderer.engine import schema
from renderer.engine.draw import draw
from renderer.engine.output import OutputSpec
from renderer.engine.resolve import resolve
from renderer.gather import Folder, Installation, gather
from renderer.limits import RenderLimits
from renderer.materials.rack import plate_of, rack

PICTURES = 120
LAYERS_STILL = (1, 10, 30, 60)
LAYERS_CHANGING = (1, 5, 10, 20)
SIDES = (600, 1200, 2400)


def measure(demo: Path, *, quick: bool, unique: int) -> dict[str, Any]:
    """Medians in ms of CPU time, each series alternating between its sizes; resident memory in MB."""
    folder = demo / "newsletter-hero"
    shelves = (Folder(folder), Installation())
    bench = benchwork.prepare(folder / "document.json", assets=None, format="jpg", scale=2, size=None)
    count = PICTURES // 4 if quick else PICTURES
    result = {
        "still_layers": _series({n: _document(still=n) for n in LAYERS_STILL}, shelves, count),
        "changing_layers": _series({n: _document(changing=n) for n in LAYERS_CHANGING}, shelves, count),
        "width_px": _series({n: _document(width=n) for n in SIDES}, shelves, count),
        "releases": _releases(100 if quick else 10_000, shelves),
        "memory": _memory(bench, unique),
    }
    for name, rows in result.items():
        print(f"growth, {name}: {rows}", flush=True)
    return result


def _document(*, still: int = 1, changing: int = 1, width: int = 1200) -> dict[str, Any]:
    """A plain ground, so many unchanging shapes and so many lines of text with a name in each."""
    height = width // 2
    layers: list[dict[str, Any]] = [
        {"id": f"s{n}", "type": "shape", "name": f"Shape {n}", "x": 10 + n * 7 % (width - 60), "y": height * 0.6}
        | {"w": 40, "h": 40, "shape": "ellipse", "paint": {"type": "solid", "color": f"#{40 + n:02X}80C0C0"}}
        for n in range(still)
    ]
    # All within the same rows, so that only the number of layers differs.
    layers += [
        {"id": f"t{n}", "type": "text", "name": f"Text {n}", "x": 20 + n % 5 * width * 0.19, "y": 20 + n // 5 * 40}
        | {"w": width * 0.18, "h": 36, "text": "Hi {{ first_name }}", "size": 24}
        for n in range(changing)
    ]
    return {
        "schema": 1,
        "name": "Growth",
        "sizes": [{"id": "main", "name": "Main", "w": width, "h": height}],
        "background": {"type": "solid", "color": "#FFFFFF"},
        "layers": layers,
        "fields": [{"key": "first_name", "name": "First name", "kind": "text", "sample": "Amira"}],
    }


def _series(payloads: dict[int, dict[str, Any]], shelves: Any, count: int) -> list[dict[str, Any]]:
    documents = {size: schema.read(payload).document for size, payload in payloads.items()}
    times: dict[int, list[float]] = {size: [] for size in documents}
    for number in range(count):
        for size, document in documents.items():
            # Another name each time: a text that was set before costs nothing.
            times[size].append(_draw(document, shelves, f"Amira {number}-{size}"))
    medians = {size: statistics.median(row[5:]) for size, row in times.items()}
    first = next(iter(medians.values()))
    return [{"size": size, "ms": round(ms, 3), "ratio": round(ms / first, 3)} for size, ms in medians.items()]


def _draw(document: Any, shelves: Any, name: str, scale: int = 1) -> float:
    began = time.thread_time()
    resolved = resolve(document, {"first_name": name, "city": name})
    assets = gather(resolved, RenderLimits(), shelves)
    draw(resolved, assets, OutputSpec("jpg", scale, 82, document.sizes[0].id), plate_of)
    return (time.thread_time() - began) * 1000


def _releases(count: int, shelves: Any) -> dict[str, Any]:
    """So many documents drawn one after the other: the plates of those used last stay within their memory."""
    before = _resident()
    for number in range(count):
        document = schema.read(_document(width=300) | {"name": f"Release {number}"}).document
        _draw(document, shelves, "Amira")
    return {"count": count, "plates": len(rack()), "plate_mb": round(rack().held / 1e6, 1), "mb": _resident() - before}


def _memory(bench: benchwork.Bench, unique: int) -> dict[str, Any]:
    """Resident memory after the first tenth and after all of so many unique pictures of the hero."""
    marks = []
    for number in range(unique):
        bench.draw({"first_name": f"Amira{number:x}", "city": f"Lisbon {number}", "tier": "Gold"})
        if number in (unique // 10, unique - 1):
            marks.append(_resident())
    return {"pictures": unique, "mb_after_tenth": marks[0], "mb_after_all": marks[-1], "grown_mb": marks[-1] - marks[0]}


def _resident() -> float:
    """MB of this process at present; where the system does not tell, the most it ever had."""
    status = Path("/proc/self/statm")
    if status.exists():
        return round(int(status.read_text().split()[1]) * resource.getpagesize() / 1e6, 1)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1)
