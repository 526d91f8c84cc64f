"""Live pictures first: whoever pre-warms leaves the processor to others that want it."""

from __future__ import annotations

import os
from functools import cache

POLITENESS = 10
"""Added to the process's niceness; the web processes, at 0, then get some nine tenths of a core both want."""


@cache
def behind_the_web() -> None:
    """Lower this worker process's priority, once and for good."""
    os.nice(POLITENESS)
