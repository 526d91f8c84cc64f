"""Keep a template's own test records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from designer.models import Template, TestRecord
from workspaces.problems import Problem

MAX_RECORDS = 50
MAX_VALUE = 2000


class BadRecord(Problem):
    """The record cannot be kept; the sentence says why."""

    code = "bad_record"


def add_record(*, template: Template, label: str, values: Mapping[str, object], now: datetime) -> TestRecord:
    """One more record to try the template with. Raises BadRecord."""
    with transaction.atomic():
        rows = TestRecord.objects.filter(template=template)
        if rows.count() >= MAX_RECORDS:
            raise BadRecord(f"A template has at most {MAX_RECORDS} test records. Delete one first.")
        last = rows.aggregate(last=Max("position"))["last"]
        return TestRecord.objects.create(
            template=template,
            label=_label(label),
            values=checked_values(values),
            position=0 if last is None else last + 1,
            created_at=now,
        )


def change_record(
    *, record: TestRecord, label: str | None = None, values: Mapping[str, object] | None = None
) -> TestRecord:
    """Another label or other values."""
    record.label = record.label if label is None else _label(label)
    record.values = record.values if values is None else checked_values(values)
    record.save(update_fields=["label", "values"])
    return record


def delete_record(*, record: TestRecord) -> None:
    record.delete()


def checked_values(raw: object) -> dict[str, str]:
    """Values by field key, as text. Raises BadRecord."""
    if not isinstance(raw, Mapping) or len(raw) > 100:
        raise BadRecord("Values must be an object of at most 100 fields, such as {“first_name”: “Amira”}.")
    values = {str(key): "" if value is None else str(value) for key, value in raw.items()}
    if too_long := next((key for key, value in values.items() if len(value) > MAX_VALUE), None):
        raise BadRecord(f"The value of “{too_long}” is longer than {MAX_VALUE:,} characters.")
    return values


def _label(label: str) -> str:
    label = " ".join(label.split())[:60]
    if not label:
        raise BadRecord("Give the record a name, such as “VIP without photo”.")
    return label
