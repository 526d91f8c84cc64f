"""When a link's addresses were last opened, and whether the mailing tool had filled in its tags: seen in real requests.

Nothing about who opened one is kept. A process tells the shared memory of a link once in a few seconds at most, so
that a send of millions costs no more than a test mail; a test address is told of every time.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import unquote_plus

from renderer.engine.firewall import unresolved
from renderer.links import CODE
from renderer.secrets import signing_secret
from renderer.valkey import ask

EVERY = 5.0
KEPT_FOR = 90 * 24 * 3600
TEST_KEPT_FOR = 24 * 3600
KEY = "okzest:opened:{}"
TEST_KEY = "okzest:tested:{}:{}"
TEST, LOOK = "okz_test", "okz_look"
"""Parameters of addresses that people try out, and of pictures that our own pages show. Pictures ignore both."""
MOST_REMEMBERED = 10_000
_told: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Opening:
    """The last time; `unfilled` means that a tag arrived as it was written."""

    at: datetime
    unfilled: bool


def noticed(link: str, file: str, query: bytes) -> None:
    """A genuine address was opened. `link` and `file` are its parts."""
    if LOOK.encode() in query:
        return
    code = CODE.search(link)
    if code is None:
        return
    test = dict(_parameters(query)).get(TEST, "")[:40] if TEST.encode() in query else ""
    if test or _is_news(code[0]):
        _tell(code[0], file, query, test)


def is_told(code: str, query: bytes) -> bool:
    """Whether `noticed` would tell the shared memory of it now."""
    if LOOK.encode() in query:
        return False
    return TEST.encode() in query or time.monotonic() - _told.get(code, float("-inf")) >= EVERY


def last(code: str) -> Opening | None:
    """When an address of the link was last opened; None for never, or while the shared memory is away."""
    return _read(KEY.format(code))


def last_test(code: str, test: str) -> Opening | None:
    """When this test address was opened."""
    return _read(TEST_KEY.format(code, test))


def test_name(code: str, person: int, on: date) -> str:
    """What marks the test addresses of one person on one day. It grants nothing."""
    message = f"okzest test {code} {person} {on.isoformat()}".encode()
    return hmac.digest(signing_secret(), message, "sha256").hex()[:12]


def forget() -> None:
    """As a fresh process does."""
    _told.clear()


def _is_news(code: str) -> bool:
    now = time.monotonic()
    if now - _told.get(code, float("-inf")) < EVERY:
        return False
    if len(_told) >= MOST_REMEMBERED:
        _told.clear()
    _told[code] = now
    return True


def _tell(code: str, file: str, query: bytes, test: str) -> None:
    lost = unresolved("", file) or any(unresolved(raw, unquote_plus(raw)) for _, raw in _parameters(query))
    said = f"{int(time.time())}:{int(lost)}"
    ask(lambda client: client.set(KEY.format(code), said, ex=KEPT_FOR))
    if test:
        ask(lambda client: client.set(TEST_KEY.format(code, test), said, ex=TEST_KEPT_FOR))


def _parameters(query: bytes) -> Iterator[tuple[str, str]]:
    for piece in query[:4096].decode("utf-8", "replace").split("&"):
        name, _, raw = piece.partition("=")
        yield name.removeprefix("amp;"), raw


def _read(key: str) -> Opening | None:
    said = ask(lambda client: client.get(key))
    if not said:
        return None
    at, _, lost = said.decode().partition(":")
    return Opening(datetime.fromtimestamp(int(at), UTC), lost == "1")
