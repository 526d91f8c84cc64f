"""Uploads: taken in and sealed, matched to fields, and left to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from audiences import sealed_files
from audiences.findings import Findings, look_through, unsealed
from audiences.models import Audience, Upload
from audiences.operations import recipients
from audiences.problems import UnusableFile, WrongMoment
from audiences.sheets.csv_sheet import ENCODINGS, Dialect, delimiter_of
from audiences.sheets.reading import Sheet, read
from audiences.signals import upload_matched
from workspaces import audit
from workspaces.actors import Actor

if TYPE_CHECKING:
    from workspaces.models import Workspace

UNREAD_FOR = timedelta(days=1)
State = Upload.State


def take_in(
    *,
    workspace: Workspace,
    file_name: str,
    pieces: Iterable[bytes],
    by: Actor,
    now: datetime,
    audience: Audience | None = None,
) -> Upload:
    """Seal and store the file and find out what it is. Raises UnusableFile; then nothing is kept."""
    upload = Upload(
        workspace=workspace, audience=audience, file_name=file_name[:200], created_at=now, created_by=by.user
    )
    upload.storage_key = sealed_files.write(f"uploads/{workspace.key}/{upload.key}", pieces)
    try:
        with sealed_files.opened(upload.storage_key) as file:
            _describe(upload, read(file))
    except Exception:
        sealed_files.remove(upload.storage_key)
        raise
    upload.save()
    return upload


def read_as(*, upload: Upload, encoding: str) -> None:
    """People see that the letters are wrong and choose another encoding. Raises UnusableFile, WrongMoment."""
    _must_be(upload, State.MAPPING)
    if encoding not in ENCODINGS or not upload.encoding:
        raise UnusableFile("Choose one of the encodings in the list.")
    with sealed_files.opened(upload.storage_key) as file:
        _describe(upload, read(file, Dialect(encoding, delimiter_of(file, encoding))))
    upload.save(update_fields=["encoding", "delimiter", "columns", "findings"])


def found_in(upload: Upload) -> Findings:
    """What the look through the whole file found. Raises UnusableFile."""
    if not upload.findings:
        with sealed_files.opened(upload.storage_key) as file:
            _describe(upload, read(file, dialect_of(upload)))
        upload.save(update_fields=["findings", "columns", "encoding", "delimiter"])
    return unsealed(bytes(upload.findings))


def start(
    *,
    upload: Upload,
    audience_name: str,
    mapping: Mapping[int, str],
    id_column: int | None,
    by: Actor,
    now: datetime,
    delete_on: date | None = None,
) -> Upload:
    """Columns by number to names; columns that are not named are dropped. Raises UnusableFile, WrongMoment."""
    names = [name for name in mapping.values() if name]
    if not names:
        raise UnusableFile("Keep at least one column.")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UnusableFile(f"Two columns are matched to “{twice}”. Keep one of them.")
    with transaction.atomic():
        upload = Upload.objects.select_for_update().select_related("workspace__organization").get(pk=upload.pk)
        _must_be(upload, State.MAPPING)
        upload.audience = upload.audience or recipients.create_audience(
            name=audience_name or upload.file_name, by=by, workspace=upload.workspace, now=now, delete_on=delete_on
        )
        upload.mapping = {str(number): name for number, name in mapping.items() if name}
        upload.id_column, upload.state = id_column, State.READING
        upload.save()
        audit.record("audience.uploaded", by=by, now=now, about=upload.audience, workspace=upload.workspace)
        transaction.on_commit(partial(upload_matched.send, Upload, upload_id=upload.pk), robust=True)
    return upload


def discard(*, upload: Upload) -> None:
    """Forget an upload that was not matched."""
    _must_be(upload, State.MAPPING)
    sealed_files.remove(upload.storage_key)
    upload.delete()


def discard_unread(*, now: datetime) -> int:
    """Files that nobody matched within a day go; returns how many."""
    left = list(Upload.objects.filter(state=State.MAPPING, created_at__lt=now - UNREAD_FOR))
    for upload in left:
        discard(upload=upload)
    return len(left)


def dialect_of(upload: Upload) -> Dialect | None:
    return Dialect(upload.encoding, upload.delimiter) if upload.encoding else None


def _describe(upload: Upload, sheet: Sheet) -> None:
    upload.columns = list(sheet.columns)
    if sheet.dialect:
        upload.encoding, upload.delimiter = sheet.dialect.encoding, sheet.dialect.delimiter
    found = look_through(sheet.columns, sheet.rows, sheet.repeated)
    if not found.rows:
        raise UnusableFile("This file names columns but has no rows below them.")
    upload.findings = found.sealed()


def _must_be(upload: Upload, state: Upload.State) -> None:
    if upload.state != state:
        raise WrongMoment("This upload was dealt with already.")
