"""What is counted about pictures (Prometheus): outcomes and times, never a value or a recipient."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Histogram

from renderer.answers import Delivery

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5)
PICTURES = Counter("okzest_pictures", "Pictures delivered", ["outcome", "format"])
BYTES = Counter("okzest_picture_bytes", "Bytes of pictures delivered", ["format"])
SECONDS = Histogram(
    "okzest_picture_seconds", "Seconds from the opened address to the answer", ["outcome"], buckets=BUCKETS
)


@contextmanager
def delivering() -> Iterator[Callable[[Delivery], None]]:
    """Times one delivery; call what it yields with the answer."""
    began = time.perf_counter()

    def measured(answer: Delivery) -> None:
        PICTURES.labels(answer.outcome, answer.format).inc()
        BYTES.labels(answer.format).inc(len(answer.body or b""))
        SECONDS.labels(answer.outcome).observe(time.perf_counter() - began)

    yield measured
