"""The whole check, as `make test` runs it: lint, all on SQLite, the database's share on PostgreSQL, speed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests import services

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
PROCESSES = ["-n", str(min(os.cpu_count() or 1, 4))]
# A file stays together, for what its fixtures make once.
PARALLEL = [*PROCESSES, "--dist", "loadfile"]
# Journeys share nothing but what each process has of its own: server, database, Valkey, browser. Whoever is done takes
# from the others.
STEALING = [*PROCESSES, "--dist", "worksteal"]
BROWSER = ["tests/journeys", "tests/editor"]
WITHOUT_BROWSER = [f"--ignore={folder}" for folder in BROWSER]
# A page that was not there in time, or a budget missed by a busy machine, gets another chance; nothing else does.
PATIENT = ["--reruns", "2", "--only-rerun", "TimeoutError"]
AGAIN = ["--reruns", "3", "--reruns-delay", "2"]


def step(title: str, command: list[str], **environment: str) -> int:
    """Run one command and return its exit code."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    code = subprocess.call(command, env={**os.environ, **environment})
    print(f"== {title}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return code


def main() -> None:
    """Every step runs, whatever became of the others; the first failure is the exit code of all."""
    codes = [
        step("Style, types and contracts", ["make", "--no-print-directory", "lint"]),
        step("Tests on SQLite", [*PYTEST, *PARALLEL, *WITHOUT_BROWSER, "-m", "not speed"]),
        step("In the browser", [*PYTEST, *STEALING, *PATIENT, *BROWSER, "-m", "not speed"]),
        on_postgres(),
        step("Speed", [*PYTEST, *AGAIN, "-m", "speed"]),
    ]
    sys.exit(next(filter(None, codes), 0))


def on_postgres() -> int:
    """The database's share of the tests again, on a server of their own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="okzest-pg-")))
        address = stack.enter_context(services.postgres(folder / "pg", survives_power_cuts=False))
        command = [*PYTEST, *PARALLEL, *WITHOUT_BROWSER, "-m", "database and not speed"]
        return step("Database tests on PostgreSQL", command, DATABASE_URL=address)


if __name__ == "__main__":
    main()
