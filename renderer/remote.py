"""Pictures from other people's servers: never from inside our own network, and never for longer than a mail waits."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache

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
    jobs = {address: _pool().submit(_fetch, address, within.picture_bytes, until) for address in addresses}
    # A server may drip bytes so slowly that no read ever times out; so we stop waiting, whatever the thread does.
    wait(jobs.values(), timeout=max(until - time.monotonic(), 0))
    return {address: _answer(job) for address, job in jobs.items()}


def _answer(job: Future[bytes | Unreachable]) -> bytes | Unreachable:
    if not job.done():
        job.cancel()
        return Unreachable("deadline")
    return job.result()


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch")


def _fetch(address: str, most_bytes: int, until: float) -> bytes | Unreachable:
    left = until - time.monotonic()
    if left <= 0:
        return Unreachable("deadline")
    try:
        options = {"timeout": left, "headers": HEADERS, "follow_redirects": True, "trust_env": False}
        with Client(policy=guard(), **options) as client, client.stream("GET", address) as response:
            if response.status_code != httpx.codes.OK:
                return Unreachable(f"http_{response.status_code}")
            return _body(response, most_bytes, until)
    except ssrfguard.SSRFGuardError as problem:
        return Unreachable(type(problem).__name__)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as problem:
        return Unreachable(type(problem).__name__)


def _body(response: httpx.Response, most_bytes: int, until: float) -> bytes | Unreachable:
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > most_bytes:
            return Unreachable("too_large")
        if time.monotonic() > until:
            return Unreachable("deadline")
    return bytes(body)
