"""Values for which a condition holds, so that people see what a rule does before anybody meets it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from renderer.engine.conditions import All, Condition, Test, holds
from renderer.engine.conditions import Any as AnyOf
from renderer.engine.document import Document
from renderer.engine.plan import compiled, in_plain_values
from renderer.engine.record import Record
from renderer.engine.samples import sample_values

DATE_LENGTH = len("2026-11-24")
Values = Mapping[str, str]


def holding(condition: Condition, document: Document, values: Values) -> dict[str, str]:
    """The values, changed where the condition asks for something else; nothing is promised where terms contradict."""
    plan = compiled(document)
    samples = sample_values(document)

    def made(when: Condition, now: dict[str, str]) -> dict[str, str]:
        if holds(when, Record(plan.fields, now).plain):
            return now
        match when:
            case All(terms):
                for term in terms:
                    now = made(term, now)
                return now
            case AnyOf(terms):
                return made(terms[0], now) if terms else now
            case Test(key):
                return {**now, key: _value(when, samples.get(key, ""))}

    return made(in_plain_values(condition, plan.readers), dict(values))


def _value(test: Test, sample: str) -> str:
    """What makes one comparison true; `wanted` is plain: ISO dates, numbers with a point."""
    wanted = test.value if isinstance(test.value, str) else next(iter(test.value), "")
    match test.op:
        case "empty":
            return ""
        case "is_not":
            return sample if sample and sample != wanted else ""
        case "not_empty":
            return sample or "Sample"
        case "gt" | "after":
            return _beside(wanted, 1)
        case "lt" | "before":
            return _beside(wanted, -1)
        case "in":
            return wanted.split(",")[0].strip()
    return wanted


def _beside(wanted: str, step: int) -> str:
    """The next number or day."""
    try:
        return str(Decimal(wanted) + step)
    except InvalidOperation:
        pass
    try:
        return (date.fromisoformat(wanted[:DATE_LENGTH]) + timedelta(days=step)).isoformat()
    except (ValueError, OverflowError):
        return wanted
