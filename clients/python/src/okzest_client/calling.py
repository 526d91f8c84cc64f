"""Calls over HTTP: the key, a repeat key for writes, another try where that does no harm, problems as exceptions."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from okzest_client.problems import ApiProblem, Unreachable

TRIES = 4
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
AGAIN = frozenset({429, 502, 503, 504})
ONCE = "Idempotency-Key"


class Calling:
    """One connection pool. A call that is made again bears the same repeat key, so that nothing is done twice."""

    def __init__(self, base_url: str, api_key: str, *, timeout: float, transport: httpx.BaseTransport | None):
        self.http = httpx.Client(
            base_url=f"{base_url.rstrip('/')}/api/v1/",
            headers={"Authorization": f"Bearer {api_key}", "User-Agent": "okzest-client"},
            timeout=timeout,
            transport=transport,
        )

    def json(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """The answer's JSON. Raises ApiProblem, Unreachable."""
        answer = self.call(method, path, body, accept="application/json")
        return answer.json() if answer.content else None

    def lines(self, path: str) -> Iterator[Any]:
        """The JSON of each line, as it comes; asked for once only. Raises ApiProblem, Unreachable."""
        try:
            with self.http.stream("GET", path, headers={"Accept": "application/x-ndjson"}) as answer:
                if not answer.is_success:
                    answer.read()
                    raise _problem(answer)
                for line in answer.iter_lines():
                    yield json.loads(line)
        except httpx.TransportError as problem:
            raise Unreachable(str(problem) or type(problem).__name__) from problem

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None, *, accept: str) -> httpx.Response:
        """The answer. Raises ApiProblem, Unreachable."""
        headers = {"Accept": accept, ONCE: str(uuid.uuid4())}
        for attempt in range(1, TRIES + 1):
            try:
                answer = self.http.request(method, path, json=body, headers=headers)
            except httpx.TransportError as problem:
                if attempt == TRIES:
                    raise Unreachable(str(problem) or type(problem).__name__) from problem
                time.sleep(_pause(attempt))
                continue
            if answer.status_code in AGAIN and attempt < TRIES:
                time.sleep(_pause(attempt, answer.headers.get("Retry-After", "")))
                continue
            break
        if answer.is_success:
            return answer
        raise _problem(answer)


def _pause(attempt: int, asked: str = "") -> float:
    """Seconds: what the server asks for, else twice as long each time, spread a little."""
    if asked.isdigit():
        return min(float(asked), LONGEST_PAUSE)
    spread: float = 1 + random.random() / 4  # noqa: S311 (it hides nothing)
    return float(min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)) * spread


def _problem(answer: httpx.Response) -> ApiProblem:
    try:
        told = answer.json()
    except ValueError:
        told = {}
    if not isinstance(told, dict):
        told = {}
    code, title = str(told.get("code", "error")), str(told.get("title", answer.reason_phrase))
    details = {name: value for name, value in told.items() if name not in ("type", "status", "code", "title")}
    return ApiProblem(answer.status_code, code, title, details)
