"""The proof sheet's checks: what they find, what they leave alone, and that their fixes mend it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from designer import brand, edits
from designer.lint import Finding, check_document
from designer.lint.whole import Surroundings
from designer.previews import document_of
from designer.records import fixed
from tests.designer.documents import document, first_name, text

QR = {
    "id": "code",
    "type": "qr",
    "name": "Code",
    "text": "https://example.com/t",
    "x": 420,
    "y": 100,
    "w": 120,
    "h": 120,
}


def findings(payload: dict[str, Any], **around: Any) -> list[Finding]:
    parsed = document_of(payload)
    surroundings = Surroundings(around.pop("kit", brand.plain()), around.pop("licences", {}), date(2026, 11, 24))
    return list(check_document(parsed, fixed(parsed), around=surroundings).findings)


def of(code: str, payload: dict[str, Any], **around: Any) -> list[Finding]:
    return [finding for finding in findings(payload, **around) if finding.code == code]


def mended(payload: dict[str, Any], finding: Finding, number: int = 0) -> dict[str, Any]:
    return edits.apply(payload, finding.fixes[number].ops)


def crowded(**options: Any) -> dict[str, Any]:
    """A long line that runs into a code on a small card of its own, which holds the place they share as well."""
    card = {"id": "card", "type": "shape", "name": "Card", "x": 400, "y": 80, "w": 160, "h": 160}
    layer = text(y=120, w=480, h=60, size=24, content="Dear {{ first_name }}, hello", fit="none", wrap="none")
    return document(card, {**QR, "x": 300, "y": 110, "w": 100, "h": 100, **options}, layer)


@pytest.mark.parametrize("x", [180, 300])
def test_code_under_a_text_is_moved_and_not_the_card_below(x: int) -> None:
    payload = crowded(x=x)
    payload["layers"][0] |= {"x": x - 20, "y": 90, "w": 140, "h": 140}
    moves = [fix for one in of("text_on_qr", payload) for fix in one.fixes if fix.label.startswith("Move")]
    assert moves
    assert {op["id"] for fix in moves for op in fix.ops} == {"code"}
    assert all("Code" in fix.label for fix in moves)


def test_what_is_found_in_another_size_is_mended_there_alone() -> None:
    payload = crowded(x=20, y=10)
    payload["sizes"].append({"id": "tall", "name": "Tall", "w": 600, "h": 600})
    payload["overrides"] = {"tall": {"code": {"x": 180, "y": 110}}}
    found = [one for one in of("text_on_qr", payload) if one.size == "tall"]
    fixes = [fix for one in found for fix in one.fixes if fix.label.startswith("Move")]
    assert fixes
    for fix in fixes:
        after = edits.apply(payload, fix.ops)
        assert after["layers"] == payload["layers"]
        assert after["overrides"]["tall"]["code"] != payload["overrides"]["tall"]["code"]


def test_good_design_has_nothing_that_blocks_or_warns() -> None:
    assert [one for one in findings(document()) if one.level in ("block", "warn")] == []


@pytest.mark.parametrize("alt", ["", "  ", "hero_final.png", "Webinar invite"])
def test_picture_without_words_for_those_who_see_none_blocks(alt: str) -> None:
    [finding] = of("alt_missing", document(alt=alt))

    assert finding.level == "block"
    assert of("alt_missing", mended(document(alt=alt), finding)) == []


def test_longest_name_upon_the_code_blocks_and_complete_does_not() -> None:
    layer = text(y=120, w=560, h=60, size=32, content="Dear {{ first_name }}", fit="none", wrap="none")
    found = of("text_on_qr", document(layer, QR))

    assert {finding.record for finding in found} == {"longest"}
    assert found[0].level == "block"


def test_fix_moves_the_text_off_the_code() -> None:
    layer = text(y=60, w=560, h=120, size=32, content="Dear {{ first_name }}, welcome to the whole long evening")
    payload = document(layer, QR)
    [*found] = of("text_on_qr", payload)
    assert found
    outcomes = [of("text_on_qr", mended(payload, finding, i)) for finding in found for i in range(len(finding.fixes))]

    assert [] in outcomes


def test_overlap_that_the_complete_record_has_is_meant() -> None:
    one, other = text(size=30), text("other", "Over it", size=30)

    assert of("text_on_text", document(one, other)) == []


def test_code_can_be_read_back() -> None:
    assert of("qr_unreadable", document(text(w=300), QR)) == []


def test_code_without_contrast_blocks_and_the_fix_mends_it() -> None:
    pale = {**QR, "fg": {"type": "solid", "color": "#F4F4F4"}}
    payload = document(text(w=300), pale)
    found = of("qr_unreadable", payload)

    assert {finding.level for finding in found} == {"block"}
    assert of("qr_unreadable", mended(payload, found[0])) == []


def test_pale_words_on_white_are_hard_to_read() -> None:
    payload = document(text(paint={"type": "solid", "color": "#D0D0D0"}))
    found = of("low_contrast", payload)

    assert found
    assert "at least 3 : 1" in found[0].text
    assert of("low_contrast", mended(payload, found[0])) == []


def test_large_words_need_less_contrast_than_small_ones() -> None:
    grey = {"type": "solid", "color": "#808080"}

    assert of("low_contrast", document(text(size=40, paint=grey))) == []
    assert of("low_contrast", document(text(size=16, paint=grey)))


def test_words_are_measured_against_what_lies_beneath_them() -> None:
    dark = {
        "id": "card",
        "type": "shape",
        "x": 0,
        "y": 0,
        "w": 600,
        "h": 300,
        "paint": {"type": "solid", "color": "#111111"},
    }
    white = {"type": "solid", "color": "#FFFFFF"}

    assert of("low_contrast", document(dark, text(paint=white))) == []
    assert of("low_contrast", document(text(paint=white)))


def test_tag_without_a_field_blocks() -> None:
    found = of("undeclared_field", document(text(content="Hello {{ city }}")))

    assert [(finding.level, finding.field, finding.layer) for finding in found] == [("block", "city", "headline")]


def test_field_that_nothing_uses_is_told() -> None:
    payload = document(fields=[first_name(), {"key": "city"}])

    assert [finding.field for finding in of("field_unused", payload)] == ["city"]


def test_tag_that_reaches_the_picture_blocks() -> None:
    payload = document(text(content="Hello *|FNAME|*"))

    assert {finding.level for finding in of("unresolved_tag", payload)} == {"block"}


def test_heavy_picture_warns() -> None:
    stops = [{"at": 0, "color": "#FF0055"}, {"at": 1, "color": "#00CCFF"}]
    payload = document(
        background={"type": "linear", "angle": 33, "stops": stops},
        output={"format": "png", "density": 2, "max_kb": 3},
    )
    found = of("too_heavy", payload)

    assert found
    assert "limit is 3 KB" in found[0].text


def test_fallback_that_shows_is_only_told() -> None:
    assert {(one.record, one.level) for one in of("fallback_shown", document())} >= {("empty", "info")}


def test_picture_that_is_the_same_for_everybody_is_told() -> None:
    assert of("all_the_same", document(text(content="Hello everybody"), alt="Hello everybody"))


def test_brand_constraints_are_checked() -> None:
    kit = brand.parse({"constraints": {"fonts": ["Lora"], "max_size": 30, "max_lines": 1, "custom_colors": False}})
    payload = document(text(paint={"type": "solid", "color": "#123456"}))
    codes = {finding.code for finding in findings(payload, kit=kit)}

    assert codes >= {"font_off_brand", "above_maximum", "too_many_lines", "color_off_brand"}


@pytest.mark.parametrize(
    ("until", "code"),
    [(None, "licence_without_date"), (date(2026, 1, 1), "licence_ended"), (date(2026, 12, 1), "licence_ends_soon")],
)
def test_font_licence_is_watched(until: date | None, code: str) -> None:
    face = {"family": "House Sans", "digest": "a" * 64}
    payload = document(brand={"faces": [face]})
    found = of(code, payload, licences={"House Sans": until})

    assert [finding.level for finding in found] == ["warn"]


def test_report_says_it_in_a_sentence() -> None:
    parsed = document_of(document(alt=""))

    assert check_document(parsed, fixed(parsed)).sentence == "1 blocking issue in 4 renders"


def limited(**constraints: Any) -> brand.Kit:
    return brand.parse({"constraints": constraints, "logos": [{"digest": LOGO, "name": "Logo"}]})


LOGO = "a" * 64


@pytest.fixture
def logo_file(settings: Any, tmp_path: Any) -> None:
    """A stored picture of 40 × 20 px, known by the digest above."""
    from PIL import Image

    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    (tmp_path / "assets").mkdir()
    Image.new("RGB", (40, 20), "#102030").save(tmp_path / "assets" / LOGO, "PNG")


def logo(**properties: Any) -> dict[str, Any]:
    source = {"kind": "asset", "asset": LOGO}
    return {"id": "logo", "type": "image", "name": "Logo", "w": 80, "h": 40, "source": source, **properties}


def test_words_nearer_to_the_edge_than_the_brand_allows_are_told_and_moved_in() -> None:
    payload, kit = document(text(x=8, y=8, content="Hello")), limited(margin=24)
    [finding, *_] = of("outside_brand_margin", payload, kit=kit)

    assert "the brand asks for 24" in finding.text
    assert of("outside_brand_margin", mended(payload, finding), kit=kit) == []
    assert of("outside_brand_margin", payload, kit=limited(margin=0)) == []


def test_area_that_the_brand_keeps_free_is_kept_free() -> None:
    zone = {"name": "the play button", "place": "center", "w": 0.3, "h": 0.4}
    kit = limited(zones=[zone])

    assert "the play button" in of("in_brand_zone", document(text(y=130)), kit=kit)[0].text
    assert of("in_brand_zone", document(text(y=8, h=60)), kit=kit) == []


@pytest.mark.usefixtures("logo_file")
@pytest.mark.parametrize(
    ("x", "y", "right"), [(20, 20, True), (500, 20, True), (20, 240, False), (260, 130, False), (260, 20, False)]
)
def test_logo_stands_where_the_brand_wants_it(x: int, y: int, right: bool) -> None:
    kit = limited(logo_positions=["top-left", "top-right"])

    assert (of("logo_misplaced", document(logo(x=x, y=y)), kit=kit) == []) is right


@pytest.mark.usefixtures("logo_file")
def test_misplaced_logo_is_moved_with_one_click() -> None:
    payload, kit = document(logo(x=260, y=130)), limited(logo_positions=["bottom-right"], margin=16)
    [finding, *_] = of("logo_misplaced", payload, kit=kit)

    assert finding.fixes[0].label == "Move to the bottom right"
    assert of("logo_misplaced", mended(payload, finding), kit=kit) == []


@pytest.mark.usefixtures("logo_file")
def test_words_keep_clear_of_the_logo() -> None:
    payload = document(logo(x=40, y=10), text(y=52))

    assert of("logo_crowded", payload, kit=limited(logo_clearance=40))
    assert of("logo_crowded", payload, kit=limited(logo_clearance=1)) == []


def test_layer_that_may_grow_beyond_the_lines_of_the_brand_is_limited_with_one_click() -> None:
    payload, kit = document(text(max_lines=5)), limited(max_lines=2)
    [finding] = of("too_many_lines", payload, kit=kit)

    assert of("too_many_lines", mended(payload, finding), kit=kit) == []
