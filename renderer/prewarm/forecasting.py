"""How long a run will take and how much it will fill, told from a few that are drawn and thrown away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from statistics import fmean
from typing import Any

from django.conf import settings

from audiences import queries
from audiences.models import Recipient
from renderer import delivery
from renderer.engine.problems import RenderProblem
from renderer.models import Variant
from renderer.models.prewarm import PrewarmChunk, PrewarmRun
from renderer.prewarm.targets import named, target_of, wanted

TRIALS = 12
PATIENCE = 20.0
"""Seconds that the trials of all outputs may take together."""


def measure(run: PrewarmRun, clock: Callable[[], datetime]) -> dict[str, Any]:
    """`seconds_each` of one worker and `bytes_each`, over pictures spread through the run; zeros if there are none."""
    seconds: list[float] = []
    sizes: list[int] = []
    outputs = list(run.outputs.select_related("link"))
    for output in outputs:
        took = []
        until = time.monotonic() + PATIENCE / len(outputs)
        for size, second in _trials(run, target_of(output), run.chunks.filter(output=output), clock(), until):
            sizes.append(size)
            took.append(second)
        # The first one opens fonts and makes the plate, once for thousands.
        seconds += took[1:] or took
    return {
        "seconds_each": fmean(seconds) if seconds else 0.0,
        "bytes_each": round(fmean(sizes)) if sizes else 0,
    }


def seconds_left(run: PrewarmRun, pictures: int) -> float:
    """Seconds that so many pictures take all workers together, at the run's speed."""
    return pictures * run.seconds_each / settings.PREWARM_WORKERS * 100 / run.speed


def _trials(run: PrewarmRun, target: Any, chunks: Any, now: datetime, until: float) -> Iterator[tuple[int, float]]:
    for values in _samples(run, chunks):
        if time.monotonic() > until:
            return
        one = next(named([target], values, now))
        began = time.perf_counter()
        try:
            size = len(delivery.drawn_ahead(wanted(one)).data)
        except (RenderProblem, OSError, ValueError):
            continue  # what cannot be drawn is told by the run itself
        yield size, time.perf_counter() - began


def _samples(run: PrewarmRun, chunks: Any) -> Iterator[dict[str, str]]:
    """Values of recipients from chunks all over the run, those first that nothing is stored for."""
    numbers = list(chunks.values_list("number", flat=True))
    spread = numbers[:: max(len(numbers) // TRIALS, 1)][:TRIALS]
    pairs = [pair for chunk in PrewarmChunk.objects.filter(run=run, number__in=spread) for pair in _few(chunk, spread)]
    known = set(
        Variant.objects.filter(workspace_id=run.workspace_id, name__in=[name for name, _ in pairs]).values_list(
            "name", flat=True
        )
    )
    ids = [pk for name, pk in sorted(pairs, key=lambda pair: pair[0] in known)][: TRIALS + 1]
    for _, sealed in Recipient.objects.filter(pk__in=ids).values_list("pk", "values"):
        yield queries.values_in(sealed)


def _few(chunk: PrewarmChunk, spread: list[int]) -> list[Any]:
    most = -(-(TRIALS + 1) // len(spread))
    return chunk.pictures[:: max(len(chunk.pictures) // most, 1)][:most]
