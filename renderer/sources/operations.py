"""Set up, change, pause and remove a workspace's data sources. Secrets go in here and come out nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from renderer.engine.problems import RenderProblem
from renderer.models.sources import DataSource
from renderer.remembered import changed
from renderer.sources import addresses, breaker, known, paths
from renderer.sources.problems import InvalidSource
from workspaces import audit
from workspaces.actors import Actor
from workspaces.models import Workspace

FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
PARAMETER = re.compile(r"[A-Za-z0-9_.~-]{1,100}")
SECRET = re.compile(r"[\x20-\x7e]{1,2000}")
NOT_FOR_SECRETS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept", "accept-encoding"})
MOST_SOURCES, MOST_FIELDS = 50, 100
DAY = 86_400
ASKING = ("address", "mapping", "lookup_field", "lookup_column", "secret_place", "secret_name")
"""What decides what a source is asked, and how its answers are read."""
LIFE, KEEP, DEADLINE = (30, 7 * DAY), (0, 7 * DAY), (0.1, 1.5)
"""Least and most: seconds of cache life, of standing in, of waiting."""


class TooManySources(RenderProblem):
    """The workspace has as many as it may have."""

    code = "too_many_sources"


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything about a source but its secret. `lookup_…` are for sheets alone."""

    name: str
    kind: str
    address: str
    mapping: Mapping[str, str]
    secret_place: str = ""
    secret_name: str = ""
    lookup_field: str = ""
    lookup_column: str = ""
    life: int = 300
    keep: int = DAY
    deadline: float = 1.0
    wins: bool = False
    serves_open_links: bool = False


def keys_of(row: DataSource) -> tuple[str, ...]:
    """The values that it needs of a recipient."""
    if row.kind == DataSource.Kind.SHEET:
        return (row.lookup_field,) if row.lookup_field else ()
    return addresses.parse(row.address).names


def setup_of(row: DataSource) -> Setup:
    """As it is now."""
    return Setup(**{name: getattr(row, name) for name in Setup.__dataclass_fields__})


@transaction.atomic
def create(*, workspace: Workspace, setup: Setup, secret: str, by: Actor, now: datetime) -> DataSource:
    """A new source, asked from now on. Raises InvalidSource, TooManySources."""
    if DataSource.objects.in_workspace(workspace).count() >= MOST_SOURCES:
        raise TooManySources(f"A workspace has at most {MOST_SOURCES} data sources.")
    checked = _checked(workspace, setup, None)
    row = DataSource(workspace=workspace, created_at=now, created_by=by.user, **asdict(checked))
    _seal(row, secret)
    if checked.secret_place and not secret:
        raise InvalidSource("secret", "Enter the secret, or choose that there is none.")
    row.save()
    audit.record("data_source.created", by=by, now=now, about=row, workspace=workspace, **_told(checked))
    changed()
    return row


@transaction.atomic
def change(*, source: DataSource, setup: Setup, secret: str, by: Actor, now: datetime) -> None:
    """Set it up anew. An empty secret keeps the old one, unless another server is to be asked. Raises InvalidSource."""
    before, checked = setup_of(source), _checked(source.workspace, setup, source)
    moved = addresses.parse(before.address).host != addresses.parse(checked.address).host
    if checked.secret_place and not secret and (moved or not source.secret):
        raise InvalidSource("secret", "Enter the secret again: it is kept for the server it was entered for alone.")
    for name, value in asdict(checked).items():
        setattr(source, name, value)
    if secret or not checked.secret_place:
        _seal(source, secret)
    # A new name or another patience does not make the last good answers worthless.
    if secret or any(getattr(before, name) != getattr(checked, name) for name in ASKING):
        source.version += 1
    source.failed_at, source.problem = None, ""
    source.save()
    told = {name: value for name, value in _told(checked).items() if _told(before)[name] != value}
    audit.record(
        "data_source.changed", by=by, now=now, about=source, workspace=source.workspace, **told, new_secret=bool(secret)
    )
    breaker.forget(source.pk)
    changed()


@transaction.atomic
def set_active(*, source: DataSource, active: bool, by: Actor, now: datetime) -> None:
    """Pause it, so that fallbacks show, or ask it again."""
    if source.is_active == active:
        return
    source.is_active = active
    source.save(update_fields=["is_active"])
    verb = "resumed" if active else "paused"
    audit.record(f"data_source.{verb}", by=by, now=now, about=source, workspace=source.workspace)
    breaker.forget(source.pk)
    changed()


