"""Measuring on a machine that does other things as well."""

from __future__ import annotations

from collections.abc import Callable


def best_of(rounds: int, run: Callable[[], float], enough: float) -> float:
    """The smallest of some rounds; what else the machine does can only make one slower."""
    best = run()
    for _ in range(rounds - 1):
        best = best if best <= enough else min(best, run())
    return best
