"""Conditions on field values: the tree a marketer builds in *Show when*, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

MAX_DEPTH = 3
MAX_TERMS = 20
_DATE_LENGTH = len("2026-11-24")


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `value` is text, or a tuple of texts for `in`."""

    field: str
    op: str
    value: str | tuple[str, ...] = ""


@dataclass(frozen=True, slots=True)
class All:
    """True when every term is."""

    terms: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True when at least one term is."""

    terms: tuple[Condition, ...]


Condition = Test | All | Any


def holds(condition: Condition, values: Mapping[str, str]) -> bool:
    """Whether the condition is true of these values.

    Values are plain: ISO dates, numbers with a point, true or false. A field without a value counts as empty text.
    """
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


def _folded(text: str) -> str:
    return text.strip().casefold()


def _options(wanted: str | tuple[str, ...]) -> tuple[str, ...]:
    """What may be meant: one text, or several as a list or between commas."""
    return wanted if isinstance(wanted, tuple) else tuple(wanted.split(","))


def _single(wanted: str | tuple[str, ...]) -> str:
    return wanted if isinstance(wanted, str) else ", ".join(wanted)


def _ordered(value: str, wanted: str | tuple[str, ...]) -> int | None:
    """-1, 0 or 1 as value is less than, equal to or more than wanted; None where the two cannot be compared."""
    left, right = value.strip(), _single(wanted).strip()
    for compare in (_numbers, _moments):
        try:
            return compare(left, right)
        except (InvalidOperation, ValueError):
            continue
    return None


def _numbers(left: str, right: str) -> int:
    one, two = Decimal(left), Decimal(right)
    if not (one.is_finite() and two.is_finite()):
        raise ValueError("words such as “NaN” and “Infinity” are no numbers")
    return int(one.compare(two))


def _moments(left: str, right: str) -> int:
    """Compare dates with dates, and by the day alone when one side has no time."""
    days_only = _DATE_LENGTH in (len(left), len(right))
    one, two = (
        datetime.fromisoformat(text[:_DATE_LENGTH] if days_only else text).replace(tzinfo=None)
        for text in (left, right)
    )
    return (one > two) - (one < two)


def _is(value: str, wanted: str | tuple[str, ...]) -> bool:
    left, right = _folded(value), _folded(_single(wanted))
    return left == right or (len(right) == _DATE_LENGTH and left.startswith(f"{right}t"))


def _is_one_of(value: str, wanted: str | tuple[str, ...]) -> bool:
    return any(_is(value, option) for option in _options(wanted))


Comparison = Callable[[str, str | tuple[str, ...]], bool]

COMPARISONS: Mapping[str, Comparison] = {
    "is": _is,
    "is_not": lambda value, wanted: not _is(value, wanted),
    "contains": lambda value, wanted: _folded(_single(wanted)) in _folded(value),
    "starts": lambda value, wanted: _folded(value).startswith(_folded(_single(wanted))),
    "empty": lambda value, wanted: not value.strip(),
    "not_empty": lambda value, wanted: bool(value.strip()),
    "gt": lambda value, wanted: _ordered(value, wanted) == 1,
    "lt": lambda value, wanted: _ordered(value, wanted) == -1,
    "before": lambda value, wanted: _ordered(value, wanted) == -1,
    "after": lambda value, wanted: _ordered(value, wanted) == 1,
    "in": _is_one_of,
}
"""What each comparison means, from a plain value and what an author typed."""
