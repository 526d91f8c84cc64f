"""Rulers, guides pulled out of them, and the wheel."""

from __future__ import annotations

import math

from tests.journeys.editing import Editor


def test_guide_is_pulled_out_of_a_ruler_and_taken_away_again(editor: Editor) -> None:
    editor.page.keyboard.press("Shift+R")
    ruler = editor.page.locator(".ruler.y")
    frame = ruler.bounding_box()
    assert frame
    x, y = editor.at(100, 150)
    editor.page.mouse.move(frame["x"] + 8, y)
    editor.page.mouse.down()
    editor.page.mouse.move(x, y, steps=4)
    editor.page.mouse.up()
    assert editor.state("__ed.store.state.doc.guides") == [{"axis": "x", "at": 100}]
    editor.idle()
    editor.page.locator(".stage-guides .guide").dblclick(position={"x": 0, "y": 2100})
    assert editor.state("__ed.store.state.doc.guides") == []
    assert editor.labels() == ["Add guide", "Remove guide"]


def test_wheel_with_control_zooms_about_the_pointer(editor: Editor) -> None:
    editor.state("__ed.actions.zoom(2)")
    editor.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    pointer = editor.at(*editor.middle("head"))
    editor.page.mouse.move(*pointer)
    editor.page.keyboard.down("Control")
    editor.page.mouse.wheel(0, -120)
    editor.page.keyboard.up("Control")
    editor.until("() => __ed.store.state.ui.zoom > 2.2", "the wheel does nothing")
    assert math.dist(pointer, editor.at(*editor.middle("head"))) < 2
