"""Pictures from other people's servers: never from inside our own network, and never for longer than a mail waits."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import ssrfguard
from ssrfguard.httpx import Client

from renderer.limits import RenderLimits

AT_ONCE = 16
TRUSTED_FOR = 3600
"""Seconds for which a remote picture is taken to stay what it is; afterwards it is fetched again."""
HEADERS = {"User-Agent": "OKZest picture fetcher", "Accept": "image/png,image/jpeg,image/gif,image/webp"}


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Why a picture could not be had; a word for logs, without the address."""

    why: str


def is_remote(reference: str) -> bool:
    """An address, and not the name of a stored asset."""
    return "://" in reference


def guard() -> ssrfguard.Policy:
    """Public addresses only, each checked after it was looked up; ports 80 and 443, no log-in data in the address."""
    return ssrfguard.Policy(max_redirects=3)


def fetch_all(addresses: Iterable[str], within: RenderLimits) -> dict[str, bytes | Unreachable]:
    """The bytes behind each address, all of them together within the fetch deadline."""
    until = time.monotonic() + within.fetch_deadline
    calls = {address: Call(address, within.picture_bytes, until) for address in addresses}
    jobs = {address: _pool().submit(call.fetch) for address, call in calls.items()}
    wait(jobs.values(), timeout=max(until - time.monotonic(), 0))
    for address, job in jobs.items():
        if not job.done():
            job.cancel()
            calls[address].hang_up()
    return {address: _answer(job) for address, job in jobs.items()}


def _answer(job: Future[bytes | Unreachable]) -> bytes | Unreachable:
    return job.result() if job.done() and not job.cancelled() else Unreachable("deadline")


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch")


@dataclass(slots=True)
class Call:
    """One fetch. A server may drip bytes so slowly that no read ever times out, so others can hang up for us."""

    address: str
    most_bytes: int
    until: float
    stream: Any = None

    def fetch(self) -> bytes | Unreachable:
        left = self.until - time.monotonic()
        if left <= 0:
            return Unreachable("deadline")
        options: dict[str, Any] = {"timeout": left, "headers": HEADERS, "follow_redirects": True, "trust_env": False}
        try:
            with (
                Client(policy=guard(), **options) as client,
                client.stream("GET", self.address, extensions={"trace": self._watch}) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    return Unreachable(f"http_{response.status_code}")
                return self._body(response)
        except (ssrfguard.SSRFGuardError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as problem:
            return Unreachable(type(problem).__name__)

    def hang_up(self) -> None:
        """Close the connection under a thread that is still reading from it."""
        if self.stream is not None:
            with suppress(OSError, AttributeError):
                self.stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self.stream = info["return_value"]

    def _body(self, response: httpx.Response) -> bytes | Unreachable:
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > self.most_bytes:
                return Unreachable("too_large")
            if time.monotonic() > self.until:
                return Unreachable("deadline")
        return bytes(body)
