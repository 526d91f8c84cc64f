"""Read an upload into its audience, a thousand rows at a time and in turns; what was read before a kill stays read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import transaction

from audiences import sealed_files, tokens
from audiences.models import Recipient, RefusedRow, Upload
from audiences.operations import recipients
from audiences.operations.recipients import BATCH, Entry, checked
from audiences.operations.uploads import dialect_of
from audiences.problems import UnusableRecipient
from audiences.sheets.reading import read
from workspaces.encryption import seal
from workspaces.problems import Problem

TURN = 120.0
"""Seconds that a task reads before it hands over to the next: a million rows take many minutes, no task may."""
MOST_REFUSED = 10_000
"""More refused rows are only counted: by then the file is the wrong one."""


@dataclass(slots=True)
class Batch:
    """What becomes of some rows."""

    entries: dict[str, Entry] = field(default_factory=dict)
    cells: dict[int, list[str]] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)


class Overtaken(Exception):
    """Another task reads this upload on, or it was erased with its audience."""


def run(*, upload: Upload, now: datetime, seconds: float = TURN) -> bool:
    """Everything in the file goes into the audience; what cannot is kept with a reason. The file goes at the end.

    False when the turn is over before the file is; call it again then, and it goes on there.
    """
    if upload.state != Upload.State.READING or upload.audience is None:
        return True
    try:
        with sealed_files.opened(upload.storage_key) as file:
            if not _read_on(upload, read(file, dialect_of(upload)).rows, now, time.monotonic() + seconds):
                return False
        upload.state = Upload.State.DONE
    except Overtaken:
        return True
    except Problem as problem:
        upload.state, upload.reason = Upload.State.FAILED, problem.public_message[:300]
    upload.finished_at, upload.findings = now, b""
    upload.save(update_fields=["state", "reason", "finished_at", "findings"])
    sealed_files.remove(upload.storage_key)
    return True


def _read_on(upload: Upload, rows: Iterator[tuple[int, list[str]]], now: datetime, until: float) -> bool:
    """From the first row that was not read yet; False when there are more than the time allowed for."""
    rest = islice(rows, upload.rows_read, None)
    while some := tuple(islice(rest, BATCH)):
        _keep(upload, some, now)
        if time.monotonic() > until:
            return False
    return True


def _keep(upload: Upload, rows: tuple[tuple[int, list[str]], ...], now: datetime) -> None:
    batch = _sorted_out(upload, rows)
    with transaction.atomic():
        assert upload.audience is not None
        recipients.upsert(audience=upload.audience, entries=[*batch.entries.values()], now=now, upload=upload)
        RefusedRow.objects.bulk_create(
            batch.refused[: max(MOST_REFUSED - upload.rows_refused, 0)], ignore_conflicts=True
        )
        _count(upload, len(rows), len(batch.entries), len(batch.refused))


def _count(upload: Upload, read: int, kept: int, refused: int) -> None:
    """Only where nobody else has read on meanwhile. Raises Overtaken."""
    mine = Upload.objects.filter(pk=upload.pk, state=Upload.State.READING, rows_read=upload.rows_read)
    upload.rows_read += read
    upload.rows_kept += kept
    upload.rows_refused += refused
    counts = {name: getattr(upload, name) for name in ("rows_read", "rows_kept", "rows_refused")}
    if not mine.update(**counts):
        raise Overtaken


def _sorted_out(upload: Upload, rows: tuple[tuple[int, list[str]], ...]) -> Batch:
    batch = Batch()
    for number, cells in rows:
        batch.cells[number] = cells
        try:
            entry = _entry(upload, number, cells)
            _first_here(batch, entry)
            batch.entries[entry.external_id] = entry
        except UnusableRecipient as problem:
            batch.refused.append(_refused(upload, number, cells, problem.public_message))
    _refuse_those_seen(upload, batch)
    return batch


def _entry(upload: Upload, number: int, cells: list[str]) -> Entry:
    if any(cell.strip() for cell in cells[len(upload.columns) :]):
        raise UnusableRecipient("This row has more cells than there are columns. Is a quotation mark missing?")
    values = {name: cells[int(at)].strip() for at, name in upload.mapping.items() if int(at) < len(cells)}
    if upload.id_column is None:
        return checked(Entry(f"{upload.key} row {number}", values, number, is_named=False))
    external_id = cells[upload.id_column].strip() if upload.id_column < len(cells) else ""
    if not external_id:
        raise UnusableRecipient(f"“{upload.columns[upload.id_column]}” is empty, so nobody can tell who this is.")
    return checked(Entry(external_id, values, number))


def _first_here(batch: Batch, entry: Entry) -> None:
    earlier = batch.entries.get(entry.external_id)
    if earlier:
        raise UnusableRecipient(_same_as(earlier.row_number))


def _refuse_those_seen(upload: Upload, batch: Batch) -> None:
    """Rows whose id stood further up in the same file. A row met again after a restart is no duplicate of itself."""
    assert upload.audience is not None
    digests = {tokens.external_digest(upload.audience.key, one): one for one in batch.entries}
    seen = Recipient.objects.filter(audience=upload.audience, upload=upload, external_digest__in=digests)
    for digest, number in seen.values_list("external_digest", "row_number"):
        entry = batch.entries[digests[digest]]
        if number < entry.row_number:
            del batch.entries[digests[digest]]
            cells = batch.cells[entry.row_number]
            batch.refused.append(_refused(upload, entry.row_number, cells, _same_as(number)))


def _same_as(number: int) -> str:
    return f"The same id stands in row {number} already; that row counts."


def _refused(upload: Upload, number: int, cells: list[str], reason: str) -> RefusedRow:
    kept = [cell[:500] for cell in cells[: len(upload.columns) + 1]]
    return RefusedRow(upload=upload, number=number, reason=reason[:200], cells=seal(json.dumps(kept).encode()))
