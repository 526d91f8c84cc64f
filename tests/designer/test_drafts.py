"""Saving drafts: two people at once, repeats, conflicts, and the way back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer import edits
from designer.models import Template
from designer.operations import drafts
from designer.queries.history import sittings
from renderer.engine.problems import DocumentError
from tests.designer.documents import document, text
from workspaces.actors import Actor


def save(
    template: Template, ops: list[dict[str, Any]], rev: int, by: Actor, now: datetime, **options: Any
) -> drafts.Saved:
    given = {"client": "one", "seq": rev, **options}
    return drafts.save_draft(template=template, ops=ops, rev=rev, by=by, now=now, **given)


def sets(**values: Any) -> list[dict[str, Any]]:
    return [{"op": "set", "id": "headline", "set": values}]


@pytest.mark.django_db
@pytest.mark.database
class TestSaving:
    def test_saved_edit_is_there_after_a_reload(self, template: Template, bob: Actor, now: datetime) -> None:
        assert save(template, sets(size=30), 1, bob, now).rev == 2

        template.refresh_from_db()
        assert template.draft["layers"][0]["size"] == 30

    def test_same_edit_sent_twice_is_saved_once(self, template: Template, bob: Actor, now: datetime) -> None:
        save(template, sets(size=30), 1, bob, now)

        assert save(template, sets(size=30), 1, bob, now).rev == 2
        assert template.edits.count() == 1

    def test_two_people_change_different_properties(
        self, template: Template, bob: Actor, dora: Actor, now: datetime
    ) -> None:
        save(template, sets(size=30), 1, bob, now)

        saved = save(template, sets(x=80), 1, dora, now, client="two")

        assert saved.rev == 3
        assert saved.ops_since == tuple(sets(size=30))
        template.refresh_from_db()
        assert (template.draft["layers"][0]["size"], template.draft["layers"][0]["x"]) == (30, 80)

    def test_same_property_is_a_conflict_with_all_three_values(
        self, template: Template, bob: Actor, dora: Actor, now: datetime
    ) -> None:
        save(template, sets(size=30), 1, bob, now)

        with pytest.raises(drafts.DraftConflict) as refused:
            save(template, sets(size=50), 1, dora, now, client="two")

        details = refused.value.details
        assert details["by"] == "Bob"
        assert details["conflicts"] == [{"id": "headline", "prop": "size", "base": 40, "mine": 50, "theirs": 30}]

    def test_same_value_is_no_conflict(self, template: Template, bob: Actor, dora: Actor, now: datetime) -> None:
        save(template, sets(size=30), 1, bob, now)

        assert save(template, sets(size=30), 1, dora, now, client="two").rev == 3

    def test_change_of_a_deleted_layer_is_a_conflict(
        self, template: Template, bob: Actor, dora: Actor, now: datetime
    ) -> None:
        save(template, [{"op": "del", "id": "headline"}], 1, bob, now)

        with pytest.raises(drafts.DraftConflict) as refused:
            save(template, sets(size=50), 1, dora, now, client="two")
        assert refused.value.details["conflicts"][0]["prop"] == "@being"

    def test_deleting_what_somebody_changed_is_a_conflict(
        self, template: Template, bob: Actor, dora: Actor, now: datetime
    ) -> None:
        save(template, sets(size=50), 1, bob, now)

        with pytest.raises(drafts.DraftConflict) as refused:
            save(template, [{"op": "del", "id": "headline"}], 1, dora, now, client="two")
        [found] = refused.value.details["conflicts"]
        assert (found["prop"], found["mine"], found["theirs"]["size"]) == ("@being", None, 50)

    def test_repeated_edit_tells_what_came_before_it(
        self, template: Template, bob: Actor, dora: Actor, now: datetime
    ) -> None:
        """Its first answer was lost; whoever asks again must still learn what others did."""
        save(template, sets(x=80), 1, dora, now, client="two")
        save(template, sets(size=30), 1, bob, now)
        save(template, sets(y=7), 3, dora, now, client="two")

        assert save(template, sets(size=30), 1, bob, now) == drafts.Saved(3, tuple(sets(x=80)))

    def test_own_edits_are_nobody_elses(self, template: Template, bob: Actor, now: datetime) -> None:
        save(template, sets(size=30), 1, bob, now)

        assert save(template, sets(size=50), 2, bob, now, seq=9, made_on=1).rev == 3

    def test_what_others_changed_while_an_edit_waited_is_asked_about(
        self, template: Template, bob: Actor, dora: Actor, now: datetime
    ) -> None:
        save(template, sets(size=30), 1, dora, now, client="two")
        save(template, sets(x=9), 1, bob, now)

        with pytest.raises(drafts.DraftConflict) as refused:
            save(template, sets(size=50), 3, bob, now, made_on=1)
        assert refused.value.details["by"] == "Dora"
        assert refused.value.details["ops_since"] == []

    def test_another_window_of_the_same_person_is_told_as_such(
        self, template: Template, bob: Actor, now: datetime
    ) -> None:
        save(template, sets(size=30), 1, bob, now)

        with pytest.raises(drafts.DraftConflict, match="You changed the same property in another window") as refused:
            save(template, sets(size=50), 1, bob, now, client="two")
        assert refused.value.details["by_you"]

    def test_edit_that_breaks_the_schema_is_refused_with_its_place(
        self, template: Template, bob: Actor, now: datetime
    ) -> None:
        with pytest.raises(DocumentError, match=r"layers\[0\].size"):
            save(template, sets(size=9000), 1, bob, now)
        template.refresh_from_db()
        assert template.draft_rev == 1

    def test_draft_that_never_was_is_refused(self, template: Template, bob: Actor, now: datetime) -> None:
        with pytest.raises(drafts.UnknownRev):
            save(template, sets(size=30), 7, bob, now)

    def test_earlier_drafts_can_be_worked_out(self, template: Template, bob: Actor, now: datetime) -> None:
        first = dict(template.draft)
        save(template, sets(size=30), 1, bob, now)
        save(template, [{"op": "add", "at": 1, "layer": text("second")}], 2, bob, now)
        save(template, [{"op": "del", "id": "headline"}], 3, bob, now)
        template.refresh_from_db()

        assert drafts.draft_at(template, 1) == first
        assert [layer["id"] for layer in drafts.draft_at(template, 3)["layers"]] == ["headline", "second"]

    def test_edits_of_one_sitting_are_told_as_one_line(self, template: Template, bob: Actor, now: datetime) -> None:
        for rev in range(1, 6):
            save(template, sets(x=rev), rev, bob, now)

        [sitting] = sittings(list(template.edits.order_by("-rev")))
        assert (sitting.count, sitting.by) == (5, ("Bob",))


NAMES = st.sampled_from(["a1", "b2", "c3", "d4"])
VALUES = st.fixed_dictionaries(
    {}, optional={"x": st.integers(0, 99), "size": st.integers(8, 90), "name": st.text(max_size=5)}
)
LAYERS = st.lists(NAMES, unique=True, max_size=4).flatmap(
    lambda ids: st.tuples(*[VALUES.map(lambda values, i=i: {"id": i, "type": "text", **values}) for i in ids])
)
DOCUMENTS = LAYERS.map(lambda layers: {**document(), "layers": list(layers), "overrides": {}})


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_difference_leads_from_one_document_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert edits.apply(before, edits.difference(before, after)) == after


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
@settings(max_examples=100, deadline=None)
def test_edits_without_conflict_give_the_same_in_either_order(base: Any, one: Any, other: Any) -> None:
    """On properties; who adds or moves decides the order of layers."""
    mine = [op for op in edits.difference(base, one) if op["op"] == "set"]
    theirs = [op for op in edits.difference(base, other) if op["op"] == "set"]
    if not edits.conflicts(base, mine, theirs):
        assert edits.apply(edits.apply(base, mine), theirs) == edits.apply(edits.apply(base, theirs), mine)


def test_null_takes_a_property_away_but_not_where_null_is_a_value() -> None:
    plain = document(text(rot=30, max_lines=2))
    ops = [
        {"op": "set", "id": "headline", "set": {"rot": None, "max_lines": None}},
        {"op": "set", "id": "@doc", "set": {"background": None, "alt": None}},
    ]

    changed = edits.apply(plain, ops)

    assert "rot" not in changed["layers"][0]
    assert changed["layers"][0]["max_lines"] is None
    assert changed["background"] is None
    assert "alt" not in changed


@pytest.mark.parametrize(
    "bad",
    [None, {}, [{"op": "explode"}], [{"op": "set", "id": "a"}], [{"op": "set", "id": "a", "set": {"type": "qr"}}]],
)
def test_nonsense_is_not_an_edit(bad: Any) -> None:
    with pytest.raises(edits.BadEdit):
        edits.checked(bad)
