"""`python -m benchmarks`: measure drawing, serving and growth beside the peers; all of it lands in `benchmarks/out`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

PARTS = ("drawing", "serving", "growth")
OUT = Path(__file__).parent / "out"


def main() -> None:
    wanted = arguments()
    from benchmarks import service

    os.environ.update(service.environment())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okzest.settings")
    demo = service.seeded()
    import django

    django.setup()
    OUT.mkdir(exist_ok=True)
    command = " ".join(["python -m benchmarks", *sys.argv[1:]])
    found: dict[str, Any] = {"command": command, "machine": machine()}
    for part in wanted.only or PARTS:
        found |= measure(part, demo, wanted)
        # Read again: another run may have measured another part meanwhile.
        write({**before(wanted), **found})
    print(f"Written to {OUT}: result.md, result.json, chart-jpeg.svg, chart-png.svg, index.html")


def before(wanted: argparse.Namespace) -> dict[str, Any]:
    """What earlier runs found, where this one measures only a part."""
    file = OUT / "result.json"
    return dict(json.loads(file.read_text("utf-8"))) if wanted.only and file.exists() else {}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one template, one web server, short turns")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be given twice")
    parser.add_argument("--unique", type=int, help="unique pictures for the memory test (100,000; quick: 2,000)")
    return parser.parse_args()


def measure(part: str, demo: dict[str, Any], wanted: argparse.Namespace) -> dict[str, Any]:
    from benchmarks import drawing, growth, service, serving

    documents = service.DATA / "demo"
    match part:
        case "drawing":
            drawn = drawing.measure(documents, OUT, quick=wanted.quick)
            return {"drawing": drawn, "core_hours": drawing.core_hours(drawn)}
        case "serving":
            return {"serving": serving.measure(demo, OUT, quick=wanted.quick)}
        case _:
            unique = wanted.unique or (2_000 if wanted.quick else 100_000)
            return {"growth": growth.measure(documents, quick=wanted.quick, unique=unique)}


def write(result: dict[str, Any]) -> None:
    from benchmarks import report

    report.write(result, OUT)


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
