"""Pixels by arithmetic: coverage, blending, shadows, spreading, codes that scan, and pictures kept for reuse."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from renderer.engine import outlines
from renderer.engine.assets import Assets
from renderer.engine.blending import BLENDS, compose
from renderer.engine.card import neutral_card
from renderer.engine.draw import draw
from renderer.engine.effects import blurred, spread
from renderer.engine.fitted import FittedPictures
from renderer.engine.layout import layout
from renderer.engine.output import OutputSpec
from renderer.engine.paint import paint, sprite
from renderer.engine.qr import modules
from renderer.engine.raster import Window, fill
from renderer.engine.resolve import resolve
from renderer.engine.sprite import Sprite
from tests.engine.rendering import assets, document, picture, placed, resolved
from tests.engine.scenery import landscape, portrait

# Coverage --------------------------------------------------------------------------------------------------------


@given(st.floats(0, 30), st.floats(0, 20), st.floats(0.5, 30), st.floats(0.5, 20))
def test_coverage_adds_up_to_the_area(x: float, y: float, w: float, h: float) -> None:
    covered = fill([outlines.rectangle(x, y, x + w, y + h)], Window(0, 0, 64, 48)).sum() / 255
    assert covered == pytest.approx(w * h, abs=0.07 * (w + h) + 0.05)


def test_circle_covers_its_area() -> None:
    covered = fill([outlines.ellipse(3.3, 4.4, 63.3, 64.4)], Window(0, 0, 70, 70)).sum() / 255
    assert covered == pytest.approx(math.pi * 30**2, rel=0.002)


def test_hole_stays_clear() -> None:
    ring = [outlines.rectangle(0, 0, 30, 30), outlines.rectangle(10, 10, 20, 20)[::-1]]
    coverage = fill(ring, Window(0, 0, 30, 30))
    assert (coverage[10:20, 10:20] == 0).all()
    assert (coverage[:10] == 255).all()


def test_outline_beyond_the_window_is_cut_off_without_a_trace() -> None:
    big = outlines.ellipse(-400, -300, 500, 400)
    part, whole = fill([big], Window(10, 20, 60, 50)), fill([big], Window(-400, -300, 500, 400))
    assert np.array_equal(part, whole[320:350, 410:460])


def test_radii_too_large_become_a_pill() -> None:
    assert outlines.fitted_radii(100, 40, (999, 999, 999, 999)) == (20, 20, 20, 20)


# Blending --------------------------------------------------------------------------------------------------------

UNIT = np.linspace(0, 1, 52)
FORMULAS = {
    "multiply": lambda b, s: b * s,
    "screen": lambda b, s: b + s - b * s,
    "overlay": lambda b, s: np.where(b <= 0.5, 2 * b * s, 1 - 2 * (1 - b) * (1 - s)),
    "darken": np.minimum,
    "lighten": np.maximum,
}


@pytest.mark.parametrize("mode", BLENDS)
def test_blend_modes_follow_their_formula(mode: str) -> None:
    backdrop, source = np.meshgrid(UNIT, UNIT)
    images = [
        Image.fromarray(np.repeat((v * 255).round().astype(np.uint8)[..., None], 3, -1)) for v in (backdrop, source)
    ]
    mixed = np.asarray(BLENDS[mode](*images))[..., 0]
    expected = FORMULAS[mode](backdrop, source) * 255
    assert np.abs(mixed - expected).max() <= 1.01


@given(
    st.sampled_from(tuple(BLENDS)), st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.integers(0, 255)
)
def test_blending_onto_a_clear_canvas_follows_the_compositing_formula(
    mode: str, backdrop: int, under: int, source: int, over: int
) -> None:
    canvas = Image.new("RGBA", (1, 1), (backdrop, backdrop, backdrop, under))
    compose(canvas, Sprite(Image.new("RGBA", (1, 1), (source, source, source, over)), 0, 0), 0, 0, 1, mode)
    cb, ab, cs, as_ = (value / 255 for value in (backdrop, under, source, over))
    mixed = float(FORMULAS[mode](np.float64(cb), np.float64(cs)))
    alpha = as_ + ab * (1 - as_)
    light = as_ * (1 - ab) * cs + as_ * ab * mixed + (1 - as_) * ab * cb
    red, _, _, drawn = canvas.getpixel((0, 0))  # type: ignore[misc]
    assert drawn == pytest.approx(alpha * 255, abs=1.01)
    assert red * drawn / 255 == pytest.approx(light * 255, abs=2.5)


def test_mask_and_pixels_of_one_colour_are_laid_alike() -> None:
    coverage = portrait().convert("L")
    masked = Sprite(coverage, 5, 5, (200, 30, 60, 180))
    plain = Sprite(masked.image, 5, 5)
    canvases = [landscape(), landscape()]
    for canvas, one in zip(canvases, (masked, plain), strict=True):
        compose(canvas, one, 3, 4, 0.7)
    assert np.abs(np.asarray(canvases[0], int) - np.asarray(canvases[1], int)).max() <= 1


@pytest.mark.parametrize("background", [{"type": "solid", "color": "#204060"}, None], ids=["opaque", "clear"])
def test_opacity_of_nothing_leaves_the_canvas(background: Any) -> None:
    shape = {"id": "box", "type": "shape", "opacity": 0}
    assert picture(shape, background=background).getcolors() == picture(background=background).getcolors()


# Effects ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("radius", [2, 5.5, 9, 30])
def test_spreading_a_dot_gives_a_disc(radius: float) -> None:
    dot = Image.new("L", (101, 101))
    dot.putpixel((50, 50), 255)
    covered = np.asarray(spread(dot, radius), float).sum() / 255
    if radius <= 12:
        assert covered == pytest.approx(math.pi * (radius + 0.5) ** 2, rel=0.1)


@pytest.mark.parametrize("radius", [3, 8, 20])
def test_shrinking_undoes_spreading_of_a_large_square(radius: float) -> None:
    square = Image.new("L", (200, 200))
    square.paste(255, (60, 60, 140, 140))
    back = spread(spread(square, radius), -radius)
    inner = np.asarray(back)[66:134, 66:134]
    assert inner.min() >= 250


@pytest.mark.parametrize("sigma", [3, 7, 20, 60])
def test_quick_blur_looks_like_the_plain_one(sigma: float) -> None:
    image = Image.new("L", (400, 300))
    image.paste(255, (120, 100, 280, 200))
    difference = np.asarray(blurred(image, sigma), int) - np.asarray(image.filter(ImageFilter.GaussianBlur(sigma)), int)
    assert np.abs(difference).max() <= 6


def test_shadow_falls_down_however_the_layer_is_turned() -> None:
    def lowest(rot: float) -> int:
        box = {"id": "box", "type": "shape", "x": 80, "y": 40, "w": 40, "h": 40, "rot": rot}
        hard = {"dx": 0, "dy": 20, "blur": 0, "color": "#000000FF"}
        return np.flatnonzero(np.asarray(picture({**box, "shadows": [hard]}).convert("L")).min(axis=1) < 40)[-1]

    assert lowest(0) == lowest(90) == lowest(180) == 99


def test_turning_keeps_the_area() -> None:
    def covered(rot: float) -> float:
        box = {"id": "box", "type": "shape", "x": 60, "y": 40, "w": 80, "h": 40, "rot": rot}
        return (
            np.asarray(picture({**box, "paint": {"type": "solid", "color": "#000000"}}).convert("L"), float)
            .__rsub__(255)
            .sum()
            / 255
        )

    assert covered(0) == 3200
    assert all(covered(rot) == pytest.approx(3200, rel=0.01) for rot in (17, 45, 90, 211))


# Codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look",
    [
        {},
        {"module": "dot"},
        {"module": "round"},
        {"logo": "logo"},
        {"logo": "logo", "module": "dot"},
        {"rot": 30},
        {
            "fg": {
                "type": "linear",
                "angle": 45,
                "stops": [{"at": 0, "color": "#0B1F3A"}, {"at": 1, "color": "#5B2AA0"}],
            }
        },
    ],
    ids=["square", "dot", "round", "logo", "logo-dot", "turned", "gradient"],
)
@pytest.mark.parametrize("text", ["https://example.com/t/A93K?n=Zoë", "https://example.com/" + "x" * 150])
def test_codes_are_read_by_a_scanner(look: dict[str, Any], text: str) -> None:
    code = {"id": "code", "type": "qr", "text": text, "x": 40, "y": 40, "w": 300, "h": 300, **look}
    image = np.asarray(picture(code, w=380, h=380, scale=2).convert("L"))
    assert cv2.QRCodeDetector().detectAndDecode(image)[0] == text


@given(st.text(min_size=1, max_size=60))
def test_quick_choice_of_the_mask_gives_a_sound_code(text: str) -> None:
    rows = modules(text, "M")
    assert len(rows) == len(rows[0])
    assert (len(rows) - 17) % 4 == 0


# Sprites and memory ----------------------------------------------------------------------------------------------


def test_sprite_does_not_depend_on_where_its_layer_is() -> None:
    word = {"id": "word", "type": "text", "text": "Hi", "w": 100, "h": 40, "rot": 10}
    drawn = [sprite(placed({**word, "x": x, "y": y})["word"], assets(), 2) for x, y in ((0, 0), (33.3, 7.7))]
    assert drawn[0] is not None
    assert drawn[1] is not None
    assert (drawn[0].dx, drawn[0].dy) == (drawn[1].dx, drawn[1].dy)
    assert np.array_equal(np.asarray(drawn[0].image), np.asarray(drawn[1].image))


def test_painting_twice_gives_the_same_and_leaves_what_is_kept_alone() -> None:
    layers = (
        {"id": "photo", "type": "image", "w": 200, "h": 120, "source": {"asset": "landscape"}},
        {"id": "hello", "type": "text", "text": "Hi {{ first_name }}", "w": 180},
    )
    card = document(*layers, fields=[{"key": "first_name", "fallback": "friend"}])
    first, _, again = (
        paint(layout(resolve(card, {"first_name": n}), assets()), assets()) for n in ("Ana", "Bo", "Ana")
    )
    assert np.array_equal(np.asarray(first), np.asarray(again))


def test_picture_that_is_replaced_is_not_taken_from_memory() -> None:
    made = resolved({"id": "photo", "type": "image", "w": 200, "h": 120, "source": {"asset": "a"}})
    seen = []
    for image in (landscape(), portrait()):
        mine = Assets(assets().fonts, {"a": image})
        seen.append(np.asarray(paint(layout(made, mine), mine)))
    assert not np.array_equal(*seen)


def test_memory_of_pictures_is_bounded() -> None:
    memory = FittedPictures(limit=1000)
    sources = [Image.new("L", (20, 20)) for _ in range(9)]
    for source in sources:
        memory.get(source, "recipe", lambda: Image.new("L", (20, 20)))
    assert memory._pixels <= 1000


# Cards and the whole ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(600, 300), (16, 16), (4000, 60), (300, 1200)])
def test_neutral_card_fills_any_size_calmly(size: tuple[int, int]) -> None:
    card = neutral_card(*size, 1, (20, 108, 67, 255))
    assert (card.mode, card.size) == ("RGB", size)
    assert np.asarray(card).min() > 120


def test_refusal_draws_the_neutral_card() -> None:
    fields = [{"key": "code", "mode": "required"}]
    made = resolved({"id": "words", "type": "text", "text": "{{ code }}"}, fields=fields)
    rendered = draw(made, assets(), OutputSpec("png", 2))
    assert (rendered.encoded.width, rendered.encoded.height, rendered.scene, rendered.alt) == (400, 240, None, "")


def test_drawing_tells_alt_text_fallbacks_and_issues() -> None:
    made = resolved(
        {"id": "words", "type": "text", "text": "Hi {{ first_name }}", "size": 60, "h": 40, "w": 90},
        fields=[{"key": "first_name", "fallback": "friend"}],
        alt="Hello {{ first_name }}",
    )
    rendered = draw(made, assets(), OutputSpec("jpg"))
    assert rendered.alt == "Hello friend"
    assert [used.field for used in rendered.fallbacks] == ["first_name"]
    assert {issue.code for issue in rendered.issues} & {"shrunk", "ellipsis", "below_minimum"}
    assert rendered.encoded.media_type == "image/jpeg"
