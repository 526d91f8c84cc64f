"""CPU time of a server, all its processes together, as the kernel counts it: what other programs disturb least."""

from __future__ import annotations

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """What the process and those that it started took since they began."""
    return sum(_seconds(one) for one in family(pid))


def family(pid: int) -> list[int]:
    """The process and all below it."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return [pid, *(one for child in children for one in family(child))]


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    # utime and stime, counted from the third field of proc(5).
    return (int(fields[11]) + int(fields[12])) / TICK
