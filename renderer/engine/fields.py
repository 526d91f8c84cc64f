"""Merge fields: what a design asks of each recipient, and what happens when it is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from renderer.engine.conditions import Condition


@dataclass(frozen=True, slots=True)
class FallbackRule:
    """When the condition holds, use this text instead of the field's plain fallback; the first match wins."""

    when: Condition
    use: str


@dataclass(frozen=True, slots=True)
class MergeField:
    """A declared input. Names of modes, clean-ups and formats are listed in `properties.json`."""

    key: str
    label: str
    kind: str = "text"
    mode: str = "fallback"
    empty: str = "text"
    invalid: str = "as_empty"
    fallback: str = ""
    rules: tuple[FallbackRule, ...] = ()
    clean: tuple[str, ...] = ("trim",)
    format: str = ""
    locale: str = ""
    currency: str = ""
    max_length: int = 200
    too_long: str = "cut"
    choices: tuple[str, ...] = ()
    pattern: str = ""
    hosts: tuple[str, ...] = ()
    privacy: str = "none"
    samples: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
