"""What changed, as reviewers read it."""

from __future__ import annotations

from typing import Any

from PIL import Image

from designer.differences import difference
from designer.rules.words import condition
from designer.wording import differences
from tests.designer.documents import document, first_name, text


def said(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    return {thing.name: [change.sentence for change in thing.changes] for thing in differences(before, after)}


def test_size_is_told_in_px() -> None:
    assert said(document(text(size=38)), document(text(size=44))) == {"Headline": ["size 38 px → 44 px"]}


def test_words_and_rotation_are_told() -> None:
    before, after = document(text(content="Welcome")), document(text(content="You’re in", rot=350))

    assert said(before, after) == {"Headline": ["text Welcome → You’re in", "rotation 0° → 350°"]}


def test_colours_come_with_swatches() -> None:
    before = document(text(paint={"type": "solid", "color": "#FF0000"}))
    after = document(text(paint={"token": "primary"}), brand={"colors": {"primary": "#2F5BEA"}})
    [thing] = [one for one in differences(before, after) if one.kind == "Layer"]

    assert thing.changes[0].colors == ("#FF0000", "#2F5BEA")
    assert thing.changes[0].after == "brand primary"


def test_added_and_removed_layers_are_told() -> None:
    assert said(document(text("one")), document(text("two"))) == {"Two": ["added"], "One": ["removed"]}


def test_field_rules_are_told_in_words() -> None:
    before, after = document(), document(fields=[first_name(empty="hide_layer")])

    assert said(before, after) == {"First name": ["when empty – → hide layers that use it"]}


def test_change_in_another_size_names_it() -> None:
    sizes = [*document()["sizes"], {"id": "og", "name": "Share", "w": 1200, "h": 630}]
    before = document(sizes=sizes)
    after = document(sizes=sizes, overrides={"og": {"headline": {"size": 88}}})

    assert said(before, after) == {"Headline in Share": ["size – → 88 px"]}


def test_brand_that_changed_underneath_is_told() -> None:
    before = document(brand={"colors": {"primary": "#111111"}})
    after = document(brand={"colors": {"primary": "#2F5BEA"}})

    assert said(before, after) == {"Brand kit": ["colour primary #111111 → #2F5BEA"]}


def test_order_of_layers_is_told_once() -> None:
    one, two = text("one"), text("two")

    assert said(document(one, two), document(two, one)) == {"Layer order": ["layers lie in another order"]}


def test_what_only_designers_see_is_not_told() -> None:
    assert said(document(text()), document(text(locked=True), guides=[{"axis": "x", "at": 5}])) == {}


def test_conditions_read_like_sentences() -> None:
    both = {"all": [{"field": "tier", "op": "is", "value": "VIP"}, {"field": "city", "op": "not_empty"}]}

    assert condition(both) == "tier is VIP and city is not empty"


def test_equal_pictures_differ_nowhere() -> None:
    picture = Image.new("RGB", (40, 20), "#2F5BEA")

    assert difference(picture, picture.copy()).share == 0


def test_changed_pixels_are_magenta_and_counted() -> None:
    before, after = Image.new("RGB", (40, 20), "white"), Image.new("RGB", (40, 20), "white")
    after.paste("black", (0, 0, 10, 20))

    found = difference(before, after)

    assert found.share == 0.25
    assert found.map.getpixel((5, 5)) == (230, 0, 126)
    assert found.map.getpixel((30, 5)) == (255, 255, 255)


def test_what_only_one_picture_has_counts_as_changed() -> None:
    found = difference(Image.new("RGB", (10, 10), "black"), Image.new("RGB", (10, 20), "black"))

    assert found.share == 0.5
