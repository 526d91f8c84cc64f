"""What webhooks tell of: the events, in words and as an example of what is sent; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Event(StrEnum):
    """The `type` of a message; a name is for ever."""

    PREWARM_FINISHED = "prewarm.finished"
    REVIEW_DECIDED = "review.decided"
    RELEASE_PUBLISHED = "release.published"
    FALLBACKS_ALERT = "fallbacks.alert"
    TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Told:
    """An event as people choose it: its name, when it is sent, and an example of its `data`."""

    label: str
    when: str
    example: Mapping[str, Any]


WORDS: dict[Event, Told] = {
    Event.PREWARM_FINISHED: Told(
        "Pre-warm run finished",
        "All pictures of a run are drawn, or it was cancelled, or it failed.",
        {"run": "k3w9…", "state": "done", "audience": "q7fa…", "links": ["ab12…"], "recipients": 1000, "pictures": 640,
         "drawn": 610, "found": 30, "failed": 0, "fallbacks": {"first_name": 12}},
    ),
    Event.REVIEW_DECIDED: Told(
        "Review decided",
        "Somebody approved a version of a template or asked for changes.",
        {"template": "spring-sale", "revision": 4, "decision": "approved", "content_hash": "5d41…"},
    ),
    Event.RELEASE_PUBLISHED: Told(
        "Release published",
        "A version went live, by publishing or by rolling back.",
        {"template": "spring-sale", "release": 3, "revision": 4, "action": "publish", "content_hash": "5d41…"},
    ),
    Event.FALLBACKS_ALERT: Told(
        "Many fallbacks",
        "Within an hour, a large share of a link’s pictures showed a field’s fallback; once a day for each field.",
        {"link": "ab12…", "template": "spring-sale", "field": "first_name", "pictures": 400, "fallbacks": 260,
         "share": 0.65},
    ),
}  # fmt: skip
"""Those that can be chosen. A test goes to an endpoint whatever it chose."""


def known(names: Iterable[str]) -> list[str]:
    """The events among these names that can be chosen, in our order."""
    named = set(names)
    return [event.value for event in WORDS if event.value in named]


def label(name: str) -> str:
    """For people; an event that this version does not know is called by its name."""
    return next((told.label for event, told in WORDS.items() if event.value == name), _other(name))


def _other(name: str) -> str:
    return "Test" if name == Event.TEST else name


def message(event: Event, workspace: str, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The body that is sent: type, time and facts by key and count, never a recipient's value."""
    stamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"type": event.value, "timestamp": stamp, "data": {"workspace": workspace, **data}}
