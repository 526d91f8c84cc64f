"""A condition as rows of a form without scripts: comparisons, and groups of comparisons one level deep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict

from designer.rules.words import ALONE, OPS, wanted
from renderer.engine.conditions import MAX_TERMS
from renderer.engine.document import Document
from renderer.engine.plan import compiled
from workspaces.problems import Problem
from workspaces.whole_numbers import whole_number

SPARE, SPARE_IN_GROUP = 1, 2
"""Blank rows that a form offers below those that say something."""
FEWEST = 2
ORDERING = frozenset({"gt", "lt", "before", "after"})
Json = dict[str, Any]


class BadRule(Problem):
    """The rule cannot be kept; the sentence says what is missing."""

    code = "bad_rule"


@dataclass(frozen=True, slots=True)
class TermRow:
    """One comparison as it is shown; a blank one has no field."""

    field: str = ""
    op: str = "is"
    value: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Comparisons that are joined before they count as one."""

    number: int
    joint: str
    terms: tuple[TermRow, ...]

    @property
    def is_blank(self) -> bool:
        return not any(term.field for term in self.terms)


@dataclass(frozen=True, slots=True)
class ConditionRows:
    """A whole condition. The last group is a blank one, for who wants to add it."""

    joint: str = "all"
    terms: tuple[TermRow, ...] = (TermRow(),) * FEWEST
    groups: tuple[GroupRow, ...] = (GroupRow(1, "any", (TermRow(),) * SPARE_IN_GROUP),)


def rows_of(when: Mapping[str, Any]) -> ConditionRows | None:
    """The condition as rows; None when its groups hold further groups."""
    joint, terms = _joined(when)
    groups = [_joined(term) for term in terms if "field" not in term]
    if any("field" not in term for _, inner in groups for term in inner):
        return None
    plain = [_row(term) for term in terms if "field" in term]
    return laid_out(joint, plain, [(own, [_row(term) for term in inner]) for own, inner in groups])


def laid_out(joint: str, terms: Sequence[TermRow], groups: Sequence[tuple[str, Sequence[TermRow]]]) -> ConditionRows:
    """Rows with blank ones below them, and a blank group."""
    blank = TermRow()
    spare = max(SPARE, FEWEST - len(terms))
    numbered = [GroupRow(i, own, (*inner, blank)) for i, (own, inner) in enumerate(groups, 1)]
    other = "any" if joint == "all" else "all"
    new = GroupRow(len(numbered) + 1, other, (blank,) * SPARE_IN_GROUP)
    return ConditionRows(joint, (*terms, *(blank,) * spare), (*numbered, new))


def posted_rows(post: QueryDict) -> ConditionRows:
    """What was sent, right or wrong, to be shown again."""
    plain, groups = _sorted(post)
    return laid_out(_joint(post.get("joint")), plain, groups)


def condition_of(post: QueryDict, document: Document) -> Json:
    """The condition's JSON. Raises BadRule with a sentence on what is missing."""
    plain, groups = _sorted(post)
    terms = [_term(row, document) for row in plain]
    terms += [_join(joint, [_term(row, document) for row in inner]) for joint, inner in groups]
    if not terms:
        raise BadRule("Choose the field that the condition looks at.")
    if len(plain) + sum(len(inner) for _, inner in groups) > MAX_TERMS:
        raise BadRule(f"A condition can have {MAX_TERMS} comparisons. Take some out.")
    return _join(_joint(post.get("joint")), terms)


def _sorted(post: QueryDict) -> tuple[list[TermRow], list[tuple[str, list[TermRow]]]]:
    """Rows that say something: those that stand by themselves, and those of each group with how they are joined."""
    columns = [post.getlist(f"term-{name}") for name in ("group", "field", "op", "value")]
    plain: list[TermRow] = []
    groups: dict[str, list[TermRow]] = {}
    for group, field, op, value in zip(*columns, strict=False):
        if field:
            (groups.setdefault(group, []) if group else plain).append(TermRow(field, op, value.strip()))
    joints = dict(enumerate(post.getlist("group-joint"), 1))
    return plain, [(_joint(joints.get(whole_number(one) or 0)), inner) for one, inner in groups.items()]


def _joint(said: str | None) -> str:
    return "any" if said == "any" else "all"


def _join(joint: str, terms: list[Json]) -> Json:
    return terms[0] if len(terms) == 1 else {joint: terms}


def _joined(when: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]]]:
    joint = next((name for name in ("all", "any") if name in when), "all")
    return joint, list(when.get(joint, [when]))


def _row(term: Mapping[str, Any]) -> TermRow:
    return TermRow(str(term["field"]), str(term.get("op", "is")), wanted(term.get("value", "")))


def _term(row: TermRow, document: Document) -> Json:
    labels = {field.key: field.label for field in document.fields}
    if row.field not in labels:
        raise BadRule(f"There is no field “{row.field}” any more. Choose another one.")
    if row.op not in OPS:
        raise BadRule(f"Choose how {labels[row.field]} is compared.")
    if row.op in ALONE:
        return {"field": row.field, "op": row.op}
    if not row.value:
        raise BadRule(f"“{labels[row.field]} {OPS[row.op]} …”: write what it is compared with.")
    if row.op in ORDERING and not _can_be_ordered(row, document):
        raise BadRule(f"“{labels[row.field]} {OPS[row.op]} {row.value}”: write a number, or a date such as 2026-11-24.")
    value = [one.strip() for one in row.value.split(",") if one.strip()] if row.op == "in" else row.value
    return {"field": row.field, "op": row.op, "value": value}


def _can_be_ordered(row: TermRow, document: Document) -> bool:
    if compiled(document).readers[row.field].parsed(row.value) is not None:
        return True
    for read in (Decimal, datetime.fromisoformat):
        try:
            read(row.value)
        except (InvalidOperation, ValueError):
            continue
        return True
    return False
