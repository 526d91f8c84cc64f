"""The client: one object for one workspace's API key."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from okzest_client import answers
from okzest_client.answers import Account, Address, Audience, PrewarmRun, ReadyAddress, Token
from okzest_client.calling import Calling
from okzest_client.problems import OKZestError

Values = Mapping[str, object]
T = TypeVar("T")
SIGNED_AT_ONCE = 10_000
UPSERTED_AT_ONCE = 1_000


class OKZest:
    """Use it as a context manager, or `close` it. Safe to share between threads.

    `timeout` is seconds for one call; a call that finds no server, or one that is busy, is made again.
    """

    def __init__(
        self, base_url: str, api_key: str, *, timeout: float = 30.0, transport: httpx.BaseTransport | None = None
    ):
        self._calling = Calling(base_url, api_key, timeout=timeout, transport=transport)
        self._workspace: str | None = None

    def __enter__(self) -> OKZest:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._calling.http.close()

    @property
    def workspace(self) -> str:
        """The key of the workspace that the API key belongs to."""
        if self._workspace is None:
            me = self._calling.json("GET", "me")
            if me.get("workspace") is None:
                raise OKZestError("This is not a workspace's API key.")
            self._workspace = str(me["workspace"])
        return self._workspace

    # Pictures

    def render(
        self,
        template: str,
        values: Values,
        *,
        format: str | None = None,
        scale: int | None = None,
        size: str | None = None,
    ) -> bytes:
        """The picture that these values make of a published template; what is not given is as the template says."""
        body = {"values": _texts(values), **_given(format=format, scale=scale, size=size)}
        return self._calling.call("POST", f"templates/{_part(template)}/render", body, accept="image/*").content

    def render_account(
        self,
        template: str,
        values: Values,
        *,
        format: str | None = None,
        scale: int | None = None,
        size: str | None = None,
    ) -> Account:
        """The same as an account: address, size, alternative text, fallbacks used, issues."""
        body = {"values": _texts(values), **_given(format=format, scale=scale, size=size)}
        return answers.account(self._calling.json("POST", f"templates/{_part(template)}/render", body))

    # Addresses

    def sign(self, link: str, values: Values, *, format: str | None = None, scale: int | None = None) -> Address:
        """The sealed address of one record."""
        return next(self.sign_many(link, [values], format=format, scale=scale))

    def sign_many(
        self,
        link: str,
        records: Iterable[Values | tuple[str, Values]],
        *,
        format: str | None = None,
        scale: int | None = None,
    ) -> Iterator[Address]:
        """Sealed addresses in the order of the records, however many; a record may bear an id of yours."""
        for some in _batches(records, SIGNED_AT_ONCE):
            body = {"records": [_record(one) for one in some], **_given(format=format, scale=scale)}
            for signed in self._calling.json("POST", f"links/{_part(link)}/sign", body)["addresses"]:
                yield answers.read(Address, signed)

    # Audiences

    def create_audience(self, name: str, *, delete_on: date | None = None) -> Audience:
        """An empty audience; on the day `delete_on` all of it is erased."""
        body = {"name": name, **_given(delete_on=delete_on.isoformat() if delete_on else None)}
        return answers.audience(self._calling.json("POST", self._path("audiences"), body))

    def audience(self, audience: str) -> Audience:
        return answers.audience(self._calling.json("GET", self._path("audiences", audience)))

    def upsert_recipients(self, audience: str, recipients: Iterable[tuple[str, Values]]) -> Iterator[Token]:
        """Add or change recipients by an id of yours, however many, and give each one's token.

        It runs as you read: `for token in client.upsert_recipients(…)` or `list(…)`.
        """
        for some in _batches(recipients, UPSERTED_AT_ONCE):
            body = {"recipients": [{"id": own, "values": _texts(values)} for own, values in some]}
            for given in self._calling.json("PUT", self._path("audiences", audience, "recipients"), body)["recipients"]:
                yield answers.read(Token, given)

    def addresses(self, audience: str, link: str, *, scale: int = 2) -> Iterator[ReadyAddress]:
        """Everybody's own address of a token or sealed link, read as the server makes them."""
        path = self._path("audiences", audience, "addresses", link)
        for line in self._calling.lines(f"{path}?scale={scale:d}"):
            yield answers.read(ReadyAddress, line)

    def erase_recipients(self, audience: str, ids: Iterable[str]) -> int:
        """Forget these people: values, tokens, stored pictures. Returns how many there were."""
        path = self._path("audiences", audience, "recipients", "erase")
        batches = _batches(ids, UPSERTED_AT_ONCE)
        return sum(int(self._calling.json("POST", path, {"ids": some})["erased"]) for some in batches)

    # Pre-warming

    def plan_prewarm(
        self,
        audience: str,
        links: Sequence[str],
        *,
        formats: Sequence[str] = (),
        scales: Sequence[int] = (),
        start_at: datetime | None = None,
    ) -> PrewarmRun:
        """Have the pictures of an audience counted; it starts when told, or by itself at `start_at`."""
        more = _given(
            formats=list(formats) or None,
            scales=list(scales) or None,
            start_at=start_at.isoformat() if start_at else None,
        )
        body = {"audience": audience, "links": list(links), **more}
        return answers.run(self._calling.json("POST", self._path("prewarm"), body))

    def prewarm_run(self, run: str) -> PrewarmRun:
        """Forecast and progress."""
        return answers.run(self._calling.json("GET", self._path("prewarm", run)))

    def start_prewarm(self, run: str) -> PrewarmRun:
        return self._move(run, "start")

    def pause_prewarm(self, run: str) -> PrewarmRun:
        return self._move(run, "pause")

    def cancel_prewarm(self, run: str) -> PrewarmRun:
        return self._move(run, "cancel")

    def wait_for_prewarm(
        self, run: str, *, until: Sequence[str] = (), timeout: float = 3600.0, every: float = 2.0
    ) -> PrewarmRun:
        """Ask until the run is over, or in one of the states `until`. Raises OKZestError when it takes longer."""
        ends = time.monotonic() + timeout
        while True:
            found = self.prewarm_run(run)
            if found.is_over or found.state in until:
                return found
            if time.monotonic() + every > ends:
                raise OKZestError(f"The run is still {found.state} after {timeout:g} seconds.")
            time.sleep(every)

    def _move(self, run: str, to: str) -> PrewarmRun:
        return answers.run(self._calling.json("POST", self._path("prewarm", run), {"to": to}))

    def _path(self, *parts: str) -> str:
        return "/".join(["workspaces", _part(self.workspace), *(_part(part) for part in parts)])


def _record(record: Values | tuple[str, Values]) -> dict[str, Any]:
    if isinstance(record, tuple):
        return {"id": record[0], "values": _texts(record[1])}
    return {"values": _texts(record)}


def _texts(values: Values) -> dict[str, str]:
    """Values are texts until a field reads them; None is no value at all, booleans are written true and false."""
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _given(**options: Any) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def _part(text: str) -> str:
    return quote(text, safe="~")
