"""Conditions on field values: the tree a marketer builds in *Show when*, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

MAX_DEPTH = 3
MAX_TERMS = 20


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `value` is text, or a tuple of texts for `in`."""

    field: str
    op: str
    value: str | tuple[str, ...] = ""


@dataclass(frozen=True, slots=True)
class All:
    terms: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    terms: tuple[Condition, ...]


Condition = Test | All | Any


def holds(condition: Condition, values: Mapping[str, str]) -> bool:
    """Whether the condition is true of these cleaned values; a field without a value counts as empty text."""
    match condition:
        case All(terms):
            return all(holds(term, values) for term in terms)
        case Any(terms):
            return any(holds(term, values) for term in terms)
        case Test(field, op, wanted):
            return COMPARISONS[op](values.get(field, ""), wanted)


def fields_of(condition: Condition) -> frozenset[str]:
    """The keys of every field the condition looks at."""
    match condition:
        case Test(field):
            return frozenset({field})
        case All(terms) | Any(terms):
            return frozenset().union(*(fields_of(term) for term in terms))


def _plain(text: object) -> str:
    return str(text).strip().casefold()


def _ordered(value: str, wanted: object) -> int | None:
    """-1, 0 or 1 as value is less than, equal to or more than wanted; None where the two cannot be compared."""
    for parse in (Decimal, date.fromisoformat):
        try:
            left, right = parse(value.strip()), parse(str(wanted).strip())
        except (InvalidOperation, ValueError):
            continue
        return (left > right) - (left < right)  # type: ignore[operator]
    return None


def _one_of(value: str, wanted: object) -> bool:
    options = wanted if isinstance(wanted, tuple) else str(wanted).split(",")
    return _plain(value) in {_plain(option) for option in options}


Comparison = Callable[[str, str | tuple[str, ...]], bool]

COMPARISONS: Mapping[str, Comparison] = {
    "is": lambda value, wanted: _plain(value) == _plain(wanted),
    "is_not": lambda value, wanted: _plain(value) != _plain(wanted),
    "contains": lambda value, wanted: _plain(wanted) in _plain(value),
    "starts": lambda value, wanted: _plain(value).startswith(_plain(wanted)),
    "empty": lambda value, wanted: not value.strip(),
    "not_empty": lambda value, wanted: bool(value.strip()),
    "gt": lambda value, wanted: _ordered(value, wanted) == 1,
    "lt": lambda value, wanted: _ordered(value, wanted) == -1,
    "before": lambda value, wanted: _ordered(value, wanted) == -1,
    "after": lambda value, wanted: _ordered(value, wanted) == 1,
    "in": _one_of,
}
