"""What is counted about pictures (Prometheus): outcomes and times, never a value or a recipient."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from prometheus_client import Counter, Histogram

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)
PICTURES = Counter("okzest_pictures", "Pictures delivered", ["outcome", "format"])
BYTES = Counter("okzest_picture_bytes", "Bytes of pictures delivered", ["format"])
SECONDS = Histogram(
    "okzest_picture_seconds", "Seconds from the opened address to the answer", ["outcome"], buckets=BUCKETS
)


class Measures(NamedTuple):
    """The three of one kind of answer."""

    pictures: Counter
    bytes: Counter
    seconds: Histogram


def delivered(outcome: str, format: str, size: int, seconds: float) -> None:
    """Count one answer; `size` in bytes."""
    of = _of(outcome, format)
    of.pictures.inc()
    of.bytes.inc(size)
    of.seconds.observe(seconds)


@cache
def _of(outcome: str, format: str) -> Measures:
    """Outcomes and formats are few, and finding their counters takes longer than counting."""
    return Measures(PICTURES.labels(outcome, format), BYTES.labels(format), SECONDS.labels(outcome))
