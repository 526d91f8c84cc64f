"""Part 2: the service over HTTP on one core, beside nginx with the same bytes; the load comes from the other core."""

from __future__ import annotations

import shutil
import urllib.request
from typing import Any

from benchmarks import load, service

CLIENTS = (1, 4, 16)
FORMATS = ("jpg", "png")


def measure(demo: dict[str, Any], *, quick: bool) -> dict[str, Any]:
    """Rates and latencies by web server, format, kind of request and number of clients."""
    seconds = 3 if quick else 10
    rows: list[dict[str, Any]] = []
    with service.valkey():
        for server in list(service.SERVERS)[: 1 if quick else None]:
            with service.running(server, 1, "0") as (origin, _):
                rows += _one(origin + service.path_of(demo), server, seconds)
        two = _two_workers(demo, seconds)
    return {"rows": rows, "workers": two}


def _one(url: str, server: str, seconds: float) -> list[dict[str, Any]]:
    rows = []

    def note(kind: str, format: str, clients: int, **result: Any) -> None:
        rows.append({"server": server, "kind": kind, "format": format, "clients": clients, **result})
        print(server, kind, format, f"{clients} clients:", result, flush=True)

    for format in FORMATS:
        for clients in CLIENTS:
            unique = f"{url}.{format}?first_name=A{{}}&city=London"
            note("unique", format, clients, **load.ask(unique, clients, seconds, unique=True))
    stored = f"{url}.jpg?first_name=Amira&city=London"
    with urllib.request.urlopen(stored) as answer:
        etag, body = answer.headers["ETag"], answer.read()
    for clients in CLIENTS:
        note("stored", "jpg", clients, **load.ask(stored, clients, seconds))
        note("304", "jpg", clients, **load.ask(stored, clients, seconds, known=etag))
        note("stored, no query", "jpg", clients, **load.ask(f"{url}.jpg", clients, seconds))
    if shutil.which("nginx"):
        with service.nginx(body, "0") as address:
            for clients in CLIENTS:
                note("nginx, same file", "jpg", clients, **load.ask(address, clients, seconds))
    return rows


def _two_workers(demo: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
    """Part 3, last line: the same unique pictures from one worker and from two, on both cores."""
    rows = []
    for workers in (1, 2):
        with service.running("granian", workers, "0,1") as (origin, _):
            url = f"{origin}{service.path_of(demo)}.jpg?first_name=A{{}}&city=London"
            rows.append({"workers": workers, **load.ask(url, 8, seconds, unique=True, core="0,1")})
    return rows
