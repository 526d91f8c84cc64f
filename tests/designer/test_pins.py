"""Pins of comments: put on the layer under the click, placed where that layer stands in the version that is shown."""

from __future__ import annotations

from typing import Any

import pytest

from designer.models import Comment
from designer.previews import document_of
from designer.queries.pins import boxes_of, layer_under, pin_of
from tests.designer.documents import document, text

GROUND = {"id": "ground", "type": "shape", "name": "Ground", "x": 0, "y": 0, "w": 600, "h": 300}
CARD = {"id": "card", "type": "shape", "name": "Card", "x": 20, "y": 20, "w": 300, "h": 200}


def designed(**headline: Any) -> Any:
    return document_of(document(GROUND, CARD, text(x=40, y=40, w=200, h=60, content="Hello", **headline)))


@pytest.mark.parametrize(
    ("at", "expected"),
    [((50, 50), ("headline", (10, 10))), ((30, 200), ("card", (10, 180))), ((500, 250), None), ((700, 10), None)],
)
def test_pin_is_put_on_the_topmost_layer_and_never_on_the_ground(at: Any, expected: Any) -> None:
    assert layer_under(designed(), {}, "base", at) == expected


def test_pin_follows_its_layer() -> None:
    comment = Comment(layer="headline", x=10, y=12)
    moved = document_of(document(GROUND, CARD, text(x=300, y=150, w=200, h=60, content="Hello")))

    assert pin_of(comment, boxes_of(designed(), {}, "base")) == (50, 52)
    assert pin_of(comment, boxes_of(moved, {}, "base")) == (310, 162)


def test_pin_stays_within_a_layer_that_became_smaller() -> None:
    smaller = document_of(document(text(x=0, y=0, w=50, h=20, content="Hi")))

    assert pin_of(Comment(layer="headline", x=180, y=50), boxes_of(smaller, {}, "base")) == (50, 20)


def test_pin_of_a_hidden_layer_stands_where_the_design_has_it_and_of_a_lost_one_nowhere() -> None:
    hidden = document_of(document(CARD, text(x=40, y=40, content="{{ first_name }}", visible=False)))

    assert pin_of(Comment(layer="headline", x=1, y=2), boxes_of(hidden, {}, "base")) == (41, 42)
    assert pin_of(Comment(layer="lost", x=1, y=2), boxes_of(hidden, {}, "base")) is None
    assert pin_of(Comment(x=7, y=8), boxes_of(hidden, {}, "base")) == (7, 8)
