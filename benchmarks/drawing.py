"""Part 1: the demo's five templates drawn by ours and every peer, in turn on one core."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import contest, installing, tasks
from benchmarks.installing import PEERS, Peer

FORMATS = ("jpeg", "png")
TEMPLATES = ("newsletter-hero", "webinar-reminder", "share-card", "certificate", "sales-outreach")
OURS = (
    Peer("OKZest", (sys.executable, str(PEERS / "okzest_peer.py"))),
    Peer("OKZest, everything redrawn", (sys.executable, str(PEERS / "okzest_peer.py"), "--plain")),
)


def measure(demo: Path, out: Path, *, quick: bool) -> dict[str, Any]:
    """Medians and ratios by template and format; the pictures lie in `out/pictures/<template>/`."""
    peers, missing = installing.peers()
    names = TEMPLATES[:1] if quick else TEMPLATES
    rows, notes = [], {}
    for name in names:
        task = tasks.build(demo / name / "document.json", out / "tasks" / name)
        notes[name] = {"rows": round(task.rows, 3), "scale": task.scale, "spared": task.spared}
        for format in FORMATS:
            rounds = contest.QUICK_ROUNDS if quick else contest.ROUNDS
            results = contest.run([*OURS, *peers], task.file, format, out / "pictures" / name, rounds)
            rows += [{"template": name, "format": format, **asdict(result)} for result in results]
            print(f"{name} {format}: " + ", ".join(f"{r.name} {r.milliseconds:.1f} ms" for r in results), flush=True)
    return {"rows": rows, "templates": notes, "missing": missing}


def core_hours(drawing: dict[str, Any]) -> list[dict[str, Any]]:
    """Part 4: what a million unique pictures of the first template as JPEG cost, in hours of one core."""
    wanted = [row for row in drawing["rows"] if row["format"] == "jpeg" and row["template"] == TEMPLATES[0]]
    return [{"name": row["name"], "core_hours": round(_cost(row) / 3.6, 2)} for row in wanted]


def _cost(row: dict[str, Any]) -> float:
    """Milliseconds of one core; Chromium draws in processes of its own, so that only the clock can tell."""
    return float(row["milliseconds"] if row["name"].startswith("Chromium") else row["cpu"])
