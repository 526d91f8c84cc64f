"""Ask a source once for people to see: what it says now, and what becomes of it. Nothing of it is kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from renderer.models.sources import DataSource
from renderer.sources import held, known, paths, reading
from renderer.sources.problems import Unreadable
from workspaces import outgoing
from workspaces.encryption import CannotUnseal
from workspaces.outgoing import Answer, Unreachable

NO_KEY = "Enter a value for every key of the address."


@dataclass(frozen=True, slots=True)
class Trial:
    """`values`: each mapped field with its value, or None. `places`: paths or columns of the answer with values."""

    succeeded: bool
    sentence: str
    milliseconds: int = 0
    values: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    places: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def tone(self) -> str:
        """How pages show it: ok, warn for fields without a value, bad."""
        if not self.succeeded:
            return "bad"
        return "warn" if None in self.values.values() else "ok"


def attempt(row: DataSource, values: Mapping[str, str], now: datetime) -> Trial:
    """Never raises: what is wrong is the trial's sentence."""
    try:
        source = known.source_of(row)
    except CannotUnseal as problem:
        return Trial(False, problem.public_message)
    request = source.request(values)
    if request is None:
        return Trial(False, NO_KEY)
    began = time.monotonic()
    found = outgoing.ask(request, seconds=source.deadline)
    took = round((time.monotonic() - began) * 1000)
    try:
        answer = held.understood(source, _body(found), now)
    except Unreadable as problem:
        return Trial(False, problem.public_message, took, places=_places(row, found))
    said = answer.values(source, values)
    missing = [name for name in source.mapping if name not in said]
    return Trial(True, _sentence(missing), took, {name: said.get(name) for name in source.mapping}, _places(row, found))


def _body(found: Answer | Unreachable) -> bytes:
    if isinstance(found, Unreachable):
        raise Unreadable(found.why, outgoing.in_words(found))
    if not found.succeeded:
        raise Unreadable(f"http_{found.status}", f"The server answered with the error {found.status}.")
    return found.body


def _places(row: DataSource, found: Answer | Unreachable) -> tuple[tuple[str, str], ...]:
    """What there is to choose from."""
    if isinstance(found, Unreachable) or not found.succeeded:
        return ()
    try:
        if row.kind == DataSource.Kind.API:
            return tuple(paths.leaves(reading.read_json(found.body)))
        sheet = reading.read_sheet(found.body)
        return tuple((column, sheet.first.get(column, "")) for column in sheet.columns if column)
    except Unreadable:
        return ()


def _sentence(missing: list[str]) -> str:
    if not missing:
        return "Every field got a value."
    return f"There is nothing for {', '.join(f'“{name}”' for name in missing)}: pictures show the fallback there."
