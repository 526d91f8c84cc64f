"""The whole check, as `make test` runs it: lint, all on SQLite, the database's share on PostgreSQL, speed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import services

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
PARALLEL = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadscope"]


def step(title: str, command: list[str], **environment: str) -> None:
    """Run one command; stop everything with its exit code if it fails."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    code = subprocess.call(command, env={**os.environ, **environment})
    print(f"== {title}: {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    if code:
        sys.exit(code)


def main() -> None:
    step("Style, types and contracts", ["make", "--no-print-directory", "lint"])
    step("Tests on SQLite", [*PYTEST, *PARALLEL, "-m", "not speed"])
    with tempfile.TemporaryDirectory(prefix="okzest-pg-") as folder, services.postgres(Path(folder) / "pg") as address:
        step("Database tests on PostgreSQL", [*PYTEST, *PARALLEL, "-m", "database and not speed"], DATABASE_URL=address)
    step("Speed", [*PYTEST, "-m", "speed"])


if __name__ == "__main__":
    main()
