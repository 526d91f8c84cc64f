"""OKZest itself in the same loop: resolve, layout, print; or, with --plain, paint and encode the whole each time."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "okzest.settings")

import django  # noqa: E402

django.setup()

from benchmarks.peers.protocol import Draw, serve  # noqa: E402
from renderer import benchwork  # noqa: E402
from renderer.engine.encode import encode  # noqa: E402
from renderer.engine.layout import layout  # noqa: E402
from renderer.engine.output import OutputSpec  # noqa: E402
from renderer.engine.paint import paint  # noqa: E402
from renderer.engine.plates import Plate  # noqa: E402
from renderer.engine.resolve import resolve  # noqa: E402
from renderer.gather import gather  # noqa: E402
from renderer.limits import RenderLimits  # noqa: E402

PLAIN = "--plain" in sys.argv
SELDOM = (20_000, 20, 50)
FORMATS = {"jpeg": "jpg", "png": "png"}


def open_task(task: dict[str, Any]) -> Draw:
    bench = benchwork.prepare(Path(task["document"]), assets=None, format="png", scale=task["scale"], size=None)
    records = [json.loads(line) for line in Path(task["values"]).read_text("utf-8").splitlines()]
    plates: dict[str, Plate] = {}
    limits, size = RenderLimits(), bench.document.sizes[0].id

    def draw(record: dict[str, Any], format: str) -> bytes:
        output = OutputSpec(FORMATS[format], task["scale"], task["quality"], size)
        resolved = resolve(bench.document, records[record["number"]], size)
        assets = gather(resolved, limits, bench.shelves)
        if PLAIN:
            return encode(paint(layout(resolved, assets), assets, output.scale), output).data
        plate = plates.get(format)
        if plate is None:
            plate = plates[format] = Plate.of(resolved, assets, output)
        return plate.printed(layout(resolved, assets, plate.drafts), assets).data

    # As the web server's processes do (okzest/web_worker/worker.py).
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    return draw


serve(open_task)
