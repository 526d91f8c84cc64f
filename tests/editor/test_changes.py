"""Every change can be undone, two people's changes are told apart, and history keeps steps as people think of them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.editor.conftest import Ask

DOC: dict[str, Any] = {
    "name": "Invite",
    "sizes": [{"id": "base", "w": 600, "h": 300}, {"id": "og", "w": 1200, "h": 630}],
    "layers": [{"id": one, "x": 1, "y": 2, "text": "Hi", "marks": []} for one in ("aa", "bb", "cc")],
    "overrides": {"og": {"bb": {"x": 9}}},
}
ids = st.sampled_from(["aa", "bb", "cc"])
values = st.integers(0, 50)
ops = st.one_of(
    st.builds(lambda one, x: {"op": "set", "id": one, "set": {"x": x}}, ids, values),
    st.builds(lambda x: {"op": "set", "id": "@size:og", "set": {"w": x}}, values),
    st.builds(lambda x: {"op": "set", "id": "@doc", "set": {"name": f"N{x}"}}, values),
    st.builds(lambda one: {"op": "del", "id": one}, ids),
    st.builds(lambda one, at: {"op": "move", "id": one, "at": at}, ids, st.integers(-1, 4)),
    st.builds(lambda at, x: {"op": "add", "at": at, "layer": {"id": "dd", "x": x}}, st.integers(-1, 5), values),
    st.builds(lambda one, x: {"op": "override", "size": "og", "id": one, "set": {"x": x}}, ids, st.none() | values),
    st.builds(lambda one: {"op": "marks", "id": one, "marks": [{"from": 0, "to": 1}]}, ids),
)


def plain(doc: dict[str, Any]) -> dict[str, Any]:
    """Without overrides that say nothing."""
    own = {size: {one: set_ for one, set_ in all_.items() if set_} for size, all_ in doc["overrides"].items()}
    return {**doc, "overrides": {size: all_ for size, all_ in own.items() if all_}}


@given(changes=st.lists(ops, max_size=8))
def test_inverse_leads_back_to_the_document_before(ask: Ask, changes: list[dict]) -> None:
    back = ask("ops", "((step) => apply(step.doc, step.inverse).doc)(apply(given[0], given[1]))", [DOC, changes])
    assert plain(back) == plain(DOC)


@given(changes=st.lists(ops, max_size=6))
def test_difference_between_two_documents_turns_one_into_the_other(ask: Ask, changes: list[dict]) -> None:
    after, reached = ask(
        "ops",
        "((after) => [after, apply(given[0], diff(given[0], after)).doc])(apply(given[0], given[1]).doc)",
        [DOC, changes],
    )
    assert plain(reached) == plain(after)


def test_adding_a_layer_twice_keeps_one(ask: Ask) -> None:
    add = {"op": "add", "at": 0, "layer": {"id": "dd"}}
    assert len(ask("ops", "apply(given[0], given[1]).doc.layers", [DOC, [add, add]])) == 4


def test_only_changes_of_the_same_property_collide(ask: Ask) -> None:
    mine = [{"op": "set", "id": "aa", "set": {"x": 1}}, {"op": "set", "id": "bb", "set": {"x": 1}}]
    theirs = [{"op": "set", "id": "aa", "set": {"y": 1}}, {"op": "del", "id": "bb"}]
    assert ask("ops", "rebase(given[0], given[1])", [mine, theirs]) == {"clean": mine[:1], "conflicts": mine[1:]}


SCRIPT = """((clock) => {
  const store = createStore({ doc: given.doc }, () => clock.now);
  const labels = () => store.state.history.undo.map((entry) => entry.label);
  const x = () => store.state.doc.layers[0].x;
  const set = (value, key, label = 'Nudge') => store.dispatch(label, [{ op: 'set', id: 'aa', set: { x: value } }], key);
  return %s;
})({ now: 0 })"""


def in_store(ask: Ask, steps: str) -> Any:
    return ask("store", SCRIPT % steps, {"doc": DOC})


def test_same_key_within_a_second_is_one_step(ask: Ask) -> None:
    typed = "set(2, 'n'), clock.now += 900, set(3, 'n'), clock.now += 1100, set(4, 'n')"
    assert in_store(ask, f"({typed}, [labels().length, store.undo(), x(), store.undo(), x()])") == [
        2,
        "Nudge",
        3,
        "Nudge",
        1,
    ]


def test_no_step_is_longer_than_five_seconds(ask: Ask) -> None:
    steps = "([...Array(12).keys()].forEach((at) => (clock.now += 600, set(at + 10, 'n'))), labels().length)"
    assert in_store(ask, steps) == 2


def test_selecting_something_else_begins_a_new_step(ask: Ask) -> None:
    assert in_store(ask, "(set(2, 'n'), store.update({ sel: ['bb'] }), set(3, 'n'), labels().length)") == 2


def test_new_change_clears_what_could_be_redone(ask: Ask) -> None:
    steps = "(set(2), store.undo(), store.redo(), store.undo(), set(5), [store.redo(), x()])"
    assert in_store(ask, steps) == [None, 5]


def test_undo_takes_a_layer_that_is_gone_out_of_the_selection(ask: Ask) -> None:
    added = "store.dispatch('Add', [{ op: 'add', at: 0, layer: { id: 'dd' } }])"
    assert in_store(ask, f"({added}, store.update({{ sel: ['dd'] }}), store.undo(), store.state.sel)") == []


def test_edits_of_others_are_laid_under_mine_and_never_recorded(ask: Ask) -> None:
    theirs = (
        "store.sending(), set(9), store.accepted({ rev: 3, ops_since: [{ op: 'set', id: 'aa', set: { x: 1, y: 8 } }] })"
    )
    seen = "[x(), store.state.doc.layers[0].y, labels().length, store.outbox.length]"
    assert in_store(ask, f"(set(7), {theirs}, {seen})") == [9, 8, 2, 1]


def test_gesture_under_way_stays_when_others_edits_arrive_and_goes_when_it_is_given_up(ask: Ask) -> None:
    drag = "store.preview([{ op: 'set', id: 'aa', set: { x: 30 } }])"
    theirs = "store.sending(), store.accepted({ rev: 3, ops_since: [{ op: 'set', id: 'aa', set: { y: 8 } }] })"
    assert in_store(ask, f"(set(7), {drag}, {theirs}, [x(), (store.cancel(), x()), labels().length])") == [30, 7, 1]


def test_two_hundred_steps_are_kept(ask: Ask) -> None:
    assert in_store(ask, "([...Array(230).keys()].forEach((at) => set(at + 10)), labels().length)") == 200


def test_what_somebody_else_deleted_is_no_longer_selected(ask: Ask) -> None:
    theirs = "store.sending(), store.accepted({ rev: 3, ops_since: [{ op: 'del', id: 'bb' }] })"
    chosen = "store.update({ sel: ['aa', 'bb'], editing: { id: 'bb' } })"
    seen = "[store.state.sel, store.state.editing]"
    assert in_store(ask, f"(set(7), {chosen}, {theirs}, {seen})") == [["aa"], None]
