"""Taking hold of layers: moved, resized, turned, caught, locked; every gesture is one step of undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.editing import Editor

TOLERANCE = 3


def test_another_layer_is_selected_and_dragged_in_one_motion(editor: Editor) -> None:
    editor.select("head")
    x, y = editor.place("guest0")
    editor.drag(editor.middle("guest0"), (-20, 31), keys="Control")
    assert editor.place("guest0") == (x - 20, y + 31)
    assert editor.state("__ed.store.state.sel") == ["guest0"]


def test_click_without_moving_leaves_no_drag_running(editor: Editor) -> None:
    place = editor.place("guest0")
    editor.page.mouse.click(*editor.at(*editor.middle("guest0")))
    editor.page.mouse.move(700, 500, steps=4)
    assert editor.place("guest0") == place
    assert editor.labels() == []


@pytest.mark.parametrize("zoom", [0.6, 1, 1.3])
def test_edges_snap_to_other_layers_and_not_with_control(editor: Editor, zoom: float) -> None:
    editor.state("__ed.actions.zoom(value)", zoom)
    editor.state("__ed.actions.set(['guest0'], { x: 130, y: 150, w: 90, h: 57 })")
    editor.idle()
    left = editor.place("head")[0]
    x, y = editor.at(*editor.middle("guest0"))
    editor.page.mouse.move(x, y)
    editor.page.mouse.down()
    editor.page.mouse.move(x + (left + 2 - 130) * zoom, y + 3, steps=4)
    expect(editor.page.locator(".guide.x")).to_have_count(1)
    assert editor.place("guest0")[0] == left
    editor.page.keyboard.down("Control")
    editor.page.mouse.move(x + (left + 2 - 130) * zoom, y + 4)
    expect(editor.page.locator(".guide")).to_have_count(0)
    assert editor.place("guest0")[0] == left + 2
    editor.page.mouse.up()
    editor.page.keyboard.up("Control")


def test_text_flows_again_while_its_box_is_resized(editor: Editor) -> None:
    editor.select("head")
    before = editor.renders()
    editor.drag_handle("e", (-120, 0))
    assert editor.renders() > before
    assert editor.layer("head")["w"] == 212
    assert editor.labels() == ["Resize"]
    assert editor.idle().state("__ed.bitmaps.of('head').meta.size") <= 44
    assert editor.difference() <= TOLERANCE


def test_clicks_on_one_spot_go_deeper_and_a_double_click_does_not(editor: Editor) -> None:
    spot = editor.at(200, 80)
    selected = "__ed.store.state.sel[0]"
    editor.page.mouse.dblclick(*spot)
    expect(editor.page.locator("#ta")).to_be_focused()
    assert editor.state(selected) == "head", "the panel shows what is edited"
    editor.page.keyboard.press("Escape")
    for layer_id in ("card00", "photo0", "head"):
        editor.page.wait_for_timeout(600)  # longer than a double click: that is the matter here
        editor.page.mouse.click(*spot)
        assert editor.state(selected) == layer_id
