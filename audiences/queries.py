"""Questions to audiences: their sizes, a recipient by token, everybody's values in order, refused rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from audiences import tokens
from audiences.models import Audience, Recipient, RefusedRow, Upload
from workspaces.encryption import unseal
from workspaces.models import Workspace

PIECE = 1_000


@dataclass(frozen=True, slots=True)
class Known:
    """A recipient for whoever draws: the row's id, the token, the values by name, the id of another system if any."""

    id: int
    token: str
    values: dict[str, str]
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a token opens."""

    id: int
    values: dict[str, str]


def audiences_of(workspace: Workspace) -> QuerySet[Audience]:
    """With `size`, newest first."""
    rows: QuerySet[Audience] = audiences_of_all().in_workspace(workspace)  # type: ignore[attr-defined]
    return rows


def audiences_of_all() -> QuerySet[Audience]:
    """The same for the door, which narrows it to the workspace."""
    rows: QuerySet[Audience] = Audience.objects.select_related("workspace").annotate(size=Count("recipients"))
    return rows.order_by("-created_at", "-id")


def by_token(workspace_id: int, token: str) -> Looked | None:
    """The recipient whose living token this is, within this workspace; None for an unknown, revoked or erased one."""
    digest = tokens.digest_of(token)
    rows = Recipient.objects.filter(workspace_id=workspace_id, token_digest=digest, revoked_at__isnull=True)
    found = rows.values_list("pk", "values").first()
    return Looked(found[0], values_in(found[1])) if found else None


def known_recipient(recipient: Recipient) -> Known:
    """One recipient as whoever draws knows them. The audience is there already."""
    token = tokens.token_of(recipient.audience.key, bytes(recipient.nonce))
    external_id, values = opened(bytes(recipient.values))
    return Known(recipient.pk, token, values, external_id)


def everybody(audience: Audience, after: int = 0) -> Iterator[Known]:
    """Every recipient whose token lives, by ascending id, a thousand in memory at a time."""
    rows = audience.recipients.filter(pk__gt=after, revoked_at__isnull=True).order_by("pk")
    for row in rows.values_list("pk", "nonce", "values").iterator(chunk_size=PIECE):
        external_id, values = opened(row[2])
        yield Known(row[0], tokens.token_of(audience.key, row[1]), values, external_id)


def values_in(sealed: bytes) -> dict[str, str]:
    """The values by name."""
    return opened(sealed)[1]


def opened(sealed: bytes) -> tuple[str, dict[str, str]]:
    """The id of another system, if there is one, and the values by name."""
    held = json.loads(unseal(bytes(sealed)))
    # Rows from before ids were kept hold the values alone.
    external_id, values = held if isinstance(held, list) else ("", held)
    return external_id, values


def refused_rows(upload: Upload) -> Iterator[tuple[int, str, list[str]]]:
    """Number in the file, reason, cells."""
    for row in RefusedRow.objects.filter(upload=upload).iterator(chunk_size=PIECE):
        yield row.number, row.reason, json.loads(unseal(bytes(row.cells)))
