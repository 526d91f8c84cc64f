"""Conditions and fallback rules in words that a marketer reads: “Tier is VIP and (City is Rome or City is Oslo)”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

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
ALONE = frozenset({"empty", "not_empty"})
"""Comparisons that look at the field alone."""
JOINTS = {"all": " and ", "any": " or "}


def condition(when: Mapping[str, Any], labels: Mapping[str, str] | None = None, *, inside: bool = False) -> str:
    """The condition as a clause; `labels` are what people call the fields, a key without one stands for itself."""
    for name, joint in JOINTS.items():
        if name in when:
            terms = [condition(term, labels, inside=True) for term in when[name]]
            return f"({joint.join(terms)})" if inside and len(terms) > 1 else joint.join(terms)
    key, op = str(when.get("field", "")), str(when.get("op", "is"))
    said = f"{(labels or {}).get(key, key)} {OPS.get(op, op)}"
    return said if op in ALONE else f"{said} {wanted(when.get('value', ''))}".strip()


def wanted(value: object) -> str:
    """What a field is compared with, as it is typed: several between commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def fallback_rules(rules: Iterable[Mapping[str, Any]]) -> str:
    """“if City is Rome: amico; if …”."""
    return "; ".join(f"if {condition(rule.get('when', {}))}: “{rule.get('use', '')}”" for rule in rules)
