"""Layers put in order by keys, without a pointer: aligned, spread, grouped, stepped, locked, hidden."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.editing import Editor, one_moment

TOLERANCE = 3


def order(editor: Editor) -> list[str]:
    return editor.state("__ed.store.state.doc.layers.map((one) => one.id)")  # type: ignore[no-any-return]


def test_layers_are_aligned_spread_grouped_and_let_go(editor: Editor) -> None:
    chosen = ("head", "line00", "qr0000")
    editor.select(*chosen)
    editor.page.keyboard.press("Alt+a")
    assert [editor.place(one)[0] for one in chosen] == [56, 56, 56]
    editor.page.keyboard.press("Alt+Shift+v")
    # From 58 to 246 with 104 + 28 + 74 px of layers: they overlap by 9 px each, the outermost stay.
    assert [editor.place(one)[1] for one in chosen] == [58, 153, 172]
    editor.page.keyboard.press("Control+g")
    (group,) = {editor.layer(one)["group"] for one in chosen}
    assert group
    editor.select("vip000")
    editor.page.mouse.click(*editor.at(60, 62))
    assert set(editor.state("__ed.store.state.sel")) == set(chosen), "one of a group stands for all of it"
    editor.page.keyboard.press("Control+Shift+g")
    assert {editor.layer(one)["group"] for one in chosen} == {None}
    assert editor.labels() == ["Align left", "Spread up and down", "Group", "Ungroup"]
    assert editor.difference() <= TOLERANCE


def test_steps_within_a_second_are_one_step_of_undo(editor: Editor) -> None:
    editor.select("head")
    x = editor.place("head")[0]
    before = editor.renders()
    with one_moment(editor.page):
        for key in [*["ArrowRight"] * 5, "Shift+ArrowRight"]:
            editor.page.keyboard.press(key)
    assert editor.place("head")[0] == x + 15
    assert editor.labels() == ["Nudge"]
    editor.page.wait_for_timeout(1200)  # the second after which a step is one of its own is the matter here
    editor.page.keyboard.press("ArrowRight")
    assert editor.labels() == ["Nudge", "Nudge"]
    editor.page.keyboard.press("Control+z")
    editor.page.keyboard.press("Control+z")
    assert editor.place("head")[0] == x
    assert editor.idle().renders() == before, "moving and its undo draw nothing anew"


def test_order_is_the_same_in_panel_model_page_and_picture(editor: Editor) -> None:
    editor.select("card00")
    editor.page.keyboard.press("]")
    editor.page.keyboard.press("Alt+ArrowUp")
    assert order(editor).index("card00") == 3
    editor.page.locator('[data-layer="line00"]').drag_to(
        editor.page.locator('[data-layer="vip000"]'), target_position={"x": 60, "y": 4}
    )
    assert order(editor).index("line00") > order(editor).index("vip000")
    stage = editor.state("[...document.querySelectorAll('.box')].map((one) => one.dataset.id)")
    panel = editor.state("[...document.querySelectorAll('[data-layer]')].map((one) => one.dataset.layer)")
    assert order(editor) == stage == panel[::-1]
    assert editor.difference() <= TOLERANCE
    editor.select("card00")
    editor.page.keyboard.press("[")
    assert order(editor).index("card00") == 1


def test_locked_layers_stay_and_are_not_hit(editor: Editor) -> None:
    place = editor.place("guest0")
    editor.select("guest0")
    editor.page.keyboard.press("Control+Shift+l")
    editor.drag(editor.middle("guest0"), (30, 30))
    assert editor.place("guest0") == place
    editor.page.mouse.click(*editor.at(*editor.middle("guest0")))
    assert editor.state("__ed.store.state.sel") == ["photo0"]


def test_panel_hides_and_locks_by_keyboard_alone(editor: Editor) -> None:
    row = editor.page.locator('[data-layer="card00"]')
    for name in ("Hide", "Lock"):
        row.get_by_role("button", name=f"{name} Card").focus()
        editor.page.keyboard.press("Enter")
    assert (editor.layer("card00")["visible"], editor.layer("card00")["locked"]) == (False, True)
    expect(editor.box("card00")).to_be_hidden()
    assert editor.difference() <= TOLERANCE
    assert editor.composed().getpixel((200, 250)) != (255, 255, 255), "production does not draw it either"
