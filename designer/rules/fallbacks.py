"""What stands in for a missing value, by rules tried in order before the plain fallback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from designer.records import Record
from designer.rules.terms import BadRule, ConditionRows, condition_of, posted_rows, rows_of
from designer.rules.witness import holding
from designer.rules.words import condition
from renderer.engine.conditions import holds
from renderer.engine.document import Document
from renderer.engine.plan import compiled
from renderer.engine.properties import of_object
from renderer.engine.record import Record as Values
from workspaces.whole_numbers import whole_number

MOST = of_object("field")["rules"]["max"]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FallbackRow:
    """One rule as the page shows it. `when` is None where the form cannot show it; number -1 is a new one."""

    number: int = -1
    words: str = ""
    use: str = ""
    when: ConditionRows | None = ConditionRows()
    matching: int = 0
    tried: int = 0
    error: str = ""


def rows(field: Mapping[str, Any], document: Document, records: Sequence[Record]) -> list[FallbackRow]:
    """The field's rules in order, each with how many of the records it holds for."""
    plan = compiled(document)
    labels = {one.key: one.label for one in document.fields}
    readings = [Values(plan.fields, record.values).plain for record in records]
    pairs = zip(field.get("rules", []), plan.fields[field["key"]].rules, strict=True)
    return [
        FallbackRow(
            number,
            condition(raw["when"], labels),
            raw.get("use", ""),
            rows_of(raw["when"]),
            sum(holds(when, plain) for plain in readings),
            len(records),
        )
        for number, (raw, (when, _)) in enumerate(pairs)
    ]


def posted(post: QueryDict, error: str) -> FallbackRow:
    """What was sent and could not be kept, with the reason."""
    number = whole_number(post.get("number", ""))
    return FallbackRow(-1 if number is None else number, "", post.get("use", ""), posted_rows(post), error=error)


def rule_of(post: QueryDict, document: Document) -> Json:
    """The rule's JSON. Raises BadRule."""
    when = condition_of(post, document)
    use = post.get("use", "").strip()
    if not use:
        raise BadRule("Write what is used when the rule fits.")
    return {"when": when, "use": use}


def with_rule(rules: Sequence[Json], number: int, rule: Json) -> list[Json]:
    """The rules with this one in its place; a number past the end adds it. Raises BadRule when there are too many."""
    if number >= MOST:
        raise BadRule(f"A field can have {MOST} rules. Take one out first.")
    return [*rules[:number], rule, *rules[number + 1 :]]


def seen_by(key: str, number: int, document: Document, values: Mapping[str, str]) -> dict[str, str]:
    """The record of somebody whom the rule is for: the field is missing and the condition holds."""
    field = next(one for one in document.fields if one.key == key)
    names = {key, *field.aliases}
    without = {name: value for name, value in values.items() if name not in names}
    return holding(field.rules[number].when, document, without)
