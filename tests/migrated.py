"""A migrated SQLite database, made once for each state of the migrations and copied for every test process."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import django

PROJECT = Path(__file__).resolve().parents[1]
KEPT = PROJECT / ".artifacts" / "migrated"


def place(path: Path) -> None:
    """Put a migrated database at this path. Whatever it lacks, Django's own set-up migrates afterwards."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{_state()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other test processes wait for the one that migrates
        if not kept.exists():
            _make(kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, path)


def _state() -> str:
    """A name for what the migrations are: ours by their content, the others' by Django's version and the lists."""
    files = [*sorted(PROJECT.glob("*/migrations/*.py")), *sorted(PROJECT.glob("requirements*.txt"))]
    content = [part for file in files for part in (str(file.relative_to(PROJECT)).encode(), file.read_bytes())]
    return hashlib.sha256(b"\0".join([django.__version__.encode(), *content])).hexdigest()[:16]


def _make(kept: Path) -> None:
    for old in KEPT.glob("*.sqlite3*"):
        old.unlink()
    unfinished = kept.with_suffix(".sqlite3.part")
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{unfinished}", "DJANGO_SETTINGS_MODULE": "okzest.settings"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=PROJECT, env=environment, check=True
    )
    unfinished.replace(kept)
