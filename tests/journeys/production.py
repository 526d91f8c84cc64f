"""The web process as an installation runs it, on the test's database: gunicorn, files under names of what they hold."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from django.db import connection

from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]
WEB = ["-m", "gunicorn", "--workers", "1", "--threads", "8", "--log-level", "critical"]
WEB += ["--worker-class", "okzest.web_worker.LenientWorker", "okzest.wsgi:application"]
SECONDS_TO_START = 60


@contextmanager
def production() -> Iterator[str]:
    """Its address; static files are collected, hashed and compressed first."""
    database = f"sqlite:///{connection.settings_dict['NAME']}"
    environment = {**os.environ, "OKZEST_HASHED_STATIC": "1", "DATABASE_URL": database}
    _run(["manage.py", "collectstatic", "--noinput"], environment).wait()
    port = free_port()
    web = _run([*WEB, "--bind", f"127.0.0.1:{port}"], environment)
    try:
        _wait_for(f"http://localhost:{port}/healthz")
        yield f"http://localhost:{port}"
    finally:
        web.terminate()
        web.wait(30)


def _run(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, **quiet)  # type: ignore[call-overload]


def _wait_for(address: str) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up:
        with suppress(httpx.HTTPError):
            if httpx.get(address, timeout=2).is_success:
                return
        time.sleep(0.1)
    raise AssertionError("the web process did not start")
