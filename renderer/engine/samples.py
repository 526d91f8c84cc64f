"""Sample records of a document: complete, partial, empty and longest, from the fields' samples or made up by kind."""

from __future__ import annotations

from collections.abc import Mapping

from renderer.engine.cleaning import cut
from renderer.engine.document import Document
from renderer.engine.fields import MergeField

RECORDS = ("complete", "partial", "empty", "longest")

_COMPLETE: Mapping[str, str] = {
    "number": "42",
    "money": "49",
    "date": "2026-11-24",
    "bool": "true",
    "url": "https://example.com/",
}
# The longest English date is a Wednesday in September, and numbers are widest in the millions.
_LONGEST: Mapping[str, str] = {**_COMPLETE, "number": "1234567.89", "money": "1234567.89", "date": "2026-09-30"}


def sample_values(document: Document, record: str = "complete") -> dict[str, str]:
    """Values by field key for one of RECORDS; a field that the record leaves out is absent."""
    values: dict[str, str] = {}
    for i, field in enumerate(document.fields):
        value = field.samples.get(record)
        if value is None:
            value = _made_up(field, record, i)
        if value:
            values[field.key] = value
    return values


def _made_up(field: MergeField, record: str, position: int) -> str:
    match record:
        case "complete":
            return _complete(field)
        case "longest":
            return _longest(field)
        case "partial" if field.mode == "required" or position % 2 == 0:
            return _complete(field)
    return ""


def _complete(field: MergeField) -> str:
    if sample := field.samples.get("complete"):
        return sample
    if field.kind == "image":
        # An address nobody can fetch would only show the fallback.
        return ""
    return _COMPLETE.get(field.kind) or (field.choices[0] if field.choices else field.label)


def _longest(field: MergeField) -> str:
    if field.choices:
        return max(field.choices, key=len)
    known = max(field.samples.values(), key=len, default="")
    if field.kind in _LONGEST and field.kind != "url":
        return _LONGEST[field.kind]
    if field.kind in ("url", "image"):
        return known or _complete(field)
    # Twice the longest sample is what a name with two parts needs.
    once = known or _complete(field)
    return cut(f"{once} {once}", field.max_length)
