"""Issues that a layout raises: each by its code, on the layer it concerns."""

from __future__ import annotations

from typing import Any

import pytest

from renderer.engine.checks import check
from renderer.engine.layout import layout
from renderer.engine.resolved import Issue
from tests.engine.rendering import assets, resolved


def issues(*layers: dict[str, Any], **more: Any) -> list[Issue]:
    made = resolved(*layers, w=400, h=200, **more)
    return list(check(layout(made, assets()), made, assets()))


def found(*layers: dict[str, Any], **more: Any) -> list[tuple[str, str, str | None]]:
    return [(issue.code, issue.level, issue.layer) for issue in issues(*layers, **more)]


def words(text: str, layer_id: str = "words", **more: Any) -> dict[str, Any]:
    return {"id": layer_id, "type": "text", "text": text, "x": 20, "y": 20, "w": 200, "h": 40, "size": 24, **more}


LOGO = {"id": "logo1", "type": "image", "x": 30, "y": 20, "w": 60, "h": 40, "source": {"asset": "logo"}}
QR = {"id": "code", "type": "qr", "x": 250, "y": 20, "w": 120, "h": 120, "text": "https://example.com"}


def test_sound_design_raises_nothing() -> None:
    assert found(words("All well"), QR) == []


def test_text_that_shrank_is_told_with_both_sizes() -> None:
    (issue,) = issues(words("Rather more words than fit here at once", size=30, min_size=10, max_lines=1))
    assert (issue.code, issue.level) == ("shrunk", "info")
    assert issue.text.startswith("Shrunk from 30 to ")
    assert issue.text.endswith(" px, 1 line")


def test_text_below_the_brands_minimum_is_a_warning() -> None:
    brand = {"min_size": 20}
    layer = words("Rather more words than fit here at once", size=30, min_size=10, max_lines=1)
    (issue,) = issues(layer, brand=brand)
    assert (issue.code, issue.level) == ("below_minimum", "warn")
    assert issue.text.endswith("brand minimum 20")


def test_cut_text_is_a_warning() -> None:
    assert ("ellipsis", "warn", "words") in found(
        words("Far too many words for one line of this box", fit="ellipsis", max_lines=1)
    )


def test_text_that_leaves_its_box_blocks() -> None:
    assert ("overflow", "block", "words") in found(words("Far too many words for this", fit="none", h=26, w=90))


def test_characters_no_font_has_block_and_are_named() -> None:
    issue = next(issue for issue in issues(words("Private \U000f1234")) if issue.code == "missing_glyphs")
    assert issue.level == "block"
    assert "\U000f1234" in issue.text


def test_unknown_font_is_a_warning() -> None:
    assert ("font_missing", "warn", "words") in found(words("Hi", font={"family": "Nowhere Sans"}))


def test_text_on_a_code_blocks_and_says_where() -> None:
    issue = next(issue for issue in issues(words("Runs right into the code", w=300), QR))
    assert (issue.code, issue.level, issue.layer) == ("text_on_qr", "block", "words")
    assert issue.box is not None
    assert issue.box[0] >= 250


def test_text_on_text_is_a_warning() -> None:
    assert ("text_on_text", "warn", "words") in found(words("Above"), words("Below", "other", y=24))


def test_text_on_a_logo_is_a_warning() -> None:
    assert ("text_on_logo", "warn", "words") in found(LOGO, words("Runs over the logo"))


def test_words_within_a_picture_are_meant() -> None:
    assert found(LOGO, words("A", x=50, y=25, w=20, h=30)) == []


def test_badge_on_a_picture_is_meant_but_not_on_a_code() -> None:
    badge = {"id": "badge", "type": "badge", "field": "tier", "x": 70, "y": 40, "h": 30, "default": {"text": "VIP"}}
    fields = [{"key": "tier", "mode": "ignore"}]
    assert found(LOGO, badge, fields=fields) == []
    assert ("text_on_qr", "block", "badge") in found(QR, {**badge, "x": 240}, fields=fields)


def test_text_on_a_photograph_or_a_card_is_meant() -> None:
    photo = {"id": "photo", "type": "image", "w": 400, "h": 200, "source": {"asset": "landscape"}}
    card = {"id": "card", "type": "shape", "x": 10, "y": 10, "w": 300, "h": 100}
    assert found(photo, card, words("On both")) == []


def test_boxes_that_overlap_without_their_letters_are_fine() -> None:
    assert found(words("Short", w=380, h=60), words("Far right", "other", x=250, w=140)) == []


def test_words_in_the_safe_margin_are_a_warning() -> None:
    assert ("outside_safe_zone", "warn", "words") in found(words("Hi", x=4), safe={"margin": 16})


def test_words_beyond_the_edge_are_a_warning() -> None:
    assert ("outside_safe_zone", "warn", "words") in found(words("Hi", x=390))


def test_words_in_a_reserved_zone_are_a_warning() -> None:
    zones = [{"name": "Logo", "x": 0, "y": 0, "w": 60, "h": 60}]
    issue = next(iter(issues(words("Hi"), safe={"zones": zones})))
    assert issue.code == "in_reserved_zone"
    assert "Logo" in issue.text


@pytest.mark.parametrize(("side", "soft"), [(200, False), (300, True)])
def test_picture_enlarged_too_much_is_a_warning(side: float, soft: bool) -> None:
    layer = {"id": "face", "type": "image", "w": side, "h": side, "source": {"asset": "portrait"}}
    assert (("image_enlarged", "warn", "face") in found(layer)) is soft


def test_layer_that_shows_nothing_is_a_warning() -> None:
    fields = [{"key": "tier", "mode": "ignore"}]
    assert ("empty_layer", "warn", "words") in found(words("{{ tier }}", empty="keep"), fields=fields)
