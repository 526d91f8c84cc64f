"""Where layers come to lie, in numbers: anchors, hugging, codes in whole modules, framed pictures, turned ink."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.engine.framing import framing
from renderer.engine.layout import layout
from renderer.engine.scene import Box, Placed
from renderer.engine.schema import parse_layer
from renderer.engine.styles import Anchor
from tests.engine.rendering import assets, placed, resolved, scene

FIELDS = [{"key": "tier", "mode": "ignore"}, {"key": "photo", "kind": "image", "mode": "ignore"}]


def box(layer_id: str, x: float, y: float, w: float, h: float, **more: Any) -> dict[str, Any]:
    return {"id": layer_id, "type": "shape", "x": x, "y": y, "w": w, "h": h, **more}


def words(layer_id: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": layer_id, "type": "text", "text": text, "x": 10, "y": 10, "w": 150, "h": 40, **more}


def following(to: str, **anchor: Any) -> dict[str, Any]:
    return {"anchor": {"to": to, **anchor}}


def ink(one: Placed) -> Box:
    assert one.ink is not None
    return one.ink


# Anchors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edge", "align", "corner"),
    [
        ("right", "start", (85, 30)),
        ("right", "center", (85, 35)),
        ("right", "end", (85, 40)),
        ("left", "start", (15, 30)),
        ("top", "center", (50, 15)),
        ("bottom", "start", (40, 65)),
        ("bottom", "end", (60, 65)),
    ],
)
def test_follower_lies_beside_the_edge_it_follows(edge: str, align: str, corner: tuple[float, float]) -> None:
    target, follower = box("target", 40, 30, 40, 30), box("follower", 0, 0, 20, 10)
    # On the left and above, the follower ends where the gap begins.
    gap = 5
    lies = placed(target, {**follower, "h": 20, **following("target", edge=edge, gap=gap, align=align)})["follower"]
    x, y = corner
    expected = {"top": (x, 30 - gap - 20), "left": (x, 30)}.get(edge, corner)
    assert (lies.box.x, lies.box.y) == expected


def test_follower_keeps_to_the_letters_not_to_the_box() -> None:
    lies = placed(
        words("name", "Hi"), words("mark", "!", **following("name", edge="right", gap=4, align="start")), w=400
    )
    assert lies["mark"].box.x == pytest.approx(ink(lies["name"]).right + 4)
    assert lies["mark"].box.x < 60


def test_longer_words_push_their_follower() -> None:
    def x_of_mark(name: str) -> float:
        return placed(words("name", name), words("mark", "!", **following("name", edge="right")), w=400)["mark"].box.x

    assert x_of_mark("Wilhelmina") > x_of_mark("Al")


def test_chain_follows_link_by_link() -> None:
    lies = placed(
        box("one", 10, 10, 20, 20),
        box("two", 0, 0, 20, 20, **following("one", gap=5)),
        box("three", 0, 0, 20, 20, **following("two", gap=5)),
    )
    assert [one.box.y for one in lies.values()] == [10, 35, 60]


def test_follower_of_a_hidden_layer_takes_its_place() -> None:
    lies = placed(box("gone", 30, 40, 20, 20, visible=False), box("left", 5, 90, 10, 10, **following("gone", gap=8)))
    assert (lies["left"].box.x, lies["left"].box.y) == (5, 40)


def test_follower_of_a_hidden_link_moves_up_the_chain() -> None:
    lies = placed(
        box("one", 10, 10, 20, 20),
        words("two", "{{ tier }}", **following("one", gap=5)),
        box("three", 0, 0, 20, 20, **following("two", gap=5)),
        fields=FIELDS,
    )
    assert lies["three"].box.y == 35


def test_follower_may_keep_clear_of_what_is_hidden() -> None:
    follower = box("left", 5, 90, 10, 10, **following("gone", gap=8, if_hidden="keep"))
    lies = placed(box("gone", 30, 40, 20, 20, visible=False), follower)
    assert (lies["left"].box.x, lies["left"].box.y) == (30, 68)


def test_circle_of_anchors_is_told_and_stays_as_designed() -> None:
    # The schema refuses such documents; what was stored before it did must still come out.
    apart = resolved(box("one", 1, 2, 20, 20), box("two", 3, 4, 20, 20), box("three", 5, 6, 20, 20))
    targets = {"one": "three", "two": "one", "three": "two"}
    layers = tuple(
        replace(filled, layer=replace(filled.layer, anchor=Anchor(targets[filled.layer.id]))) for filled in apart.layers
    )
    board = {"base": tuple(filled.layer for filled in layers)}
    made = layout(replace(apart, layers=layers, document=replace(apart.document, layers=board)), assets())
    assert [(one.box.x, one.box.y) for one in made.placed] == [(1, 2), (3, 4), (5, 6)]
    assert [issue.code for issue in made.issues] == ["anchor_cycle"] * 3


def test_turned_layer_is_followed_by_what_is_seen_of_it() -> None:
    lies = placed(box("bar", 40, 50, 80, 20, rot=90), box("dot", 0, 0, 4, 4, **following("bar", edge="right")))
    assert ink(lies["bar"]).x == pytest.approx(70)
    assert lies["dot"].box.x == pytest.approx(90)


# Boxes -----------------------------------------------------------------------------------------------------------


def test_hugging_box_is_as_wide_as_its_words_and_padding() -> None:
    background = {"paint": "primary", "pad": [4, 10, 4, 10]}
    lies = placed(words("hug", "Hi", hug="width", box=background), words("all", "Hi", box=background), w=400)
    assert lies["hug"].box.w < lies["all"].box.w == 150
    assert lies["hug"].box.w == pytest.approx(lies["hug"].block.ink.right + 10, abs=2)  # type: ignore[union-attr]


def test_centred_hugging_box_leaves_the_layers_corner_alone() -> None:
    lies = placed(words("hug", "Hi", hug="width", align="center"), w=400)["hug"]
    assert lies.origin == (10, 10)
    assert lies.box.x + lies.box.w / 2 == pytest.approx(85, abs=1.5)


def test_pill_is_as_wide_as_its_label_and_icon() -> None:
    def width(icon: str | None) -> float:
        look = {"text": "VIP", "icon": icon}
        return placed({"id": "pill", "type": "badge", "field": "tier", "size": 20, "default": look})["pill"].box.w

    assert width("lucide:star") == pytest.approx(width(None) + 20 * (1.15 + 0.4), abs=0.01)


def test_code_is_rounded_down_to_whole_modules_and_centred() -> None:
    lies = placed({"id": "code", "type": "qr", "text": "https://example.com/t/A93K", "w": 100, "h": 120, "quiet": 2})
    count = len(lies["code"].modules) + 4
    assert lies["code"].box.w == 100 // count * count
    assert (lies["code"].box.x, lies["code"].box.y) == (
        (100 - lies["code"].box.w) // 2,
        (120 - lies["code"].box.h) // 2,
    )


def test_code_with_a_logo_corrects_more_errors() -> None:
    code = {"id": "code", "type": "qr", "text": "https://example.com/t/A93K", "w": 100, "h": 100}
    assert len(placed({**code, "logo": "logo"})["code"].modules) > len(placed(code)["code"].modules)


def test_code_that_holds_too_much_is_told() -> None:
    made = scene({"id": "code", "type": "qr", "text": "x" * 2000, "ec": "H", "w": 100, "h": 100})
    assert [issue.code for issue in made.issues] == ["qr_too_long"]
    assert made.placed[0].ink is None


def test_code_finer_than_pixels_is_told() -> None:
    made = scene({"id": "code", "type": "qr", "text": "https://example.com", "w": 20, "h": 20})
    assert [issue.code for issue in made.issues] == ["qr_too_small"]


def test_picture_that_is_away_gives_way_to_the_layers_fallback() -> None:
    layer = {"id": "pic", "type": "image", "source": {"asset": "nowhere", "fallback": "logo"}}
    assert placed(layer)["pic"].picture == "logo"


def test_picture_without_fallback_shows_nothing_and_is_told() -> None:
    made = scene({"id": "pic", "type": "image", "source": {"asset": "nowhere"}})
    assert made.placed[0].ink is None
    assert [issue.code for issue in made.issues] == ["image_missing"]


@pytest.mark.parametrize(("pos", "grown"), [("inside", 0), ("center", 3), ("outside", 6)])
def test_ink_holds_the_stroke(pos: str, grown: float) -> None:
    lies = placed(box("frame", 40, 30, 50, 20, stroke={"w": 6, "pos": pos}))["frame"]
    assert ink(lies) == Box(40 - grown, 30 - grown, 50 + 2 * grown, 20 + 2 * grown)


def test_invisible_layers_have_no_ink() -> None:
    clear = {"type": "solid", "color": "#FFFFFF00"}
    lies = placed(
        box("clear", 0, 0, 9, 9, paint=clear), box("faded", 0, 0, 9, 9, opacity=0), box("none", 0, 0, 9, 9, paint=None)
    )
    assert [one.ink for one in lies.values()] == [None, None, None]


# Pictures --------------------------------------------------------------------------------------------------------


def image_layer(**more: Any) -> Any:
    return parse_layer({"id": "pic", "type": "image", "w": 100, "h": 100, "source": {"asset": "a"}, **more})


def test_cover_keeps_the_focal_point_in_the_middle_as_far_as_the_edges_let_it() -> None:
    framed = framing(image_layer(focal=[0.4, 0.5]), (400, 100), 100, 100, 1)
    assert (framed.x.start, framed.x.end) == (110, 210)
    at_the_edge = framing(image_layer(focal=[0, 0]), (400, 100), 100, 100, 1)
    assert (at_the_edge.x.start, at_the_edge.x.end) == (0, 100)


def test_contain_shares_the_spare_room_by_the_focal_point() -> None:
    framed = framing(image_layer(fit="contain", focal=[0.5, 1]), (200, 100), 100, 100, 1)
    assert (framed.y.low, framed.y.high) == (50, 100)


def test_crop_is_all_that_is_framed() -> None:
    framed = framing(image_layer(fit="fill", crop={"x": 0.5, "y": 0.25, "w": 0.25, "h": 0.5}), (400, 100), 100, 100, 1)
    assert (framed.x.start, framed.x.end, framed.y.start, framed.y.end) == (200, 300, 25, 75)


@given(
    st.sampled_from(("cover", "contain", "fill", "none")),
    st.tuples(st.integers(1, 3000), st.integers(1, 3000)),
    st.tuples(st.floats(1, 900), st.floats(1, 900)),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.floats(1, 8),
)
def test_framing_never_looks_outside_of_the_picture_or_the_box(
    fit: str, source: tuple[int, int], room: tuple[float, float], focal: tuple[float, float], zoom: float
) -> None:
    framed = framing(image_layer(fit=fit, focal=list(focal), zoom=zoom), source, *room, 1)
    for span, length, size in zip((framed.x, framed.y), source, room, strict=True):
        assert -1e-6 <= span.start <= span.end <= length + 1e-6
        assert -1e-6 <= span.low <= span.high <= size + 1e-6


# Whole -----------------------------------------------------------------------------------------------------------


def test_layers_stay_in_order_whoever_follows_whom() -> None:
    made = scene(box("front", 0, 0, 9, 9, **following("back")), box("back", 0, 0, 9, 9))
    assert [one.layer.id for one in made.placed] == ["front", "back"]


def test_layout_leaves_its_input_alone() -> None:
    given_layers = resolved(words("name", "Hi"), box("dot", 0, 0, 9, 9, **following("name")))
    before = replace(given_layers)
    assert layout(given_layers, assets()) == layout(given_layers, assets())
    assert given_layers == before
