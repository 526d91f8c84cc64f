"""An answer that depends on data sources says how fresh they are, and lives no longer than their values do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from renderer.answers import Delivery
from renderer.sources import joining
from renderer.sources.joining import Joined


def told(answer: Delivery, joined: Joined | None, *, pinned: bool, now: datetime) -> Delivery:
    """The same answer with the headers of `Freshness`; what the sources said is written down once it has left."""
    if joined is None or joined.freshness is None:
        return answer
    cache = answer.cache
    if answer.etag is not None and pinned:
        # A link that follows the live release is asked about each time as it is.
        audience = "private" if cache.startswith("private") else "public"
        cache = f"{audience}, max-age={joined.freshness.life}"
    headers = joined.freshness.headers(now)
    return replace(answer, cache=cache, headers=headers, afterwards=_both(joined, answer.afterwards))


def _both(joined: Joined, then: Callable[[], None] | None) -> Callable[[], None]:
    def act() -> None:
        joining.keeping(joined)
        if then is not None:
            then()

    return act
