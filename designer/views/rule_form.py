"""One condition of a design as a form without scripts: “if these hold, show, hide or set a layer”, and back to JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from designer.records import Record
from designer.wording import condition
from renderer.engine.conditions import holds
from renderer.engine.document import Document
from renderer.engine.plan import compiled, in_plain_values
from renderer.engine.record import Record as Values
from workspaces.problems import Problem

TERMS = 3
OPS = {
    "is": "is",
    "is_not": "is not",
    "contains": "contains",
    "starts": "starts with",
    "empty": "is empty",
    "not_empty": "is not empty",
    "gt": "is more than",
    "lt": "is less than",
    "before": "is before",
    "after": "is after",
    "in": "is one of",
}
DEEDS = {"show": "Show", "hide": "Hide", "set": "Change"}
SETS = {
    "text": "the words",
    "paint": "the colour",
    "opacity": "the opacity (0 to 1)",
    "size": "the text size, px",
    "x": "the place from left, px",
    "y": "the place from top, px",
}


class BadRule(Problem):
    """The condition cannot be kept; the sentence says what is missing."""

    code = "bad_rule"


@dataclass(frozen=True, slots=True)
class Row:
    """A condition as the page shows it. `terms` is None for one that is nested deeper than the form can show."""

    number: int
    words: str
    deed: str
    layer: str
    property: str
    value: str
    joint: str
    terms: tuple[dict[str, str], ...] | None
    matching: int
    tried: int


def rows_of(draft: Mapping[str, Any], document: Document, records: Sequence[Record]) -> list[Row]:
    """Every condition in order, with how many of the records it holds for."""
    names = {layer["id"]: layer.get("name") or layer["id"] for layer in draft.get("layers", [])}
    plan = compiled(document)
    readings = [Values(plan.fields, record.values).plain for record in records]
    pairs = zip(draft.get("rules", []), document.rules, strict=True)
    return [
        _row(
            number,
            raw,
            names,
            sum(holds(in_plain_values(rule.when, plan.readers), plain) for plain in readings),
            len(records),
        )
        for number, (raw, rule) in enumerate(pairs)
    ]


def empty_row() -> Row:
    """What the form for a new condition begins with."""
    return Row(-1, "", "show", "", "text", "", "all", _padded([]), 0, 0)


def _row(number: int, raw: Mapping[str, Any], names: Mapping[str, str], matching: int, tried: int) -> Row:
    joint, terms = _terms(raw["when"])
    said = f"{DEEDS[raw['do']].lower()} {names.get(raw['layer'], raw['layer'])}"
    value = raw.get("value")
    shown = str(value.get("color", "")) if isinstance(value, Mapping) else "" if value is None else str(value)
    if raw["do"] == "set":
        said = (
            f"change {SETS.get(raw.get('property') or '', raw.get('property'))} of {names.get(raw['layer'])}: {shown}"
        )
    words = f"If {condition(raw['when'])}: {said}"
    padded = _padded(terms) if terms is not None else None
    return Row(
        number, words, raw["do"], raw["layer"], raw.get("property") or "text", shown, joint, padded, matching, tried
    )


def _terms(when: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]] | None]:
    """How the terms are joined, and they; None when a term holds further terms, or there are too many."""
    joint = next((name for name in ("all", "any") if name in when), "all")
    terms = list(when.get(joint, [when]))
    flat = len(terms) <= TERMS and all("field" in term for term in terms)
    return joint, terms if flat else None


def _padded(terms: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], ...]:
    shown = [{"field": term["field"], "op": term["op"], "value": _text(term.get("value", ""))} for term in terms]
    return (*shown, *({"field": "", "op": "is", "value": ""} for _ in range(TERMS - len(shown))))


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def rule_of(post: QueryDict) -> dict[str, Any]:
    """The condition's JSON. Raises BadRule."""
    names = ("field", "op", "value")
    columns = [post.getlist(f"term-{name}") for name in names]
    terms = [_term(dict(zip(names, term, strict=True))) for term in zip(*columns, strict=False) if term[0]]
    if not terms:
        raise BadRule("Choose the field that the condition looks at.")
    if not post.get("layer"):
        raise BadRule("Choose the layer that the condition changes.")
    joint = "any" if post.get("joint") == "any" else "all"
    deed = post.get("do", "show")
    rule = {"when": terms[0] if len(terms) == 1 else {joint: terms}, "do": deed, "layer": post["layer"]}
    return rule if deed != "set" else {**rule, **_set(post.get("property", "text"), post.get("value", ""))}


def _term(term: dict[str, str]) -> dict[str, Any]:
    if term["op"] not in OPS:
        raise BadRule("Choose how the field is compared.")
    value = term["value"].strip()
    if "empty" in term["op"]:
        return {"field": term["field"], "op": term["op"]}
    if term["op"] == "in":
        return {**term, "value": [one.strip() for one in value.split(",") if one.strip()]}
    return {**term, "value": value}


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
