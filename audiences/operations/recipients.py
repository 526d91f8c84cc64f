"""Recipients: kept or changed by the id of another system, given new tokens, erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from audiences import sealed_files, tokens
from audiences.models import Audience, Recipient, Upload
from audiences.problems import UnusableRecipient
from audiences.sheets.limits import MOST_CELL, MOST_COLUMNS
from audiences.signals import erasing_began, recipients_erased
from workspaces import audit
from workspaces.actors import SYSTEM, Actor
from workspaces.encryption import seal
from workspaces.models import Workspace

MOST_ID = 200
BATCH = 1_000
ERASED_AT_ONCE = 5_000
"""Recipients that are erased while somebody waits for the page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One recipient to be kept: the outside id, values by name, and where in which file it stood.

    `is_named` is False where the file tells nobody apart and the id was made up from the row.
    """

    external_id: str
    values: Mapping[str, str]
    row_number: int = 0
    is_named: bool = True


def create_audience(
    *, name: str, by: Actor, workspace: Workspace, now: datetime, delete_on: date | None = None
) -> Audience:
    """An empty audience; `delete_on` is the day on which all of it is erased."""
    with transaction.atomic():
        made: Audience = Audience.objects.create(
            workspace=workspace, name=name.strip()[:120], created_at=now, created_by=by.user, delete_on=delete_on
        )
        audit.record("audience.created", by=by, now=now, about=made, workspace=made.workspace)
    return made


def checked(entry: Entry) -> Entry:
    """The same. Raises UnusableRecipient."""
    if not entry.external_id.strip() or len(entry.external_id) > MOST_ID:
        raise UnusableRecipient(f"A recipient's id has 1 to {MOST_ID} characters.")
    if len(entry.values) > MOST_COLUMNS:
        raise UnusableRecipient(f"A recipient has at most {MOST_COLUMNS} values.")
    for name, value in entry.values.items():
        if len(value) > MOST_CELL:
            raise UnusableRecipient(f"“{name}” is longer than {MOST_CELL:,} characters.")
    return entry


def upsert(*, audience: Audience, entries: Sequence[Entry], now: datetime, upload: Upload | None = None) -> None:
    """Add or change these recipients; somebody who was there keeps the token. Raises UnusableRecipient.

    No two entries share an id: `{"id": …}` twice in one call would leave open which one counts.
    """
    rows = [_row(audience, checked(entry), now, upload) for entry in entries]
    if len({row.external_digest for row in rows}) < len(rows):
        raise UnusableRecipient("Two recipients have the same id. Send each one once.")
    with transaction.atomic():
        Recipient.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["audience", "external_digest"],
            update_fields=["values", "upload", "row_number", "changed_at"],
        )
        _learn_names(audience, entries)


def renew_token(*, recipient: Recipient, by: Actor, now: datetime) -> str:
    """End the recipient's token and give a new one: the old addresses show what a recipient without values sees."""
    recipient.nonce, token = tokens.fresh(recipient.audience.key)
    recipient.token_digest, recipient.revoked_at, recipient.changed_at = tokens.digest_of(token), None, now
    with transaction.atomic():
        recipient.save(update_fields=["nonce", "token_digest", "revoked_at", "changed_at"])
        audit.record("recipient.token_renewed", by=by, now=now, about=recipient.audience, workspace=recipient.workspace)
    return token


def revoke_token(*, recipient: Recipient, by: Actor, now: datetime) -> None:
    """End the recipient's token without a new one."""
    with transaction.atomic():
        recipient.revoked_at = now
        recipient.save(update_fields=["revoked_at"])
        audit.record("recipient.token_revoked", by=by, now=now, about=recipient.audience, workspace=recipient.workspace)


def find(audience: Audience, external_id: str) -> Recipient | None:
    """By the id of another system."""
    digest = tokens.external_digest(audience.key, external_id)
    found: Recipient | None = Recipient.objects.filter(audience=audience, external_digest=digest).first()
    return found


