"""What OKZest answers, as frozen values. Facts that a newer server adds are left out, so old clients go on working."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Fallback:
    """A field that showed its fallback; `why` is absent, blank, unresolved, word, invalid or refused."""

    field: str
    why: str


@dataclass(frozen=True)
class Issue:
    """Something people should look at; `level` is block, warn or info, `text` a sentence."""

    code: str
    level: str
    text: str = ""
    layer: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Account:
    """A picture as an account of it; `url` is a sealed address of the same picture."""

    url: str
    width: int
    height: int
    bytes: int
    alt: str
    fallbacks: tuple[Fallback, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Address:
    """A sealed address of one record, and the alternative text that goes with it; `id` as it was given."""

    url: str
    alt: str
    id: str | None = None


@dataclass(frozen=True)
class Audience:
    """A named list of recipients; `names` are those of their values."""

    key: str
    name: str
    size: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Token:
    """A recipient's token, for addresses of token links: `/i/<link>/~<token>.png`."""

    id: str
    token: str


@dataclass(frozen=True)
class ReadyAddress:
    """One recipient: the address for their mail, your id and their values; `token` for token links."""

    id: str
    address: str
    values: Mapping[str, str]
    token: str | None = None


@dataclass(frozen=True)
class Progress:
    """Pictures drawn, found in storage, failed; pictures a second and seconds left, where that is known."""

    drawn: int = 0
    found: int = 0
    failed: int = 0
    bytes: int = 0
    rate: float | None = None
    seconds_left: float | None = None


@dataclass(frozen=True)
class Finding:
    """What is not as people may expect, for so many recipients."""

    kind: str
    field: str
    recipients: int
    text: str = ""


@dataclass(frozen=True)
class PrewarmRun:
    """A run; once it is counted, `pictures`, `seconds_each` and `bytes_each` are its forecast."""

    key: str
    audience: str
    state: str
    recipients: int
    pictures: int
    seconds_each: float
    bytes_each: int
    reason: str
    progress: Progress
    findings: tuple[Finding, ...]
    created_at: datetime

    @property
    def is_over(self) -> bool:
        return self.state not in ("planning", "ready", "running", "paused")


def read(kind: type[T], given: Mapping[str, Any]) -> T:
    """A flat value from JSON."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in given.items() if name in known})


def account(given: Mapping[str, Any]) -> Account:
    fallbacks = tuple(read(Fallback, one) for one in given["fallbacks"])
    issues = tuple(read(Issue, one) for one in given["issues"])
    return read(Account, {**given, "fallbacks": fallbacks, "issues": issues})


def audience(given: Mapping[str, Any]) -> Audience:
    return read(Audience, {**given, "names": tuple(given["names"])})


def run(given: Mapping[str, Any]) -> PrewarmRun:
    nested = {
        "progress": read(Progress, given["progress"]),
        "findings": tuple(read(Finding, one) for one in given["findings"]),
        "created_at": datetime.fromisoformat(given["created_at"].replace("Z", "+00:00")),
    }
    return read(PrewarmRun, {**given, **nested})
