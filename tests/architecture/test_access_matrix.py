"""Every address × method × asker: who may pass does, whoever may not learns nothing. Made from the URL resolver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.architecture.access_rows import Anybody, Demand, Row
from tests.architecture.addresses import Address, every_address
from tests.architecture.rows import audiences, designer, okzest, renderer, sources, webhooks, workspaces
from tests.architecture.world import CANARY, Asker, World, build
from workspaces.roles import Capability, OrganizationCapability

pytestmark = [pytest.mark.django_db, pytest.mark.database]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ROWS: dict[str, Row] = {
    **okzest.ROWS,
    **workspaces.ROWS,
    **webhooks.ROWS,
    **renderer.ROWS,
    **sources.ROWS,
    **audiences.ROWS,
    **designer.ROWS,
}
ADDRESSES = every_address()
PRODUCT = [address for address in ADDRESSES if not address.route.startswith(tuple(okzest.AREAS))]
PROGRAMS = "/api/v1/"
"""Where API keys are looked at; everywhere else a program is nobody."""
EVERYBODYS = {"workspace", "sample"}
"""Parameters that name no tenant's object beside the workspace itself."""
PASSING_THROUGH = {"anonymous", "stranger", "owner"}
"""Who tries the methods that an address does not answer."""


def test_every_address_has_a_row() -> None:
    missing = [f"{address.name} ({address.route})" for address in PRODUCT if address.name not in ROWS]
    assert not missing, "Say in tests/architecture/rows/ who may visit: " + ", ".join(missing)


def test_no_row_is_left_over() -> None:
    assert not set(ROWS) - {address.name for address in PRODUCT}


def test_whatever_is_public_says_why() -> None:
    silent = [name for name, row in ROWS.items() if Anybody.PUBLIC in row.methods.values() and not row.because]
    assert not silent


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all visits, each of which is taken back."""
    with django_db_blocker.unblock(), _undone():
        yield build()


@pytest.mark.parametrize("address", [a for a in PRODUCT if a.name in ROWS], ids=lambda address: address.name)
def test_address_opens_for_those_who_may_and_for_nobody_else(address: Address, world: World) -> None:
    row = ROWS[address.name]
    path = _path(address, row, world)
    wrong = []
    for method in METHODS:
        for asker in world.askers:
            if not _has_a_say(asker, path) or (method not in row.methods and asker.name not in PASSING_THROUGH):
                continue
            with _undone():
                answer = _ask(asker, method, path, row)
                wrong += _mistakes(asker, method, path, row, answer)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "address",
    [a for a in PRODUCT if a.name in ROWS and "workspace" in a.parameters and set(a.parameters) - EVERYBODYS],
    ids=lambda address: address.name,
)
def test_one_clients_objects_are_not_found_in_another_client(address: Address, world: World) -> None:
    """Somebody who may do everything in Zenith asks there for Acme's objects."""
    row = ROWS[address.name]
    # Signing keys are numbered from one in every workspace; Zenith has no second.
    path = _path(address, row, world, workspace=world.zenith.key, number="2")
    neighbour = next(asker for asker in world.askers if asker.name == "admin of another client of the agency")
    for method, demand in row.methods.items():
        if isinstance(demand, Capability):
            with _undone():
                answer = _ask(neighbour, method, path, row)
            assert answer.status_code == 404, f"{method} {path} answered {answer.status_code}"


STAFFS = [a for a in ADDRESSES if a.route.startswith("admin/") and a.name not in {"admin:login", "admin:logout"}]
OUTSIDE = {"anonymous", "stranger", "owner", "admin"}


@pytest.mark.parametrize("address", STAFFS, ids=lambda address: address.route)
def test_the_staff_area_opens_for_staff_alone(address: Address, world: World) -> None:
    names = ("object_id", "content_type_id", "app_label", "url")
    path = address.filled({name: "workspaces" if name == "app_label" else "1" for name in names})
    for asker in world.askers:
        if asker.name in OUTSIDE:
            for method in ("get", "post"):
                with _undone():
                    answer = getattr(asker.client, method)(path)
                assert answer.status_code in {302, 403, 404}, f"{method} as {asker.name}: {answer.status_code}"
                assert CANARY.encode() not in _content(answer)