def erase(*, audience: Audience, external_ids: Iterable[str], by: Actor, now: datetime) -> int:
    """Forget these people: values, token, stored pictures. The log keeps how many, and nothing of them."""
    digests = [tokens.external_digest(audience.key, one) for one in external_ids]
    with transaction.atomic():
        count = _forget(Recipient.objects.filter(audience=audience, external_digest__in=digests))
        audit.record("recipient.erased", by=by, now=now, about=audience, workspace=audience.workspace, count=count)
    return count


def erase_audience(*, audience: Audience, by: Actor, now: datetime) -> int:
    """Forget everybody in it, the rows that were refused, and files that were never read."""
    with transaction.atomic():
        audit.record("audience.erased", by=by, now=now, about=audience, workspace=audience.workspace)
        count = 0
        while some := list(audience.recipients.values_list("pk", flat=True)[:BATCH]):
            count += _forget(Recipient.objects.filter(pk__in=some))
        keys = list(audience.uploads.values_list("storage_key", flat=True))
        audience.delete()
        transaction.on_commit(partial(_remove_files, keys))
    return count


def begin_erasing(*, audience: Audience, by: Actor, now: datetime) -> bool:
    """Erase it now if it is small; True. A large one loses every token now, and the rest within minutes; False."""
    if audience.recipients.count() <= ERASED_AT_ONCE:
        erase_audience(audience=audience, by=by, now=now)
        return True
    with transaction.atomic():
        audit.record("audience.erasure_begun", by=by, now=now, about=audience, workspace=audience.workspace)
        audience.recipients.filter(revoked_at=None).update(revoked_at=now)
        # Retention finishes the work if the task is lost.
        audience.delete_on = now.date()
        audience.save(update_fields=["delete_on"])
        transaction.on_commit(partial(erasing_began.send, Audience, audience_id=audience.pk), robust=True)
    return False


def erase_what_is_over(*, now: datetime) -> int:
    """Retention: erase the audiences whose day has come, their own or their workspace's; returns how many."""
    rows = Audience.objects.select_related("workspace__organization")
    over = [audience for audience in rows.iterator() if _is_over(audience, now)]
    for audience in over:
        erase_audience(audience=audience, by=SYSTEM, now=now)
    return len(over)


def _is_over(audience: Audience, now: datetime) -> bool:
    return audience.last_day is not None and audience.last_day <= now.date()


def _forget(rows: QuerySet[Recipient]) -> int:
    found = list(rows.values_list("pk", "workspace_id"))
    for workspace_id in {workspace_id for _, workspace_id in found}:
        ids = [pk for pk, own in found if own == workspace_id]
        recipients_erased.send(Recipient, workspace_id=workspace_id, recipient_ids=ids)
    rows.delete()
    return len(found)


def _row(audience: Audience, entry: Entry, now: datetime, upload: Upload | None) -> Recipient:
    nonce, token = tokens.fresh(audience.key)
    named = entry.external_id if entry.is_named else ""
    return Recipient(
        workspace_id=audience.workspace_id,
        audience=audience,
        external_digest=tokens.external_digest(audience.key, entry.external_id),
        values=seal(json.dumps([named, dict(entry.values)], ensure_ascii=False).encode("utf-8", "ignore")),
        nonce=nonce,
        token_digest=tokens.digest_of(token),
        upload=upload,
        row_number=entry.row_number,
        changed_at=now,
    )


def _learn_names(audience: Audience, entries: Iterable[Entry]) -> None:
    """The audience's page and its export list every name that some recipient has."""
    names = dict.fromkeys([*audience.fields, *(name for entry in entries for name in entry.values)])
    if list(names) != audience.fields:
        audience.fields = list(names)[:MOST_COLUMNS]
        audience.save(update_fields=["fields"])


def _remove_files(keys: list[str]) -> None:
    for key in keys:
        sealed_files.remove(key)
