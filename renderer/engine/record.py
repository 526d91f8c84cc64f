"""One recipient's record: every declared field read once, fallbacks worked out when a tag first asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from renderer.engine.conditions import Condition, holds
from renderer.engine.drawable import Reach
from renderer.engine.fields import MergeField
from renderer.engine.merge import Literal, Parts, tags_of
from renderer.engine.resolved import FallbackUsed
from renderer.engine.values import FieldReader, Reading, Text
from renderer.engine.wording import MustHide, Value, fill

UNDECLARED = Value("", "empty")
WORDS = frozenset({"text", "choice", "secret"})
"""Kinds of fields whose values are drawn letter by letter as they came; all others are worded by us, or looked up."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A field with its conditions and fallback texts made ready; `rules` are tried in order."""

    field: MergeField
    reader: FieldReader
    rules: tuple[tuple[Condition, Parts], ...]
    fallback: Parts

    def reading(self, values: Mapping[str, str], reach: Reach | None) -> Reading:
        """The field's value, under its key or the first of its aliases that the recipient has."""
        raw = values.get(self.field.key)
        if raw is None:
            raw = next((values[alias] for alias in self.field.aliases if alias in values), None)
        reading = self.reader.read(raw)
        if reach and reading.text and self.field.kind in WORDS and not reach.draws(reading.text):
            return Reading(None, "undrawable")
        return reading


class Record:
    """What one recipient's values say for each field of a document. `plain` is what conditions compare."""

    __slots__ = ("_fields", "_values", "missing", "plain", "readings")

    def __init__(self, fields: Mapping[str, FieldPlan], values: Mapping[str, str], reach: Reach | None = None):
        self._fields = fields
        self._values: dict[str, Value] = {}
        self.readings = {key: plan.reading(values, reach) for key, plan in fields.items()}
        self.plain = {key: reading.plain for key, reading in self.readings.items()}
        self.missing: dict[str, str] = {}

    def value(self, key: str) -> Value:
        """What the field says, or what stands in for it; asking notes that it was missing."""
        if (value := self._values.get(key)) is not None:
            return value
        if (plan := self._fields.get(key)) is None:
            return UNDECLARED
        reading = self.readings[key]
        if reading.text is not None:
            value = Value(reading.text, "value", plan.field.empty, plan.field.mode)
        else:
            self.missing[key] = reading.why or "absent"
            value = self._stand_in(plan)
        self._values[key] = value
        return value

    def reworded(self, key: str, value: Value, style: str) -> str:
        """The value in another format than the field's own."""
        plan, text = self._fields.get(key), value.text
        return plan.reader.word(text.typed, style) if plan and isinstance(text, Text) else text

    def is_authored(self, key: str) -> bool:
        """Whether the field's fallback holds nothing but words an author typed."""
        plan = self._fields[key]
        return not any(tags_of(parts) for parts in (plan.fallback, *(use for _, use in plan.rules)))

    def fallbacks(self) -> tuple[FallbackUsed, ...]:
        """The fields that something asked for and that had no value, but for those that may be ignored."""
        return tuple(
            FallbackUsed(key, why) for key, why in self.missing.items() if self._fields[key].field.mode != "ignore"
        )

    def refusing(self) -> str | None:
        """The first field whose missing or invalid value refuses the picture."""
        for key, reading in self.readings.items():
            if reading.why == "refused":
                return key
            refuses = reading.text is None and self._fields[key].field.empty == "refuse"
            if refuses and self.value(key).state == "empty":
                return key
        return None

    def _stand_in(self, plan: FieldPlan) -> Value:
        for condition, use in plan.rules:
            if holds(condition, self.plain):
                return self._fallback(plan, use)
        if plan.field.empty == "text":
            return self._fallback(plan, plan.fallback)
        return Value("", "empty", plan.field.empty, plan.field.mode)

    def _fallback(self, plan: FieldPlan, parts: Parts) -> Value:
        """Words an author wrote; tags of other fields in them are filled, never the other way round."""
        words = _plain_words(parts, self)
        if not words:
            return Value("", "empty", "blank", plan.field.mode)
        return Value(plan.reader.literal(words), "fallback", plan.field.empty, plan.field.mode)


def _plain_words(parts: Parts, record: Record) -> str:
    if len(parts) == 1 and isinstance(parts[0], Literal):
        return parts[0].text.strip()
    try:
        return fill(parts, record, may_hide=False).text.strip()
    except MustHide:
        return ""
