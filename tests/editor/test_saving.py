"""Whatever happens between a window and the server: both have the same document in the end, and undo works."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from designer.models import Template
from designer.operations.templates import create_template
from tests.editor.saving import Desk
from workspaces import actors
from workspaces.actors import Actor
from workspaces.models import User, Workspace
from workspaces.operations.organizations import create_organization, create_workspace

pytestmark = pytest.mark.django_db
LAYERS = ("layer0", "layer1", "layer2")
WINDOWS = ("left", "right")


def invite() -> dict[str, Any]:
    names = (*LAYERS, *WINDOWS)
    place = {"type": "shape", "x": 1, "y": 2, "w": 20, "h": 20}
    return {
        "schema": 1,
        "sizes": [
            {"id": "base", "name": "Email", "w": 600, "h": 300},
            {"id": "og", "name": "Share", "w": 800, "h": 420},
        ],
        "alt": "Hello",
        "layers": [{"id": name.ljust(6, "0"), "name": name, **place} for name in names],
        "overrides": {"og": {"layer1": {"x": 9}}},
    }


@pytest.fixture
def desk(blank: Page, db: None) -> Callable[[], Desk]:
    """A template of Alice's, with nothing open yet; each call makes another."""
    alice = actors.person(User.objects.create_user("alice@example.com", name="Alice"))
    agency = create_organization(name="Agency", owner=alice.user, by=alice, now=timezone.now())
    acme = create_workspace(organization=agency, name="Acme", by=alice, now=timezone.now())

    def make() -> Desk:
        return Desk(blank, _template(acme, alice, f"Invite {next(numbered)}"), alice).start()

    numbered = count(1)

    return make


def _template(workspace: Workspace, by: Actor, name: str) -> Template:
    return create_template(workspace=workspace, name=name, document=invite(), by=by, now=timezone.now())


def put(x: int, layer: str = "layer0") -> dict[str, Any]:
    return {"op": "set", "id": layer, "set": {"x": x}}


def test_undo_after_recovering_reaches_the_server(desk: Callable[[], Desk]) -> None:
    windows = desk()
    windows.open("left")
    windows.edit("left", put(70))
    windows.fail("left", 0)
    windows.close("left")
    windows.open("right")
    assert windows.labels("right") == ["Recovered from this device"]
    windows.settle("right")
    windows.undo("right")
    windows.settle("right")
    assert windows.stored()["layers"][0]["x"] == 1
    assert windows.kept() == 0


def test_what_had_arrived_before_its_window_closed_is_not_recovered_again(desk: Callable[[], Desk]) -> None:
    """An undo of it would lead from 70 to 70: nothing would seem to reach the server."""
    windows = desk()
    windows.open("left")
    windows.edit("left", put(70))
    windows.lose_the_answer("left")
    windows.close("left")
    windows.open("right")
    assert windows.labels("right") == []
    windows.edit("right", put(80))
    windows.settle("right")
    assert windows.stored()["layers"][0]["x"] == 80
    assert windows.template.draft_rev == 3, "it was not written a second time"


def test_recovered_edit_that_arrives_late_can_be_undone(desk: Callable[[], Desk]) -> None:
    """The closed window's last request reaches the server after the next window was opened."""
    windows = desk()
    windows.open("left")
    windows.edit("left", put(70))
    late = windows.send("left")
    assert late is not None
    windows.close("left")
    windows.open("right")
    windows.arrive(late)
    windows.settle("right")
    windows.undo("right")
    windows.settle("right")
    assert windows.stored()["layers"][0]["x"] == windows.layer("right", "layer0")["x"] == 1


def test_nobody_is_asked_about_what_only_they_did(desk: Callable[[], Desk]) -> None:
    """Saved, changed again, closed before the device learnt of the saving: both edits are the same person's."""
    windows = desk()
    windows.open("left")
    windows.edit("left", put(60))
    windows.lose_the_answer("left")
    windows.edit("left", put(70))
    windows.close("left")
    windows.open("right")
    while windows.unsent("right"):
        ask = windows.send("right")
        assert ask is not None
        status, body = windows.arrive(ask)
        assert status == 200
        windows._call("answer", "right", body)
    assert windows.stored()["layers"][0]["x"] == 70


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (put(5), put(6)),
        (
            {"op": "override", "size": "og", "id": "layer1", "set": {"x": 5}},
            {"op": "override", "size": "og", "id": "layer1", "set": {"x": 6}},
        ),
        ({"op": "move", "id": "layer0", "at": 2}, {"op": "move", "id": "layer0", "at": 1}),
        (put(5), {"op": "del", "id": "layer0"}),
        ({"op": "del", "id": "layer0"}, put(6)),
    ],
    ids=["property", "size", "order", "they-deleted", "i-deleted"],
)
def test_choice_in_a_conflict_is_what_stays(desk: Callable[[], Desk], mine: Any, theirs: Any, side: str) -> None:
    reached, alone = collided(desk(), theirs, mine, side), collided(desk(), theirs)
    assert (reached == alone) == (side == "theirs")


