"""The one way out of this machine: HTTP to public addresses only, within a deadline, never more bytes than agreed."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_network
from typing import Any

import httpx
import ssrfguard
from django.conf import settings
from ssrfguard.httpx import Client

AT_ONCE = 16
MEGABYTE = 1024 * 1024
# Plain bytes only: what is compressed may grow a thousandfold before anybody can count it.
HEADERS = {"User-Agent": "OKZest", "Accept-Encoding": "identity"}
REFUSED = (ssrfguard.SSRFGuardError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError)


WORDS = {
    "deadline": "There was no whole answer in time.",
    "too_large": "The answer was too large.",
    "BlockedAddressError": "The host name leads into a private network, which is never asked.",
    "BlockedURLError": "This address may not be asked: use https, a public host, port 443, and no password in it.",
    "TooManyRedirectsError": "The server redirects on and on.",
    "ConnectError": "No connection could be made, or the server’s certificate is not to be trusted.",
    "ConnectTimeout": "No connection could be made in time.",
    "gaierror": "There is no server of that name.",
}
"""By `Unreachable.why`."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request to another server. All its headers count as secrets: none follows a redirect to another origin.

    `hosts`: the only ones that may be asked, also after a redirect (`*.example.com` for all below); empty for any.
    """

    address: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    https_only: bool = True
    redirects: int = 0
    most_bytes: int = MEGABYTE
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status; a redirect that was not followed is an answer too."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Why there is no answer: a word for logs and pages, without the address."""

    why: str


def ask(request: Request, *, seconds: float) -> Answer | Unreachable:
    """The answer of one server, in so many seconds altogether."""
    return ask_all([request], seconds=seconds)[0]


def ask_all(requests: Sequence[Request], *, seconds: float) -> list[Answer | Unreachable]:
    """The answers of all servers, in order; asked at the same time, and over for all at the same moment."""
    until = time.monotonic() + seconds
    calls = [Call(request, until) for request in requests]
    jobs = [_pool().submit(call.make) for call in calls]
    wait(jobs, timeout=seconds)
    for call, job in zip(calls, jobs, strict=True):
        if not job.done():
            job.cancel()
            call.hang_up()
    return [_answer(job) for job in jobs]


def guard(request: Request) -> ssrfguard.Policy:
    """Public addresses only, each checked after it was looked up and then connected to; nothing else of ours.

    Ranges and ports that the installation's owner opened on purpose (OKZEST_OUTGOING_…) are let through.
    """
    return ssrfguard.Policy(
        allowed_schemes=frozenset({"https"} if request.https_only else {"https", "http"}),
        allowed_networks=tuple(ip_network(network) for network in settings.OUTGOING_NETWORKS),
        allowed_ports=frozenset({80, 443, *settings.OUTGOING_PORTS}),
        allowed_hosts=frozenset(request.hosts),
        # The guard counts a redirect that is only looked at, too.
        max_redirects=max(request.redirects, 1),
        sensitive_headers=frozenset(
            {"authorization", "proxy-authorization", "cookie", *map(str.lower, request.headers)}
        ),
    )


def look_up(*question: Any) -> list[Any]:
    """The addresses of a name. Asked once a connection: what was checked is what is connected to."""
    return socket.getaddrinfo(*question)


def may_ask(address: str, *, https_only: bool = True) -> bool:
    """True unless an address is out of the question as it is written; names are looked up when it is asked."""
    try:
        guard(Request(address, https_only=https_only)).check_url(address)
    except (ssrfguard.SSRFGuardError, ValueError):
        return False
    return True


def in_words(problem: Unreachable) -> str:
    """For people: what is wrong with an address, or with the server behind it."""
    return WORDS.get(problem.why, "The server could not be reached.")


def beginning(answer: Answer, letters: int) -> str:
    """The first printable letters of what came back, for a log."""
    text = answer.body[: letters * 4].decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:letters]


def _answer(job: Future[Answer | Unreachable]) -> Answer | Unreachable:
    return job.result() if job.done() and not job.cancelled() else Unreachable("deadline")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="outgoing")


@cache
def _trusted(authorities: str) -> ssl.SSLContext:
    """Certificates we believe; made once, for it costs more than many a request."""
    context = httpx.create_ssl_context(trust_env=False)
    if authorities:
        context.load_verify_locations(authorities)
    return context


@dataclass(slots=True)
class Call:
    """One request under way. A server may drip bytes so slowly that no read times out, so others can hang up for us."""

    request: Request
    until: float
    stream: Any = None

    def make(self) -> Answer | Unreachable:
        left = self.until - time.monotonic()
        if left <= 0:
            return Unreachable("deadline")
        try:
            with (
                Client(policy=guard(self.request), resolver=look_up, **self._options(left)) as client,
                self._asked(client) as response,
            ):
                return self._read(response)
        except REFUSED as problem:
            return Unreachable("deadline" if time.monotonic() >= self.until else type(problem).__name__)

    def hang_up(self) -> None:
        """Close the connection under a thread that is still reading from it."""
        if self.stream is not None:
            with suppress(OSError, AttributeError):
                self.stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def _options(self, seconds: float) -> dict[str, Any]:
        return {
            "timeout": seconds,
            "trust_env": False,
            "verify": _trusted(settings.OUTGOING_AUTHORITIES),
            "follow_redirects": self.request.redirects > 0,
        }

    def _asked(self, client: httpx.Client) -> Any:
        return client.stream(
            self.request.method,
            self.request.address,
            headers={**HEADERS, **self.request.headers},
            content=self.request.body or None,
            extensions={"trace": self._watch},
        )

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        if time.monotonic() > self.until and event.endswith(".started") and "close" not in event:
            raise TimeoutError
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self.stream = info["return_value"]

    def _read(self, response: httpx.Response) -> Answer | Unreachable:
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            return Unreachable("compressed")
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > self.request.most_bytes:
                return Unreachable("too_large")
            if time.monotonic() > self.until:
                break
        # A body without a length ends where the connection does: also where others hung up for us.
        if time.monotonic() > self.until:
            return Unreachable("deadline")
        return Answer(response.status_code, dict(response.headers), bytes(body))
