"""Pages for machines that watch: is the process alive, are its parts there, what was counted."""

from __future__ import annotations

import hmac
import ipaddress
import os
import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess

from renderer.gather import fonts
from renderer.valkey import shared

PROBE = "health/probe"
ATTEMPTS = 2
"""A part that was only slow for a moment is not away."""


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part by name: ok, and the milliseconds it took; 503 if one is away."""
    parts = {name: _tried(part) for name, part in PARTS.items()}
    is_ready = all(part["ok"] for part in parts.values())
    return JsonResponse({"ready": is_ready, "parts": parts}, status=200 if is_ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format, for this machine or whoever holds the token."""
    if not _may_see_metrics(request):
        return HttpResponseForbidden(
            "Set OKZEST_METRICS_TOKEN and send it as a bearer token.", content_type="text/plain"
        )
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_see_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode())
    try:
        return not settings.BEHIND_PROXY and ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _tried(part: Callable[[], None]) -> dict[str, object]:
    why = ""
    for _ in range(ATTEMPTS):
        began = time.perf_counter()
        try:
            part()
        except Exception as problem:
            why = type(problem).__name__
        else:
            return {"ok": True, "ms": round((time.perf_counter() - began) * 1000, 1)}
    return {"ok": False, "why": why}


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache
def _migrations() -> None:
    """Asked until they are all there; then they stay so for as long as this process runs this code."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("unapplied migrations")


def _valkey() -> None:
    shared().client.ping()


def _storage() -> None:
    name = default_storage.save(PROBE, ContentFile(b"ok"))
    with default_storage.open(name) as file:
        file.read()


def _fonts() -> None:
    fonts()


PARTS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "valkey": _valkey,
    "storage": _storage,
    "fonts": _fonts,
}
