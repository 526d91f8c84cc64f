"""The short way for pictures: the bytes of a request in, the bytes of its answer out, no framework in between.

It knows the plainest form of a request for a picture, which nearly all of them have. Whatever else a request says makes
it somebody else's: the web server and Django then read the same bytes as if nobody had looked.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import NamedTuple

import structlog
from django.utils import timezone

from renderer.answers import Delivery
from renderer.delivery import Opened
from renderer.serving import at_hand, measures
from renderer.serving.pictures import afterwards, delivered, held, last_answer, use
from renderer.serving.tally import tally
from renderer.trails import quietly, trail

log = structlog.get_logger(__name__)
MOST_BYTES = 16_384
REQUEST = re.compile(
    rb"(?P<method>GET|HEAD) /i/(?P<link>[\w.-]*)/(?P<file>[\w.@~-]*)(?:\?(?P<query>[^\x00-\x1f\x7f#]*))? HTTP/1\.1\r\n"
    rb"(?P<fields>(?:[\w-]+:[^\r\n\x00]*\r\n)*)\r\n",
    re.ASCII,
)
"""A query may hold spaces, for not everybody encodes what a mailing tool put there; the last one ends it."""
OTHERS = re.compile(
    rb"^(?:content-length|transfer-encoding|expect|upgrade|http2-settings|te|connection:(?!\s*keep-alive\s*\r))",
    re.IGNORECASE | re.MULTILINE,
)
"""Fields that make more of a request than a question for a picture on a connection that stays open."""
IF_NONE_MATCH = re.compile(rb"^if-none-match:([^\r]*)", re.IGNORECASE | re.MULTILINE)


class Request(NamedTuple):
    """A request of the plain form: `length` bytes, without a body."""

    opened: Opened
    wants_body: bool
    length: int


class Answer(NamedTuple):
    """`head` lacks the fields that are the server's own, and the empty line. Call `afterwards` once all has left."""

    head: bytes
    body: bytes
    afterwards: Callable[[], None]


def read(data: bytes) -> Request | None:
    """The request that these bytes begin with, if it is a whole one of the plain form."""
    found = REQUEST.match(data)
    if found is None or OTHERS.search(found["fields"]):
        return None
    match = IF_NONE_MATCH.search(found["fields"])
    known = held(match[1].decode("latin-1")) if match else frozenset()
    opened = Opened(found["link"].decode(), found["file"].decode(), found["query"] or b"", known)
    return Request(opened, found["method"] == b"GET", found.end())


def at_once(request: Request) -> Answer | None:
    """The picture from memory, without waiting for anything; None if there is more to it. Never raises."""
    if tally.is_due():
        # Whoever is next at work writes it to the database.
        return None
    began = time.perf_counter()
    try:
        found = at_hand.find(request.opened, timezone.now())
    except Exception as problem:
        log.error("picture.not_at_hand", why=type(problem).__name__, trail=trail(problem))
        return None
    if found is None:
        return None
    delivery, head, body = found

    def count() -> None:
        measures.delivered(delivery.outcome, delivery.format, len(body), time.perf_counter() - began)
        use(delivery, len(body))

    return Answer(head, body if request.wants_body else b"", count)


def answer(request: Request) -> Answer:
    """The picture, as Django would have sent it."""
    delivery = _delivered(request.opened)

    def finish() -> None:
        at_hand.keep(request.opened, delivery)
        afterwards(delivery)

    body = (delivery.body or b"") if request.wants_body else b""
    return Answer(at_hand.head_of(delivery), body, lambda: quietly(finish))


def _delivered(opened: Opened) -> Delivery:
    try:
        return delivered(opened)
    except Exception as problem:
        log.error("picture.unanswered", why=type(problem).__name__, trail=trail(problem))
        return last_answer(opened.file)
