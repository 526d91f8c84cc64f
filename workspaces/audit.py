"""Write the audit log and prove that nobody changed it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction

from workspaces.actors import Actor
from workspaces.models import AuditChain, AuditEntry, Organization, Workspace

SEALED_FIELDS = (
    "chain",
    "number",
    "actor_kind",
    "actor_key",
    "actor_name",
    "action",
    "object_kind",
    "object_key",
    "object_name",
    "details",
    "previous_seal",
    "organization_id",
    "workspace_id",
)
"""What a seal covers, besides the time."""


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold."""

    chain: str
    number: int
    why: str


def record(
    action: str,
    *,
    by: Actor,
    now: datetime,
    about: models.Model | None = None,
    workspace: Workspace | None = None,
    organization: Organization | None = None,
    **details: Any,
) -> AuditEntry:
    """Add one entry, in the transaction of the change it tells of.

    `action` is "thing.verb" in the past tense, such as "template.published". `about` is the row concerned: its `key`
    and its words are copied. `details` must be JSON and free of recipients' values and of secrets. Raises RuntimeError
    outside a transaction, for a log that may miss a change is none.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The audit log is written in the transaction of the change itself.")
    if workspace is not None:
        organization = workspace.organization
    end = _end_of(chain_name(workspace, organization))
    entry = AuditEntry(
        chain=end.name,
        number=end.length + 1,
        at=now,
        organization=organization,
        workspace=workspace,
        actor_kind=by.kind,
        actor_key=by.key,
        actor_name=by.name[:160],
        action=action,
        object_kind=about._meta.model_name or "" if about is not None else "",
        object_key=str(getattr(about, "key", "") or ""),
        object_name=str(about)[:200] if about is not None else "",
        details=json.loads(json.dumps(details, default=str)),
        previous_seal=end.last_seal,
    )
    entry.seal = seal_of(entry)
    entry.save()
    end.length, end.last_seal = entry.number, entry.seal
    end.save(update_fields=["length", "last_seal"])
    return entry


def chain_name(workspace: Workspace | None, organization: Organization | None) -> str:
    """A workspace's log is one chain, what belongs to an organization alone another."""
    if workspace is not None:
        return f"workspace:{workspace.key}"
    return f"organization:{organization.key}" if organization is not None else "installation"


def _end_of(name: str) -> AuditChain:
    end, _ = AuditChain.objects.select_for_update().get_or_create(name=name)
    return end


def seal_of(entry: AuditEntry) -> str:
    """HMAC-SHA-256 over the entry and the seal before it, with a key that is not in the database."""
    told = {name: getattr(entry, name) for name in SEALED_FIELDS}
    told["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    message = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return hmac.new(_seal_key(), message, hashlib.sha256).hexdigest()


def _seal_key() -> bytes:
    return hmac.new(settings.SIGNING_SECRET.encode(), b"okzest audit log", hashlib.sha256).digest()


def verify(chain: AuditChain) -> Iterator[Break]:
    """Every place where this chain was changed, cut or added to behind the log's back; nothing when it holds."""
    number, seal = 0, ""
    for entry in AuditEntry.objects.filter(chain=chain.name).order_by("number").iterator():
        number += 1
        if entry.number != number:
            yield Break(chain.name, number, f"entries {number} to {entry.number - 1} are missing")
            number = entry.number
        elif entry.previous_seal != seal:
            yield Break(chain.name, number, "it does not follow from the entry before it")
        if not hmac.compare_digest(seal_of(entry), entry.seal):
            yield Break(chain.name, number, "its content was changed")
        seal = entry.seal
    if (number, seal) != (chain.length, chain.last_seal):
        yield Break(chain.name, number + 1, f"the chain should end at entry {chain.length}, it ends at {number}")


def verify_everything() -> Iterator[Break]:
    """Every break in every chain, and entries that belong to no chain at all."""
    for chain in AuditChain.objects.order_by("name").iterator():
        yield from verify(chain)
    known = AuditChain.objects.values("name")
    stray = AuditEntry.objects.exclude(chain__in=known).order_by().values_list("chain", flat=True).distinct()
    for name in stray:
        yield Break(name, 1, "the end of this chain is not on record")
