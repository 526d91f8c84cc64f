"""A workspace's data sources as delivery needs them: read once, remembered until one changes."""

from __future__ import annotations

import hmac
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import structlog

from renderer.engine.document import Document
from renderer.models.sources import DataSource
from renderer.remembered import facts
from renderer.secrets import signing_secret
from renderer.sources import addresses, paths
from renderer.sources.addresses import SourceAddress
from renderer.sources.problems import InvalidSource
from renderer.sources.reading import JSON_BYTES, SHEET_BYTES
from workspaces.encryption import CannotUnseal, seal, unseal
from workspaces.outgoing import Request

ACCEPT = {DataSource.Kind.API: "application/json", DataSource.Kind.SHEET: "text/csv"}
SHEET_REDIRECTS = 3
"""Google publishes sheets from another host than the one it gives out; an API has no reason to send anybody on."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """One data source, parsed. `secret` opens its server and stands in no text of this object."""

    id: int
    key: str
    version: int
    kind: str
    address: SourceAddress
    mapping: Mapping[str, str]
    lookup_field: str
    lookup_column: str
    life: int
    keep: int
    deadline: float
    wins: bool
    serves_open_links: bool
    secret_place: str = ""
    secret_name: str = ""
    secret: str = field(default="", repr=False)

    @property
    def is_sheet(self) -> bool:
        return self.kind == DataSource.Kind.SHEET

    @property
    def keys(self) -> tuple[str, ...]:
        """The values that it needs of a recipient."""
        return (self.lookup_field,) if self.is_sheet and self.lookup_field else self.address.names

    def fills(self, document: Document) -> tuple[str, ...]:
        """The merge fields of the document that it has values for."""
        return tuple(one.key for one in document.fields if one.key in self.mapping)

    def request(self, values: Mapping[str, str]) -> Request | None:
        """What to ask for a recipient with these values; None if there is no telling."""
        address = self.address.filled(values)
        if address is None:
            return None
        headers = {"Accept": ACCEPT[DataSource.Kind(self.kind)]}
        if self.secret_place == DataSource.SecretPlace.HEADER:
            headers[self.secret_name] = self.secret
        elif self.secret_place == DataSource.SecretPlace.QUERY:
            address = addresses.with_parameter(address, self.secret_name, self.secret)
        most, redirects = (SHEET_BYTES, SHEET_REDIRECTS) if self.is_sheet else (JSON_BYTES, 0)
        return Request(address, headers=headers, most_bytes=most, redirects=redirects)

    def question(self, values: Mapping[str, str]) -> str | None:
        """The keyed digest of what would be asked, so that whoever reads our tables learns no recipient's key."""
        address = self.address.filled(values)
        if address is None:
            return None
        return hmac.digest(_digest_key(), f"{self.key} {self.version} {address}".encode(), "sha256").hex()


def of_workspace(workspace_id: int) -> tuple[Source, ...]:
    """The active ones, from memory if they can be."""
    found: tuple[Source, ...] = facts.get(key_of(workspace_id), lambda: _read(workspace_id))
    return found


def key_of(workspace_id: int) -> Hashable:
    """What they are remembered by."""
    return "sources", workspace_id


def source_of(row: DataSource) -> Source:
    """The row, parsed. Raises InvalidSource, CannotUnseal."""
    for path in row.mapping.values() if row.kind == DataSource.Kind.API else ():
        paths.parse(path)
    return Source(
        id=row.pk, key=row.key, version=row.version, kind=row.kind, address=addresses.parse(row.address),
        mapping=dict(row.mapping), lookup_field=row.lookup_field, lookup_column=row.lookup_column,
        life=row.life, keep=row.keep, deadline=row.deadline, wins=row.wins, serves_open_links=row.serves_open_links,
        secret_place=row.secret_place if row.secret else "", secret_name=row.secret_name, secret=_secret(row),
    )  # fmt: skip


def sealed(secret: str, *, workspace: str, host: str) -> bytes:
    """Bound to the workspace and the host it was entered for: a copied row or a changed address makes it worthless."""
    return seal(json.dumps([workspace, host, secret]).encode())


def _secret(row: DataSource) -> str:
    if not row.secret:
        return ""
    workspace, host, secret = json.loads(unseal(bytes(row.secret)))
    if workspace != row.workspace.key or host != addresses.parse(row.address).host:
        raise CannotUnseal
    return str(secret)


def _read(workspace_id: int) -> tuple[Source, ...]:
    rows = DataSource.objects.filter(workspace_id=workspace_id, is_active=True).select_related("workspace")
    return tuple(source for row in rows.order_by("id") if (source := _usable(row)))


def _usable(row: DataSource) -> Source | None:
    try:
        return source_of(row)
    except (InvalidSource, CannotUnseal) as problem:
        log.error("source.unusable", source=row.key, why=problem.code)
        return None


@cache
def _digest_key() -> bytes:
    return hmac.digest(signing_secret(), b"okzest questions to data sources", "sha256")


def as_json(values: Mapping[str, Any]) -> bytes:
    """How mapped values are kept."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
