"""How far a box is from what stands around it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.editor.conftest import Ask

BOARD = {"w": 600, "h": 300}
BOX = {"x": 100, "y": 100, "w": 80, "h": 40}
numbers = st.integers(0, 200)
boxes = st.fixed_dictionaries({"x": numbers, "y": numbers, "w": st.integers(1, 90), "h": st.integers(1, 90)})


def lengths(gaps: list[dict[str, Any]], axis: str) -> list[int]:
    return [gap["to"] - gap["from"] for gap in gaps if gap["axis"] == axis]


def test_gaps_lead_to_the_nearest_neighbour_or_the_edge(ask: Ask) -> None:
    near, far = {"x": 200, "y": 90, "w": 50, "h": 30}, {"x": 300, "y": 90, "w": 50, "h": 30}
    aside = {"x": 190, "y": 200, "w": 50, "h": 30}
    gaps = ask("distances", "gapsAround(...given)", [BOX, [far, near, aside], BOARD])
    assert lengths(gaps, "x") == [100, 20]
    assert lengths(gaps, "y") == [100, 160]
    assert gaps[1]["at"] == 110, "in the middle of what they share"


def test_gaps_between_boxes_one_in_the_other(ask: Ask) -> None:
    outer = {"x": 90, "y": 100, "w": 120, "h": 100}
    gaps = ask("distances", "gapsBetween(...given)", [BOX, outer])
    assert (lengths(gaps, "x"), lengths(gaps, "y")) == ([10, 30], [60])


@given(one=boxes, other=boxes)
def test_gaps_are_the_same_from_either_side(ask: Ask, one: dict, other: dict) -> None:
    there, back = ask("distances", "[gapsBetween(...given), gapsBetween(given[1], given[0])]", [one, other])
    for axis in "xy":
        assert sorted(lengths(there, axis)) == sorted(lengths(back, axis))
        assert all(length > 0 for length in lengths(there, axis))
