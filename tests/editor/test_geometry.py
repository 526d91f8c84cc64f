"""Boxes and angles of the editor: what stays, what snaps, where things land."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from tests.editor.conftest import Ask

BOX = {"x": 40, "y": 30, "w": 200, "h": 80, "rot": 0}
sides = st.integers(1, 400)
angles = st.integers(0, 359)
boxes = st.fixed_dictionaries({"x": sides, "y": sides, "w": sides, "h": sides, "rot": angles})
OPPOSITE = {"nw": 2, "ne": 3, "se": 0, "sw": 1}


def test_halves_are_rounded_up_as_the_server_does(ask: Ask) -> None:
    assert ask("geometry", "given.map(place)", [0.5, 1.5, 2.5, -0.5, -1.5, 2.49]) == [1, 2, 3, 0, -1, 2]


@given(box=boxes, by=st.tuples(st.integers(-90, 90), st.integers(-90, 90)), handle=st.sampled_from(sorted(OPPOSITE)))
def test_opposite_corner_stays_whatever_the_rotation(ask: Ask, box: dict, by: tuple[int, int], handle: str) -> None:
    before, after = ask(
        "geometry", "[corners(given[0]), corners(resized(given[0], given[2], given[1]))]", [box, list(by), handle]
    )
    fixed = OPPOSITE[handle]
    assert math.dist(before[fixed], after[fixed]) < 0.001


@given(box=boxes)
def test_upright_box_holds_every_corner(ask: Ask, box: dict) -> None:
    frame, points = ask("geometry", "[aabb(given), corners(given)]", box)
    for x, y in points:
        assert frame["x"] - 0.001 <= x <= frame["x"] + frame["w"] + 0.001
        assert frame["y"] - 0.001 <= y <= frame["y"] + frame["h"] + 0.001


def test_resizing_in_proportion_keeps_the_ratio(ask: Ask) -> None:
    next_box = ask("geometry", "resized(given, 'se', [100, 3], { ratio: true })", BOX)
    assert (next_box["w"], next_box["h"]) == (300, 120)


def test_resizing_about_the_middle_keeps_the_middle(ask: Ask) -> None:
    next_box = ask("geometry", "resized(given, 'e', [30, 0], { centred: true })", BOX)
    assert (next_box["x"], next_box["w"]) == (10, 260)


def test_turning_snaps_to_steps_and_to_right_angles(ask: Ask) -> None:
    assert ask("geometry", "rotated(given, [140, -30], [142, -30])", BOX) == 0
    assert ask("geometry", "rotated(given, [140, -30], [200, 10], { step: 15 })", BOX) % 15 == 0


def test_nearest_line_within_reach_wins(ask: Ask) -> None:
    found = ask("geometry", "snapped(given, { x: [43, 38, 500], y: [] }, 5)", BOX)
    assert (found["dx"], found["lines"]) == (-2, [{"axis": "x", "at": 38}])
    assert ask("geometry", "snapped(given, { x: [46], y: [] }, 5)", BOX)["lines"] == []


def test_ink_wins_over_the_empty_part_of_a_text_above(ask: Ask) -> None:
    below = {"id": "below", "box": BOX, "ink": {"x": 40, "y": 30, "w": 200, "h": 80}, "hit": True}
    above = {"id": "above", "box": BOX, "ink": {"x": 200, "y": 30, "w": 40, "h": 80}, "hit": True}
    assert ask("geometry", "hits(given, [60, 50])", [below, above]) == ["below", "above"]
    assert ask("geometry", "hits(given, [220, 50])", [below, above]) == ["above", "below"]


def test_empty_part_of_a_text_is_still_its_own_over_what_is_filled(ask: Ask) -> None:
    card = {"id": "card", "box": BOX, "ink": None, "hit": True}
    text = {"id": "text", "box": BOX, "ink": {"x": 200, "y": 30, "w": 40, "h": 80}, "hit": True}
    assert ask("geometry", "hits(given, [60, 50])", [card, text]) == ["text", "card"]
    assert ask("geometry", "hits(given, [220, 50])", [text, card]) == ["card", "text"]


def test_pulled_edge_snaps_and_the_other_stays(ask: Ask) -> None:
    lines = {"x": [238, 41], "y": [112]}
    assert ask("geometry", "edgesSnapped(given[0], 'e', given[1], 5)", [BOX, lines]) == {
        "dx": -2,
        "dy": 0,
        "lines": [{"axis": "x", "at": 238}],
    }


def test_gaps_are_equal_after_spreading(ask: Ask) -> None:
    row = [{"x": x, "y": 0, "w": w, "h": 10} for x, w in ((0, 10), (14, 30), (100, 20))]
    moved = [x + dx for (dx, _), x in zip(ask("geometry", "distributed(given, 'x')", row), (0, 14, 100), strict=True)]
    assert moved[1] - 10 == moved[2] - moved[1] - 30


def test_pins_carry_a_box_to_another_size(ask: Ask) -> None:
    sizes = "{ w: 600, h: 300 }, { w: 1200, h: 630 }"
    moved = ask("geometry", f"repinned(given, {{ h: 'right', v: 'both' }}, {sizes})", BOX)
    assert (moved["x"], moved["y"], moved["w"], moved["h"]) == (640, 30, 200, 410)
