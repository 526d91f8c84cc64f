"""Conditions that show, hide or change a layer, as a form without scripts, and back to JSON."""

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
from renderer.engine.plan import compiled, in_plain_values
from renderer.engine.record import Record as Values
from workspaces.whole_numbers import whole_number

DEEDS = {"show": "Show", "hide": "Hide", "set": "Change"}
SETS = {
    "text": "the words",
    "paint": "the colour",
    "opacity": "the opacity (0 to 1)",
    "size": "the text size, px",
    "x": "the place from left, px",
    "y": "the place from top, px",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A condition as the page shows it. `when` is None where the form cannot show it; number -1 is a new one."""

    number: int = -1
    words: str = ""
    deed: str = "show"
    layer: str = ""
    property: str = "text"
    value: str = ""
    when: ConditionRows | None = ConditionRows()
    matching: int = 0
    error: str = ""


def rows_of_design(draft: Mapping[str, Any], document: Document, records: Sequence[Record]) -> list[Row]:
    """Every condition in order, with how many of the records it holds for."""
    plan = compiled(document)
    readings = [Values(plan.fields, record.values).plain for record in records]
    pairs = zip(draft.get("rules", []), document.rules, strict=True)
    return [
        _row(
            number, raw, draft, document, sum(holds(in_plain_values(rule.when, plan.readers), one) for one in readings)
        )
        for number, (raw, rule) in enumerate(pairs)
    ]


def posted(post: QueryDict, error: str) -> Row:
    """What was sent and could not be kept, with the reason."""
    number = whole_number(post.get("number", ""))
    names = ("do", "layer", "property", "value")
    deed, layer, name, value = (post.get(one, "") for one in names)
    return Row(-1 if number is None else number, "", deed, layer, name, value, posted_rows(post), error=error)


def _row(number: int, raw: Mapping[str, Any], draft: Mapping[str, Any], document: Document, matching: int) -> Row:
    names = {layer["id"]: layer.get("name") or layer["id"] for layer in draft.get("layers", [])}
    labels = {field.key: field.label for field in document.fields}
    name, value = raw.get("property") or "text", raw.get("value")
    shown = str(value.get("color", "")) if isinstance(value, Mapping) else "" if value is None else str(value)
    layer = names.get(raw["layer"], raw["layer"])
    said = f"change {SETS.get(name, name)} of {layer}: {shown}" if raw["do"] == "set" else f"{raw['do']} {layer}"
    words = f"If {condition(raw['when'], labels)}: {said}"
    return Row(number, words, raw["do"], raw["layer"], name, shown, rows_of(raw["when"]), matching)


def rule_of(post: QueryDict, document: Document) -> dict[str, Any]:
    """The condition's JSON. Raises BadRule."""
    when = condition_of(post, document)
    if not post.get("layer"):
        raise BadRule("Choose the layer that the condition changes.")
    deed = post.get("do", "show")
    rule = {"when": when, "do": deed, "layer": post["layer"]}
    return rule if deed != "set" else {**rule, **_set(post.get("property", "text"), post.get("value", ""))}


def seen_by(number: int, document: Document, values: Mapping[str, str]) -> dict[str, str]:
    """The record of somebody for whom the condition holds."""
    return holding(document.rules[number].when, document, values)


def _set(name: str, value: str) -> dict[str, Any]:
    if name not in SETS:
        raise BadRule("Choose what the condition changes.")
    if name == "text":
        return {"property": name, "value": value}
    if name == "paint":
        return {"property": name, "value": {"type": "solid", "color": value.strip()}}
    try:
        return {"property": name, "value": float(value.replace(",", "."))}
    except ValueError as problem:
        raise BadRule(f"“{value}” is not a number.") from problem
