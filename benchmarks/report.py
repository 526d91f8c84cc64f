"""What was measured as JSON, as tables, a bar chart, and a page with everyone's pictures side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.contest import slug

BAR, ROW, LABEL = 520, 26, 230


def write(result: dict[str, Any], out: Path) -> None:
    """`result.json`, `result.md`, `chart-<format>.svg` and `index.html` in the folder."""
    (out / "result.json").write_text(json.dumps(result, indent=1), "utf-8")
    (out / "result.md").write_text(markdown(result), "utf-8")
    if "drawing" in result:
        for format in ("jpeg", "png"):
            (out / f"chart-{format}.svg").write_text(chart(result["drawing"]["rows"], format), "utf-8")
        (out / "index.html").write_text(page(result["drawing"]), "utf-8")


def markdown(result: dict[str, Any]) -> str:
    parts = [f"# Benchmark\n\n`{result['command']}` on {result['machine']}\n"]
    for (template, format), rows in _grouped(result.get("drawing", {}).get("rows", [])).items():
        body = [_line(row, rows[0]) for row in rows]
        head = ("Drawn by", "ms", "times ours", "CPU ms", "times ours", "bytes")
        parts.append(_table(f"{template}, {format}", head, body))
    if result.get("core_hours"):
        body = [(row["name"], f"{row['core_hours']:.2f}") for row in result["core_hours"]]
        parts.append(_table("A million unique JPEGs", ("Drawn by", "core-hours"), body))
    serving = result.get("serving", {})
    names = ("server", "kind", "format", "clients", "per_second", "p50", "p95", "p99", "cpu_us", "bad")
    if serving:
        parts.append(
            _table(
                f"Over HTTP, one core, load from {serving.get('generator', 'Python')}",
                names,
                [[r.get(n, "") for n in names] for r in serving["rows"]],
            )
        )
        parts.append(_table("Over HTTP, in proportion", ("what", "clients", "share"), _proportions(result)))
        names = ("workers", "per_second", "p50", "p95", "p99", "bad")
        parts.append(_table("Workers", names, [[r[n] for n in names] for r in serving["workers"]]))
    for name, rows in result.get("growth", {}).items():
        rows = rows if isinstance(rows, list) else [rows]
        parts.append(_table(f"Growth: {name}", tuple(rows[0]), [list(row.values()) for row in rows]))
    return "\n".join(parts)


def _proportions(result: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Stored pictures beside nginx, unique ones beside the same work in process, and how even the waiting is."""
    rows = {(row["server"], row["kind"], row["format"], row["clients"]): row for row in result["serving"]["rows"]}
    in_process = [
        r for r in result.get("drawing", {}).get("rows", ()) if (r["name"], r["format"]) == ("OKZest", "jpeg")
    ]
    found = []
    for (server, kind, format, clients), row in rows.items():
        if server not in ("gunicorn", "granian"):
            continue
        file = rows.get(("nginx", "the same file", format, clients))
        if kind.startswith("stored") and file:
            found.append((f"{server}: {kind} / nginx", clients, f"{row['per_second'] / file['per_second']:.0%}"))
            if row.get("cpu_us"):
                found.append((f"{server}: {kind} / nginx, by CPU", clients, f"{file['cpu_us'] / row['cpu_us']:.0%}"))
        if kind == "unique" and format == "jpg" and in_process:
            share = row["per_second"] * in_process[0]["milliseconds"] / 1000
            found.append((f"{server}: unique JPEG / in process", clients, f"{share:.0%}"))
        if kind == "unique":
            found.append((f"{server}: unique {format}, p99 / p50", clients, f"{row['p99'] / row['p50']:.1f}"))
    return found


def _line(row: dict[str, Any], ours: dict[str, Any]) -> tuple[str, ...]:
    times, cpu = f"{row['ratio']:.2f}", f"{row['cpu'] / ours['cpu']:.2f}"
    if row["name"].startswith("Chromium"):
        return row["name"], f"{row['milliseconds']:.1f}", times, "in other processes", "", f"{row['bytes']:,}"
    return row["name"], f"{row['milliseconds']:.1f}", times, f"{row['cpu']:.2f}", cpu, f"{row['bytes']:,}"


def _grouped(rows: Sequence[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["template"], row["format"]), []).append(row)
    return groups


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return f"\n## {title}\n\n" + "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def chart(rows: Sequence[dict[str, Any]], format: str) -> str:
    """Bars of milliseconds for the first template, shortest first."""
    mine = [row for row in rows if row["format"] == format and row["template"] == rows[0]["template"]]
    mine.sort(key=lambda row: float(row["milliseconds"]))
    longest = max(row["milliseconds"] for row in mine)
    bars = []
    for number, row in enumerate(mine):
        y, width = number * ROW + 40, max(BAR * row["milliseconds"] / longest, 1)
        color = "#c2410c" if row["name"].startswith("OKZest") else "#94a3b8"
        bars.append(
            f'<text x="{LABEL - 10}" y="{y + 14}" text-anchor="end">{escape(row["name"])}</text>'
            f'<rect x="{LABEL}" y="{y}" width="{width:.1f}" height="18" rx="3" fill="{color}"/>'
            f'<text x="{LABEL + width + 6:.1f}" y="{y + 14}">{row["milliseconds"]:.1f} ms</text>'
        )
    width, height = LABEL + BAR + 90, len(mine) * ROW + 50
    title = f"One unique {format.upper()} of {mine[0]['template']}, milliseconds on one core"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="13"><rect width="100%" height="100%" fill="#fff"/><text x="10" y="22" font-size="15" '
        f'font-weight="bold">{title}</text>{"".join(bars)}</svg>\n'
    )


def page(drawing: dict[str, Any]) -> str:
    """Everyone's first picture of each template, so that a reader can judge whether the comparison is fair."""
    sections = []
    for (template, format), rows in _grouped(drawing["rows"]).items():
        figures = "".join(
            f'<figure><img src="pictures/{template}/{slug(row["name"])}.{format}" loading="lazy" alt="">'
            f"<figcaption>{escape(row['name'])}: {row['milliseconds']:.1f} ms, {row['bytes']:,} bytes</figcaption>"
            "</figure>"
            for row in rows
        )
        spared = drawing["templates"][template]["spared"]
        note = f"<p>Only ours draws the shadows of text in: {escape(', '.join(spared))}.</p>" if spared else ""
        sections.append(f"<h2>{template}, {format}</h2>{note}<div>{figures}</div>")
    missing = "".join(f"<li>{escape(sentence)}" for sentence in drawing["missing"])
    return (
        "<!doctype html><meta charset=utf-8><title>Benchmark pictures</title><style>"
        "body{font:15px sans-serif;margin:2rem}"
        "div{display:grid;grid-template-columns:repeat(auto-fill,minmax(420px,1fr));gap:1rem}img{width:100%}"
        "figure{margin:0}</style><h1>The same picture by everyone</h1>"
        f"<p>Peers are told where each line of text goes; ours finds out.</p><ul>{missing}</ul>{''.join(sections)}\n"
    )
