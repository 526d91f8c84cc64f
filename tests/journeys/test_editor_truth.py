"""What the editor shows is what production draws, whatever is done to the design."""

from __future__ import annotations

from typing import Any

from tests.journeys.editing import Editor

TOLERANCE = 3
BLENDS = ("multiply", "screen", "overlay", "darken", "lighten")
CHANGES: list[dict[str, Any]] = [{"x": 71, "y": 33}, {"w": 250, "h": 90}, {"rot": 34}, {"opacity": 0.5}]


def test_stage_shows_the_pixels_that_production_draws(editor: Editor) -> None:
    assert editor.state("__ed.store.state.ui.zoom") == 1
    assert editor.difference() <= TOLERANCE


def test_stage_is_true_for_every_record(editor: Editor) -> None:
    seen = set()
    for record in ("partial", "empty", "longest"):
        editor.state("__ed.actions.setRecord(value)", record)
        assert editor.idle().difference() <= TOLERANCE, record
        seen.add(editor.composed().tobytes())
    assert len(seen) == 3


def test_stage_is_true_for_another_size_with_its_overrides(editor: Editor) -> None:
    editor.page.set_viewport_size({"width": 1700, "height": 1000})
    editor.state("__ed.actions.setSize('og')")
    editor.state("__ed.actions.zoom(1)")
    assert editor.idle().difference() <= TOLERANCE


def test_stage_is_true_after_moving_resizing_turning_and_fading(editor: Editor) -> None:
    for change in CHANGES:
        editor.state("__ed.actions.set(['head', 'vip000'], value)", change)
        assert editor.idle().difference() <= TOLERANCE, change


def test_stage_is_true_after_a_group_was_moved(editor: Editor) -> None:
    editor.state("__ed.actions.group(['head', 'line00', 'card00'])")
    editor.select("head", "line00", "card00")
    editor.drag((200, 100), (31, -17), keys="Control")
    assert editor.layer("card00")["x"] == 63
    assert editor.idle().difference() <= TOLERANCE


def test_stage_blends_as_production_does(editor: Editor) -> None:
    for blend in BLENDS:
        editor.state("__ed.actions.set(['guest0', 'card00', 'vip000'], { blend: value, opacity: 0.8 })", blend)
        assert editor.idle().difference() <= TOLERANCE, blend