@transaction.atomic
def remove(*, source: DataSource, by: Actor, now: datetime) -> None:
    """The source, its secret and everything it answered, for good."""
    audit.record("data_source.removed", by=by, now=now, about=source, workspace=source.workspace)
    source.delete()
    changed()


def _checked(workspace: Workspace, setup: Setup, row: DataSource | None) -> Setup:
    name = " ".join(setup.name.split())
    others = DataSource.objects.in_workspace(workspace).exclude(pk=row.pk if row else None)
    if not 1 <= len(name) <= 80:
        raise InvalidSource("name", "Give it a name of 1 to 80 characters.")
    if others.filter(name=name).exists():
        raise InvalidSource("name", "Another data source has this name.")
    if setup.kind not in DataSource.Kind.values:
        raise InvalidSource("kind", "A data source is an API or a sheet.")
    address = addresses.parse(setup.address)
    sheet = setup.kind == DataSource.Kind.SHEET
    if sheet and address.names:
        raise InvalidSource("address", "A sheet has one address for everybody. Name the column that finds the row.")
    mapping = _mapping(setup.mapping, is_sheet=sheet)
    _refuse_shared_fields(mapping, others)
    _check_secret_name(setup)
    _check_numbers(setup)
    lookup = _lookup(setup) if sheet else ("", "")
    return replace(
        setup, name=name, address=address.text, mapping=mapping, lookup_field=lookup[0], lookup_column=lookup[1],
        secret_name=setup.secret_name if setup.secret_place else "",
    )  # fmt: skip


def _mapping(mapping: Mapping[str, str], *, is_sheet: bool) -> dict[str, str]:
    if not 1 <= len(mapping) <= MOST_FIELDS:
        raise InvalidSource("mapping", f"Fill at least one field, at most {MOST_FIELDS}.")
    for field, place in mapping.items():
        if not FIELD.fullmatch(field):
            raise InvalidSource("mapping", f"“{field}” is no field’s name: letters, digits and _ only.")
        if not is_sheet:
            paths.parse(place)
        elif not 1 <= len(place.strip()) <= 200:
            raise InvalidSource("mapping", f"Name the column for “{field}”.")
    return {field: place.strip() for field, place in mapping.items()}


def _refuse_shared_fields(mapping: Mapping[str, str], others: Any) -> None:
    for other in others:
        for field in sorted(mapping.keys() & other.mapping.keys()):
            raise InvalidSource("mapping", f"“{field}” is filled by “{other.name}” already. One source fills a field.")


def _check_secret_name(setup: Setup) -> None:
    name, place = setup.secret_name, setup.secret_place
    if not place:
        return
    if place not in DataSource.SecretPlace.values:
        raise InvalidSource("secret_place", "A secret goes into a header or into the address.")
    if place == DataSource.SecretPlace.HEADER:
        good = bool(HEADER.fullmatch(name)) and name.lower() not in NOT_FOR_SECRETS
    else:
        good = bool(PARAMETER.fullmatch(name))
    if not good:
        raise InvalidSource("secret_name", "This cannot be the name of a header or parameter for a secret.")


def _check_numbers(setup: Setup) -> None:
    for field, (least, most) in {"life": LIFE, "keep": KEEP, "deadline": DEADLINE}.items():
        if not least <= getattr(setup, field) <= most:
            raise InvalidSource(field, f"Use a number from {least:,} to {most:,} seconds.")


def _lookup(setup: Setup) -> tuple[str, str]:
    field, column = setup.lookup_field.strip(), setup.lookup_column.strip()
    if bool(field) != bool(column):
        raise InvalidSource("lookup_column", "Name both the field and the column that find a recipient’s row, or none.")
    if field and not FIELD.fullmatch(field):
        raise InvalidSource("lookup_field", f"“{field}” is no field’s name.")
    return field, column


def _seal(row: DataSource, secret: str) -> None:
    if not secret:
        row.secret = None
        return
    if not SECRET.fullmatch(secret):
        raise InvalidSource("secret", "A secret has plain letters, digits and signs only, in one line.")
    row.secret = known.sealed(secret, workspace=row.workspace.key, host=addresses.parse(row.address).host)


def _told(setup: Setup) -> dict[str, Any]:
    """For the audit log: whose server is asked for what. Addresses may hold keys, so only the host is told."""
    return {
        "host": addresses.parse(setup.address).host,
        "fields": sorted(setup.mapping),
        "seconds_fresh": setup.life,
        "counts_before_the_address": setup.wins,
        "for_open_links": setup.serves_open_links,
    }
