"""A recipient's values joined with what data sources know: before a picture is resolved, and never at its cost."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.utils import timezone

from renderer.engine.document import Document
from renderer.engine.firewall import unresolved
from renderer.engine.values import is_missing_word
from renderer.limits import RenderLimits
from renderer.materials.image_hosts import from_allowed_hosts
from renderer.models.sources import DataSource
from renderer.sources import asking, held, known
from renderer.sources.asking import Question
from renderer.sources.freshness import SOON, Freshness, State, worst
from renderer.sources.known import Source
from renderer.trails import quietly, trail

NOTED_EVERY = 10.0
"""Seconds between two notes of how a source does; it may answer hundreds of times a second."""
log = structlog.get_logger(__name__)
_noted: dict[tuple[int, bool], float] = {}


@dataclass(frozen=True, slots=True)
class Joined:
    """Values to resolve a document with. `freshness` is None where no source was concerned; `spent` is in seconds."""

    values: Mapping[str, str] = field(repr=False)
    freshness: Freshness | None = None
    spent: float = 0.0
    questions: tuple[Question, ...] = field(default=(), repr=False)
    recipient_id: int | None = None

    def keep(self) -> None:
        """Write down what is new, once the picture is out."""
        for one in self.questions:
            if one.is_new and one.held is not None:
                held.write(one.source, one.digest, one.held, self.recipient_id)
            if one.is_new or one.why not in ("", "away", "breaker"):
                _note(one)


def joined(
    document: Document,
    workspace_id: int,
    values: Mapping[str, str],
    within: RenderLimits,
    now: datetime,
    *,
    recipient_id: int | None = None,
    are_signed: bool = True,
) -> Joined:
    """The values with what the workspace's sources know of them. Never raises: at worst the values as they came.

    A value that came for the recipient counts before a source's, unless the source is to win. Whoever holds an open
    link (`are_signed` is False) can change the keys in it, so sources that need one are asked only if they allow it.
    """
    try:
        sources = known.of_workspace(workspace_id)
        if sources:
            return _asked(document, sources, values, within, now, recipient_id, are_signed)
        return Joined(from_allowed_hosts(document, values, within.image_hosts))
    except Exception as problem:
        log.error("sources.failed", why=type(problem).__name__, trail=trail(problem))
        return Joined(values, Freshness(State.MISSING, None, SOON))


def keeping(one: Joined) -> None:
    """The same as `one.keep()`, heard of by nobody if it fails."""
    if one.questions:
        quietly(one.keep)


def _asked(
    document: Document,
    sources: tuple[Source, ...],
    values: Mapping[str, str],
    within: RenderLimits,
    now: datetime,
    recipient_id: int | None,
    are_signed: bool,
) -> Joined:
    own = _by_key(document, values)
    concerned = [one for one in sources if _adds_something(one, document, own)]
    questions = list(_questions(concerned, own, are_signed))
    began = time.monotonic()
    asking.answer(questions, now, within.fetch_deadline)
    spent = time.monotonic() - began
    told = tuple(_freshness(one, now) for one in questions)
    merged = dict(values)
    for source in concerned:
        if source.wins:
            _drop(document, source, merged)
    for one in questions:
        _merge(document, one, own, merged)
    hosted = from_allowed_hosts(document, merged, within.image_hosts)
    return Joined(hosted, worst(told), spent, tuple(questions), recipient_id)


def _by_key(document: Document, values: Mapping[str, str]) -> dict[str, str]:
    """The values under their fields' keys, whatever alias they came by."""
    aliases = {alias: one.key for one in document.fields for alias in one.aliases}
    return {aliases.get(name, name): value for name, value in values.items()} | {
        one.key: values[one.key] for one in document.fields if one.key in values
    }


def _adds_something(source: Source, document: Document, values: Mapping[str, str]) -> bool:
    return any(source.wins or not _says_something(values.get(key), document) for key in source.fills(document))


def _questions(sources: list[Source], values: Mapping[str, str], are_signed: bool) -> Iterator[Question]:
    for one in sources:
        may_ask = are_signed or not one.keys or one.serves_open_links
        has_keys = all((values.get(name) or "").strip() for name in one.keys)
        if may_ask and has_keys and (digest := one.question(values)):
            yield Question(one, values, digest)


def _drop(document: Document, source: Source, merged: dict[str, str]) -> None:
    """A source that wins speaks alone: what came in an address does not stand in for it, not even on a bad day."""
    for one in document.fields:
        if one.key in source.mapping:
            for name in (one.key, *one.aliases):
                merged.pop(name, None)


def _merge(document: Document, one: Question, own: Mapping[str, str], merged: dict[str, str]) -> None:
    found = one.held.values(one.source, own) if one.held is not None else {}
    for key in one.source.fills(document):
        if key in found and (one.source.wins or not _says_something(own.get(key), document)):
            merged[key] = found[key]


def _says_something(value: str | None, document: Document) -> bool:
    """A blank, a tag that nobody filled in and words such as “null” leave the field to the source."""
    text = (value or "").strip()
    return bool(text) and not unresolved("", text) and not is_missing_word(text, document.missing_words)


def _freshness(one: Question, now: datetime) -> Freshness:
    if one.held is None or one.held.age(now) > max(one.source.keep, one.source.life):
        one.held = None
        return Freshness(State.MISSING, None, SOON)
    if not one.is_fresh(now):
        return Freshness(State.KEPT, one.held.fetched_at, SOON)
    return Freshness(State.FRESH, one.held.fetched_at, max(int(one.source.life - one.held.age(now)), 1))


def _note(one: Question) -> None:
    at = time.monotonic()
    if at - _noted.get((one.source.id, one.is_new), float("-inf")) < NOTED_EVERY:
        return
    _noted[one.source.id, one.is_new] = at
    rows = DataSource.objects.filter(pk=one.source.id)
    if one.is_new:
        rows.update(succeeded_at=timezone.now())
    else:
        rows.update(failed_at=timezone.now(), problem=one.why[:60])