def _has_a_say(asker: Asker, path: str) -> bool:
    """Pages do not look at API keys at all; the strongest and the revoked one show it."""
    return not asker.is_program or path.startswith(PROGRAMS) or asker.name in {"key to manage", "revoked key"}


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever a visit changes is taken back, so that each finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _path(address: Address, row: Row, world: World, **instead: str) -> str:
    meant = {name: world.keys.get(row.parameters.get(name, name), "x") for name in address.parameters}
    return address.filled({**meant, **instead})


def _ask(asker: Asker, method: str, path: str, row: Row) -> HttpResponse:
    body = row.bodies.get(method, {})
    if path.startswith("/api/") and method not in {"GET", "HEAD"}:
        return asker.client.generic(method, path, _json(body), content_type="application/json")  # type: ignore[return-value]
    return getattr(asker.client, method.lower())(path, body)  # type: ignore[no-any-return]


def _json(body: Any) -> str:
    import json

    return json.dumps(body)


def _content(answer: Any) -> bytes:
    if getattr(answer, "is_rendered", True) is False:
        answer.render()
    if answer.streaming:
        return b"".join(part if isinstance(part, bytes) else part.encode() for part in answer.streaming_content)
    return bytes(answer.content)


def _may(asker: Asker, demand: Demand, path: str, row: Row) -> bool:
    if asker.is_program and not path.startswith(PROGRAMS) or row.for_programs and not asker.is_program:
        return demand is Anybody.PUBLIC
    match demand:
        case Anybody.PUBLIC:
            return True
        case Anybody.LOGGED_IN:
            return asker.is_logged_in
        case Anybody.KNOWN:
            return asker.is_logged_in or asker.is_live_key
        case Anybody.STAFF:
            return asker.is_staff
        case Capability():
            return demand in asker.held
        case OrganizationCapability():
            return demand in asker.over


def _mistakes(asker: Asker, method: str, path: str, row: Row, answer: Any) -> list[str]:
    demand = row.methods.get(method)
    status, said = answer.status_code, _content(answer)
    where = f"{method} {path} as {asker.name}: {status}"
    if status >= 500:
        return [f"{where}, it broke"]
    if demand is None:
        return [] if status in {401, 403, 404, 405} or _is_log_in(answer) else [f"{where}, no row allows the method"]
    if _may(asker, demand, path, row):
        shut = (
            status in {401, 403, 405}
            or (status == 404 and isinstance(demand, Capability) and not row.may_be_absent)
            or _is_log_in(answer)
        )
        return [f"{where}, should pass"] if shut and demand is not Anybody.PUBLIC and not _is_own(demand) else []
    wrong = []
    if status not in _refusals(asker, demand, path, row, answer):
        wrong.append(f"{where}, should be refused")
    if CANARY.encode() in said and not asker.is_inside:
        wrong.append(f"{where}, the answer tells of Acme")
    return wrong


def _refusals(asker: Asker, demand: Demand, path: str, row: Row, answer: Any) -> set[int]:
    """Insiders learn what they may not do (403); outsiders learn nothing (404); nobody in particular may log in."""
    if row.for_programs and not asker.is_program:
        return {401}
    is_nobody = not asker.is_logged_in and not (asker.is_program and path.startswith(PROGRAMS))
    if is_nobody:
        return {401, 302} if _is_log_in(answer) else {401, 403, 404}
    if asker.is_inside or demand is Anybody.STAFF:
        return {403, 404} | ({302} if _is_log_in(answer) else set())
    return {401, 404} if asker.is_program else {404}


def _is_log_in(answer: Any) -> bool:
    return answer.status_code == 302 and "/accounts/login" in answer.headers.get("Location", "")


def _is_own(demand: Demand) -> bool:
    """Acts on oneself may find nothing to act on."""
    return demand in {Anybody.LOGGED_IN, Anybody.KNOWN}
