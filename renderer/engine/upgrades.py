"""Bring older documents up to today's schema, one small step per version."""

from __future__ import annotations

from collections.abc import Callable, Mapping

STEPS: Mapping[int, Callable[[Mapping[str, object]], Mapping[str, object]]] = {}
"""From version n to n + 1; empty while there is only version 1."""


def upgrade(payload: object) -> object:
    """The same document in today's schema; anything that is not a document is left for the parser to refuse."""
    while isinstance(payload, Mapping) and (step := STEPS.get(_version(payload))):
        payload = step(payload)
    return payload


def _version(payload: Mapping[str, object]) -> int:
    version = payload.get("schema", 1)
    return version if isinstance(version, int) else 1
