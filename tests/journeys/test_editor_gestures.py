"""Gestures on the canvas: each follows the pointer, is one step of undo, and can be called off."""

from __future__ import annotations

import math

import pytest

from tests.journeys.editing import Editor

TOLERANCE = 3


def corner(editor: Editor, layer_id: str) -> tuple[float, float]:
    """Where the top left corner of a turned layer is, px of the artboard."""
    layer = editor.layer(layer_id)
    x, y = editor.middle(layer_id)
    angle, w, h = math.radians(layer["rot"]), layer["w"] / 2, layer["h"] / 2
    return x - w * math.cos(angle) + h * math.sin(angle), y - w * math.sin(angle) - h * math.cos(angle)


def document(editor: Editor) -> str:
    return editor.state("JSON.stringify(__ed.store.state.doc)")  # type: ignore[no-any-return]


def test_dragging_moves_by_whole_pixels_without_asking_the_server(editor: Editor) -> None:
    x, y = editor.place("head")
    before = editor.renders()
    editor.drag(editor.middle("head"), (-37, 60), keys="Control")
    assert editor.place("head") == (x - 37, y + 60)
    assert editor.idle().renders() == before
    assert editor.labels() == ["Move"]
    assert editor.difference() <= TOLERANCE
    editor.page.keyboard.press("Control+z")
    assert editor.place("head") == (x, y)
    assert editor.idle().renders() == before
    assert editor.difference() <= TOLERANCE


def test_opposite_corner_of_a_turned_box_stays_where_it_is(editor: Editor) -> None:
    editor.state("__ed.actions.set(['head'], { rot: 34 })")
    editor.select("head")
    before = corner(editor, "head")
    editor.drag_handle("se", (23, 31))
    assert editor.layer("head")["w"] != 332
    assert math.dist(before, corner(editor, "head")) < 0.05
    assert editor.labels()[-1] == "Resize"
    assert editor.difference() <= TOLERANCE


def test_turning_draws_once_at_the_end_and_shift_steps_by_fifteen(editor: Editor) -> None:
    editor.select("head")
    before = editor.renders()
    editor.drag_handle("rotate", (90, 40), drop=False)
    assert editor.layer("head")["rot"] > 15
    assert editor.renders() == before, "the old bitmap turns along"
    editor.page.mouse.up()
    assert editor.idle().renders() == before + 1
    assert editor.labels() == ["Rotate"]
    editor.drag_handle("rotate", (35, 60), keys="Shift")
    assert editor.layer("head")["rot"] % 15 == 0
    assert editor.difference() <= TOLERANCE


@pytest.mark.parametrize("size", ["base", "og"])
def test_escape_in_the_middle_of_a_gesture_leaves_no_trace(editor: Editor, size: str) -> None:
    """In the second size as well, where a gesture writes overrides that were not there."""
    editor.state("__ed.actions.setSize(value)", size)
    editor.idle().select("vip000")
    before = document(editor)
    gestures = [
        lambda: editor.drag(editor.middle("vip000"), (-140, 40), drop=False),
        lambda: editor.drag(editor.middle("vip000"), (-140, 40), keys="Alt", drop=False),
        lambda: editor.drag_handle("e", (40, 0), drop=False),
        lambda: editor.drag_handle("rotate", (40, 40), drop=False),
    ]
    for gesture in gestures:
        gesture()
        assert document(editor) != before
        editor.page.keyboard.press("Escape")
        editor.page.mouse.up()
        assert document(editor) == before
        assert editor.state("__ed.store.state.sel") == ["vip000"]
    assert editor.labels() == []
    assert editor.state("__ed.store.outbox") == []


def test_undo_of_a_gesture_in_a_second_size_takes_its_overrides_away(editor: Editor) -> None:
    editor.state("__ed.actions.setSize('og')")
    editor.idle().select("vip000")
    before = document(editor)
    editor.drag(editor.middle("vip000"), (-140, 40))
    assert editor.state("'vip000' in __ed.store.state.doc.overrides.og")
    assert editor.layer("vip000")["x"] == 452, "the first size stays as it is"
    editor.page.keyboard.press("Control+z")
    assert document(editor) == before
    editor.page.keyboard.press("Control+Shift+z")
    assert document(editor) != before


def test_lasso_catches_layers_that_then_move_together(editor: Editor) -> None:
    editor.state("__ed.actions.set(['photo0'], { locked: true })")
    editor.drag((425, 30), (165, 250))
    assert set(editor.state("__ed.store.state.sel")) == {"guest0", "vip000"}
    before = {one: editor.place(one) for one in ("guest0", "vip000")}
    editor.drag(editor.middle("guest0"), (-13, 9), keys="Control")
    assert all(editor.place(one) == (x - 13, y + 9) for one, (x, y) in before.items())
    assert editor.labels()[-1] == "Move"
    assert editor.difference() <= TOLERANCE


def test_dragging_with_alt_leaves_a_copy(editor: Editor) -> None:
    x, y = editor.place("guest0")
    editor.page.keyboard.down("Alt")
    editor.drag(editor.middle("guest0"), (-60, 20), keys="Control")
    editor.page.keyboard.up("Alt")
    assert editor.labels() == ["Copy"]
    assert editor.place("guest0") == (x, y)
    copy = editor.state("__ed.store.state.doc.layers.at(-1)")
    assert (copy["x"], copy["y"]) == (x - 60, y + 20)
    assert copy["id"] != "guest0"
    editor.idle().page.keyboard.press("Control+z")
    assert editor.state("__ed.store.state.doc.layers.length") == 8
    assert editor.difference() <= TOLERANCE


def test_edge_that_is_pulled_snaps_to_another_layer(editor: Editor) -> None:
    editor.select("line00")
    right = editor.place("card00")[0] + editor.layer("card00")["w"]
    x, _ = editor.place("line00")
    editor.drag_handle("e", (right - 3 - x - 250, 0))
    assert editor.layer("line00")["w"] == right - x
    editor.drag_handle("e", (-3, 0), keys="Control")
    assert editor.layer("line00")["w"] == right - x - 3


def test_neighbours_tell_how_far_they_are(editor: Editor) -> None:
    """While a layer is dragged, and between two layers while Alt is held."""
    distances = editor.page.get_by_test_id("distances").locator(".distance")
    editor.select("guest0")
    editor.drag(editor.middle("guest0"), (-10, 10), keys="Control", drop=False)
    # Down to the badge, left to the card, right and up to the artboard's edges.
    assert sorted(distances.all_inner_texts()) == ["12", "28", "50", "54"]
    editor.page.mouse.up()
    assert distances.count() == 0
    editor.page.mouse.move(*editor.at(*editor.middle("qr0000")))
    editor.page.keyboard.down("Alt")
    assert "44" in distances.all_inner_texts()
    editor.page.keyboard.up("Alt")
    assert distances.count() == 0
