"""Answers at hand: what this process delivered lately, and may send again while nothing changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from renderer import variants
from renderer.answers import Delivery
from renderer.delivery import Opened
from renderer.grounds import Grounds
from renderer.materials.memory import ByteBounded
from renderer.serving.pictures import headers_of
from renderer.snippets import openings

LIMIT = 16 * 1024 * 1024
OBJECTS = 2500
"""Bytes that an entry takes besides its heads."""
STATUS = {status: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class AtHand:
    """An answer without its picture, which lies in the memory of pictures by its name or is not at hand."""

    name: str
    grounds: Grounds
    whole: Delivery
    whole_head: bytes
    unchanged: Delivery
    unchanged_head: bytes


answers: ByteBounded[AtHand] = ByteBounded(LIMIT, lambda one: OBJECTS + len(one.whole_head) + len(one.unchanged_head))


def head_of(delivery: Delivery) -> bytes:
    """Status line and fields, without those that are the web server's own and without the empty line."""
    fields = [f"{name}: {value}\r\n" for name, value in headers_of(delivery)]
    return "".join([STATUS[HTTPStatus(delivery.status)], *fields]).encode("latin-1")


def keep(opened: Opened, delivery: Delivery) -> None:
    """Have the answer at hand if it is a healthy picture with grounds."""
    name, grounds = delivery.etag, delivery.grounds
    if name is None or grounds is None:
        return
    body = delivery.body or variants.memory().get(name)
    if body is None:
        return
    whole = replace(delivery, status=200, body=body, outcome="stored", afterwards=None)
    unchanged = replace(whole, status=304, body=None, outcome="unchanged")
    kept = AtHand(name, grounds, replace(whole, body=None), head_of(whole), unchanged, head_of(unchanged))
    answers.put(_key(opened), kept)


def find(opened: Opened, now: datetime) -> tuple[Delivery, bytes, bytes] | None:
    """The answer, its head and its picture, as delivering it anew would find them; None if that takes more than memory.

    Only the very address that was found genuine is at hand, signature and all; a forged one finds nothing here.
    """
    kept = answers.get(_key(opened))
    if kept is None or openings.is_told(kept.grounds.code, opened.query):
        return None
    if not kept.grounds.hold(now):
        return None
    if kept.name in opened.known:
        return kept.unchanged, kept.unchanged_head, b""
    body = variants.memory().get(kept.name)
    return (kept.whole, kept.whole_head, body) if body is not None else None


def _key(opened: Opened) -> tuple[str, str, bytes]:
    return opened.link, opened.file, opened.query
