"""Part 2: the service over HTTP on one core, beside nginx with the same bytes; the load comes from the other core."""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import cpu, installing, load, service, tasks

CLIENTS = (1, 4, 16)
FORMATS = ("jpg", "png")
TURNS = 3
"""Stored pictures and nginx take turns, so that a drifting machine treats both alike."""
ADDRESSES = 500
"""As many stored pictures as have room in a process's memory twice over."""
PEERS = ("satori + resvg", "sharp", "@napi-rs/canvas")


def measure(demo: dict[str, Any], out: Path, *, quick: bool) -> dict[str, Any]:
    """Rates and latencies by web server, format, kind of request and number of clients."""
    seconds = 3 if quick else 10
    rows: list[dict[str, Any]] = []
    with service.valkey():
        for server in list(service.SERVERS)[: 1 if quick else None]:
            with service.running(server, 1, "0") as (origin, pid):
                rows += _unique(origin + service.path_of(demo), server, seconds)
                rows += _stored(origin + service.path_of(demo), server, pid, seconds)
        two = _two_workers(demo, seconds)
    rows += _peers(out, seconds)
    return {"rows": rows, "workers": two, "generator": load.generator()}


def _row(server: str, kind: str, format: str, clients: int, **result: Any) -> dict[str, Any]:
    print(server, kind, format, f"{clients} clients:", result, flush=True)
    return {"server": server, "kind": kind, "format": format, "clients": clients, **result}


def _unique(url: str, server: str, seconds: float) -> list[dict[str, Any]]:
    """Pictures nobody has seen. Once before, so that fonts are open and the plate is made."""
    rows = []
    for format in FORMATS:
        address = f"{url}.{format}?first_name=A{{}}&city=London"
        load.ask(address, 1, 1)
        rows += [_row(server, "unique", format, clients, **load.ask(address, clients, seconds)) for clients in CLIENTS]
    return rows


def _stored(url: str, server: str, pid: int, seconds: float) -> list[dict[str, Any]]:
    address, many = f"{url}.jpg?first_name=Amira&city=London", f"{url}.jpg?first_name=A{{{ADDRESSES}}}&city=London"
    with urllib.request.urlopen(address) as answer:
        etag, body = answer.headers["ETag"], answer.read()
    load.ask(many, 4, ADDRESSES / 20)
    rows = []
    for clients in CLIENTS:
        turns = [_stored_turn(address, many, etag, body, server, pid, clients, seconds) for _ in range(TURNS)]
        rows += [_median(kind) for kind in zip(*turns, strict=True)]
    return rows + (_thumbor(body, seconds) if server == "gunicorn" else [])


def _stored_turn(
    address: str, many: str, etag: str, body: bytes, server: str, pid: int, clients: int, seconds: float
) -> list[dict[str, Any]]:
    return [
        _row(server, "stored", "jpg", clients, **_timed(pid, address, clients, seconds)),
        *_nginx(body, clients, seconds),
        _row(server, f"stored, {ADDRESSES} addresses", "jpg", clients, **_timed(pid, many, clients, seconds)),
        _row(server, "304", "jpg", clients, **_timed(pid, address, clients, seconds, known=etag)),
    ]


def _timed(pid: int, address: str, clients: int, seconds: float, known: str = "") -> dict[str, Any]:
    """The load's figures, and the microseconds of CPU time that the server took for each answer."""
    before = cpu.seconds(pid)
    found = load.ask(address, clients, seconds, known=known)
    return {**found, "cpu_us": round((cpu.seconds(pid) - before) / max(found["answers"], 1) * 1e6, 1)}


def _median(turns: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The turns as one row; bad answers are all counted."""
    figures = {name: median(turn[name] for turn in turns) for name in ("per_second", "p50", "p95", "p99", "cpu_us")}
    return {**turns[0], **figures, **{name: sum(turn[name] for turn in turns) for name in ("answers", "bad")}}


def _thumbor(body: bytes, seconds: float) -> list[dict[str, Any]]:
    program = installing.thumbor()
    if program is None:
        return []
    with service.thumbor(program, body, "0") as address:
        return [_row("thumbor", "stored", "jpg", clients, **load.ask(address, clients, seconds)) for clients in CLIENTS]


def _nginx(body: bytes, clients: int, seconds: float) -> list[dict[str, Any]]:
    if not shutil.which("nginx"):
        return []
    with service.nginx(body, "0") as (address, pid):
        return [_row("nginx", "the same file", "jpg", clients, **_timed(pid, address, clients, seconds))]


def _peers(out: Path, seconds: float) -> list[dict[str, Any]]:
    """Peers in the plainest of servers: they draw, and do nothing else that a service must."""
    found, _ = installing.peers()
    task = tasks.build(service.DATA / "demo" / "newsletter-hero" / "document.json", out / "tasks" / "newsletter-hero")
    rows = []
    for one in (peer for peer in found if peer.name in PEERS):
        with service.peer(one.command, task.file, "0") as address:
            load.ask(address, 1, 1)
            rows += [
                _row(one.name, "unique", "jpg", clients, **load.ask(address, clients, seconds)) for clients in CLIENTS
            ]
    return rows


def _two_workers(demo: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
    """Part 3, last line: the same unique pictures from one worker and from two, on both cores."""
    rows = []
    for workers in (1, 2):
        with service.running("gunicorn", workers, "0,1") as (origin, _):
            url = f"{origin}{service.path_of(demo)}.jpg?first_name=A{{}}&city=London"
            load.ask(url, 8, 2, core="0,1")
            rows.append({"workers": workers, **load.ask(url, 8, seconds, core="0,1")})
    return rows
