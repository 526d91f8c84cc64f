"""What every process that reads strangers' files is denied: secrets, files, memory and time without end. No Django."""

from __future__ import annotations

import resource
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""Where such a process starts, to find our modules."""
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
"""Nothing of ours: no secrets, no database address."""
KILLED_FOR_TIME = (-9, -24)
"""How such a process ends when its time is over, by itself or by whoever waits for it."""


def confine(*, memory: int, cpu_seconds: int) -> None:
    """No more memory (bytes), time or files than the job needs. The limits cannot be raised again."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
