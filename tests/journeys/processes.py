"""The installation's own processes, web and workers, on the test's database: for journeys in which they are killed."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from django.db import connection
from playwright.sync_api import Page

from okzest.management.commands import run
from renderer.prewarm.tasks import reconcile_prewarm
from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Processes:
    """What `make run` starts, but for the broker, which is there, and the clock, which `until` stands in for."""

    port: int = field(default_factory=free_port)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Web and workers, side by side; returns when the web process answers."""
        commands = run.processes()
        web, worker = shlex.split(commands["web"]), shlex.split(commands["worker"])
        web[web.index("--bind") + 1] = f"127.0.0.1:{self.port}"
        self.running += [self._started(web), self._started(worker)]
        give_up = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < give_up, "the web process did not start"
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill -9 all of them, and whatever they started."""
        while self.running:
            process = self.running.pop()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def until(self, page: Page, is_so: Callable[[], bool], seconds: float = 120) -> None:
        """Wait for it; meanwhile send workers again and again, as the clock does."""
        give_up = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < give_up, "it did not come to that"
            reconcile_prewarm()
            page.wait_for_timeout(500)

    def _started(self, command: list[str]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).is_success
        return False


@pytest.fixture
def processes() -> Iterator[Processes]:
    made = Processes()
    yield made
    made.kill()
