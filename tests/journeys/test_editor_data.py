"""The design seen through its records: fallbacks are marked, the hidden is gone, the known is not drawn again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.editing import Editor

TOLERANCE = 3


def test_records_seen_before_are_shown_again_without_a_call(editor: Editor) -> None:
    asked = []
    for number, record in ((2, "partial"), (3, "empty"), (4, "longest"), (1, "complete")):
        editor.page.keyboard.press(f"Alt+{number}")
        assert editor.idle().state("__ed.store.state.record") == record
        asked.append(editor.renders())
    assert asked[0] < asked[2], "each new record has layers to draw"
    assert asked[2] == asked[3], "the first was drawn when the editor opened"


def test_empty_record_uses_fallbacks_and_lets_empty_layers_go(editor: Editor) -> None:
    """Fallbacks are marked while the text is edited; a layer with nothing left to say is dimmed in the panel."""
    editor.page.keyboard.press("Alt+3")
    editor.idle()
    assert editor.meta("head")["resolved"] == "You’re in, friend!"
    assert [segment[5] for segment in editor.meta("head")["segs"] if segment[4]] == ["fallback"]
    assert editor.meta("role00") == {"hidden": True}
    expect(editor.page.locator('[data-layer="role00"].is-faint')).to_be_visible()
    expect(editor.page.locator('[data-layer="head"].is-faint')).to_have_count(0)
    editor.page.mouse.dblclick(*editor.at(100, 80))
    expect(editor.page.locator(".stage-pill.fallback").first).to_be_visible()
    editor.page.keyboard.press("Control+Enter")
    assert editor.difference() <= TOLERANCE


def test_condition_shows_a_layer_only_for_the_records_it_means(editor: Editor) -> None:
    editor.state("__ed.actions.set(['qr0000'], { show_if: { field: 'tier', op: 'is', value: 'VIP' } })")
    for record, hidden in (("complete", False), ("longest", True)):
        editor.state("__ed.actions.setRecord(value)", record)
        editor.idle()
        assert editor.meta("qr0000").get("hidden", False) is hidden
        assert editor.difference() <= TOLERANCE