def collided(windows: Desk, theirs: Any, mine: Any = None, side: str = "mine") -> Any:
    """What the server has of layers and sizes after two windows changed the same, or one of them alone."""
    windows.open("left")
    windows.open("right")
    windows.edit("right", theirs)
    windows.settle("right")
    if mine:
        windows.edit("left", mine)
        windows.settle("left", choose=side)
        assert windows.shown("left") == windows.stored()
    return {name: windows.stored()[name] for name in ("layers", "overrides")}


def test_wrong_edit_can_be_mended_by_undoing_it(desk: Callable[[], Desk]) -> None:
    windows = desk()
    windows.open("left")
    windows.edit("left", put(5))
    windows.fail("left", 422)
    windows.undo("left")
    windows.edit("left", put(8, "layer1"))
    ask = windows.send("left")
    assert ask is not None
    assert [op["set"] for op in ask["ops"]] == [{"x": 1}, {"x": 8}], "the wrong one is not sent any more"


def test_long_typing_is_one_operation(desk: Callable[[], Desk]) -> None:
    windows = desk()
    windows.open("left")
    for at in range(30):
        windows.edit("left", {"op": "set", "id": "layer0", "set": {"name": "x" * (at + 1)}})
    ask = windows.send("left")
    assert ask is not None
    assert len(ask["ops"]) == 1


numbers = st.integers(0, 40)
layers = st.sampled_from(LAYERS)
changes = st.one_of(
    st.builds(put, numbers, layers),
    st.builds(lambda id_, y: {"op": "set", "id": id_, "set": {"y": y, "name": f"N{y}"}}, layers, numbers),
    st.builds(lambda id_: {"op": "del", "id": id_}, layers),
    st.builds(lambda id_, at: {"op": "move", "id": id_, "at": at}, layers, st.integers(0, 4)),
    st.builds(lambda id_, x: {"op": "override", "size": "og", "id": id_, "set": {"x": x}}, layers, st.none() | numbers),
    st.builds(lambda w: {"op": "set", "id": "@size:og", "set": {"w": 800 + w}}, numbers),
    st.builds(lambda n: {"op": "set", "id": "@doc", "set": {"alt": f"Alt {n}"}}, numbers),
)
windows_ = st.sampled_from(WINDOWS)
steps = st.one_of(
    st.tuples(st.just("edit"), windows_, changes),
    st.tuples(st.just("edit"), windows_, changes),
    st.tuples(st.sampled_from(["undo", "redo", "send", "lose_the_answer", "reopen"]), windows_, st.none()),
    st.tuples(st.just("deliver"), windows_, st.sampled_from(["mine", "theirs"])),
    st.tuples(st.just("fail"), windows_, st.sampled_from([0, 401, 422, 429, 503])),
)


def step(windows: Desk, what: str, window: str, given_: Any) -> None:
    match what:
        case "edit":
            windows.edit(window, given_)
        case "deliver":
            windows.deliver(window, choose=given_)
        case "fail":
            windows.fail(window, given_)
        case "reopen":
            windows.close(window)
            windows.open(window)
        case _:
            getattr(windows, what)(window)


@given(course=st.lists(steps, min_size=4, max_size=24), side=st.sampled_from(["mine", "theirs"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_windows_and_server_agree_in_the_end(
    desk: Callable[[], Desk], course: list[tuple[str, str, Any]], side: str
) -> None:
    windows = desk()
    for window in WINDOWS:
        windows.open(window)
    for what, window, given_ in course:
        step(windows, what, window, given_)
    for window in WINDOWS:
        windows.settle(window, choose=side)
    for at, window in enumerate(WINDOWS):  # whoever saves last has seen everything
        windows.edit(window, put(500 + at, window.ljust(6, "0")))
        windows.settle(window, choose=side)
        assert windows.shown(window) == windows.stored()
    assert windows.kept() == 0
