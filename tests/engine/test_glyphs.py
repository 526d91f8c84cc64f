"""Masks show the glyphs that were laid out, where they were laid out, at every scale."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renderer.engine.blending import compose
from renderer.engine.colourglyphs import colour_glyphs
from renderer.engine.document import FontSpec, Mark, Solid
from renderer.engine.glyphs import GlyphMask, masks
from renderer.engine.glyphstrokes import StrokeMask, stroke_mask
from renderer.engine.letters import Letters
from renderer.engine.scene import TextBlock
from renderer.engine.sheets import Sheet
from renderer.engine.sprite import Sprite
from renderer.engine.stamps import Stamps
from tests.engine.typography import everything, fit

RED = Solid((200, 30, 60, 255))
TEXTS = st.text(st.sampled_from("Åǵjfgyṩ مرحبא שด้ำ你क्षि.-"), min_size=1, max_size=25)
LATIN = st.text(st.sampled_from("Åǵjfgyṩ.- AVTo"), min_size=1, max_size=25)


def canvas(mask: GlyphMask | StrokeMask, width: int, height: int) -> np.ndarray:
    image = Image.new("L", (width, height))
    image.paste(mask.image, (mask.left, mask.top))
    return np.asarray(image)


def pixels(block: TextBlock, scale: float = 1) -> np.ndarray:
    """The letters on the layer's whole box of 400 by 120."""
    return canvas(masks(block, scale)[0], int(400 * scale), int(120 * scale))


def visible(mask: GlyphMask) -> tuple[int, int, int, int] | None:
    """The box of what the eye can see: more than one per cent of coverage."""
    return mask.image.point(lambda value: 255 if value > 2 else 0).getbbox()


def bounds(mask: GlyphMask) -> tuple[int, int, int, int]:
    box = visible(mask)
    assert box
    return mask.left + box[0], mask.top + box[1], mask.left + box[2], mask.top + box[3]


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([1, 2, 3]), st.sampled_from(["Inter", "Great Vibes", "Playfair Display"]))
def test_drawn_ink_is_where_it_was_measured(text: str, scale: int, family: str):
    block = fit(text, font=FontSpec(family, 700))
    for mask in masks(block, scale):
        if visible(mask):
            left, top, right, bottom = bounds(mask)
            assert left >= block.ink.x * scale - 1.08
            assert top >= block.ink.y * scale - 1.08
            assert right <= (block.ink.x + block.ink.w) * scale + 1.08
            assert bottom <= (block.ink.y + block.ink.h) * scale + 1.08


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from([1, 2, 3]))
def test_no_pixel_is_drawn_outside_the_box(text: str, scale: int):
    for mask in masks(fit(text), scale):
        if visible(mask):
            left, top, right, bottom = bounds(mask)
            assert min(left, top) >= 0
            assert right <= 400 * scale
            assert bottom <= 120 * scale


def test_a_picture_at_2x_halved_is_the_picture_at_1x():
    block = fit("Hi Amira", font=FontSpec("Poppins", 700))
    halved = Image.fromarray(pixels(block, 2)).reduce(2)
    difference = np.abs(np.asarray(halved, int) - pixels(block, 1))
    assert difference.max() <= 40
    assert difference.mean() < 0.2


def test_letters_are_drawn_at_sub_pixel_places():
    block = fit("iiiiiiii", font=FontSpec("Inter", 400), size=15)
    columns = pixels(block).sum(axis=0)
    assert len({int(columns[index]) for index in range(len(columns))} - {0}) > 4


def test_solid_letters_are_fully_covered_inside():
    assert pixels(fit("▉■I", size=60)).max() == 255


def test_each_paint_has_a_mask_of_its_own():
    block = fit("Hi Amira", marks=(Mark(3, 8, paint=RED),))
    plain, red = masks(block, 1)
    assert (plain.paint, red.paint) == (None, RED)
    assert bounds(plain)[2] <= bounds(red)[0]


def test_an_underline_runs_beneath_the_whole_range_spaces_included():
    block = fit("Hi Amira now", marks=(Mark(0, 12, underline=True),))
    below = pixels(block)[int(block.lines[0].baseline) + 3 :]
    row = below[below.sum(axis=1).argmax()]
    assert (row[2 : int(block.lines[0].width) - 2] > 0).all()


def test_a_strike_runs_through_the_letters():
    line = fit("Amira").lines[0]
    plain = pixels(fit("Amira"))
    struck = pixels(fit("Amira", marks=(Mark(0, 5, strike=True),)))
    rows = np.nonzero((struck != plain).any(axis=1))[0]
    assert line.top < rows.min() <= rows.max() < line.baseline


def test_blank_text_draws_nothing():
    assert masks(fit(" "), 1) == ()
    assert stroke_mask(fit(" "), 1, 4, "outside") is None
    assert colour_glyphs(fit(" "), 1) == ()


def stroked(text: str, width: float, position: str, scale: float = 1) -> tuple[np.ndarray, np.ndarray, bool]:
    """Letters and stroke on one canvas, and whether the stroke goes under the letters."""
    block = fit(text, size=60, pad=(30, 30, 0, 30))
    stroke = stroke_mask(block, scale, width, position)
    assert stroke
    size = int(400 * scale), int(120 * scale)
    band = canvas(stroke, *size)
    return canvas(masks(block, scale, exact=True)[0], *size), band, stroke.under


def reach(letters: np.ndarray, band: np.ndarray) -> float:
    """How far left of the letters the stroke begins, in px, by coverage along the middle row of a stem."""
    row = letters.shape[0] // 2
    return float(band[row].cumsum().searchsorted(1) - letters[row].cumsum().searchsorted(1))


@pytest.mark.parametrize("width", [2, 4, 8, 20])
def test_an_outside_stroke_reaches_its_width_beyond_the_letters_and_lies_under_them(width: float):
    letters, band, under = stroked("I", width, "outside")
    assert under
    assert -width - 1 <= reach(letters, band) <= -width + 1
    assert (band >= letters).all()


def test_a_centred_stroke_reaches_half_its_width():
    letters, band, under = stroked("I", 8, "center")
    assert not under
    assert -5 <= reach(letters, band) <= -3
    assert band[letters.shape[0] // 2].max() == 255


def test_an_inside_stroke_stays_inside_and_leaves_the_middle_free():
    letters, band, _ = stroked("●", 3, "inside")
    assert (band <= letters).all()
    rows, columns = np.nonzero(letters)
    assert band[int(rows.mean()), int(columns.mean())] == 0


def test_joins_are_round():
    _, band, _ = stroked("■", 20, "outside")
    rows, columns = np.nonzero(band > 127)
    corner = band[rows.min() : rows.min() + 5, columns.min() : columns.min() + 5]
    assert corner.max() == 0


def spread(letters: np.ndarray, radius: float) -> np.ndarray:
    """Every px within `radius` of a px that is mostly letter, found the slow and certain way."""
    found = np.zeros_like(letters, bool)
    for row, column in np.argwhere(letters > 127):
        low_y, low_x = max(int(row - radius) - 1, 0), max(int(column - radius) - 1, 0)
        rows, columns = np.ogrid[low_y : row + int(radius) + 2, low_x : column + int(radius) + 2]
        near = (rows - row) ** 2 + (columns - column) ** 2 <= radius**2
        target = found[low_y : low_y + near.shape[0], low_x : low_x + near.shape[1]]
        target |= near[: target.shape[0], : target.shape[1]]
    return found


@pytest.mark.parametrize("width", [2, 6, 20, 30])
def test_a_stroke_covers_all_within_its_width_and_nothing_beyond(width: float):
    letters, band, _ = stroked("i.", width, "outside")
    assert (band[spread(letters, width - 1)] > 127).all()
    assert (band[~spread(letters, width + 1.5)] < 128).all()


def test_emoji_are_drawn_in_colour_inside_their_box():
    block = fit("😀 hi", fonts=everything(), size=40)
    (emoji,) = colour_glyphs(block, 2)
    assert emoji.image.mode == "RGBA"
    assert emoji.left >= 0
    assert emoji.top >= 0
    assert len(set(emoji.image.convert("RGB").get_flattened_data())) > 50


def test_emoji_are_not_in_the_masks_of_letters():
    assert masks(fit("😀", fonts=everything()), 1) == ()
    assert len(masks(fit("😀"), 1)) == 1


def test_an_underline_keeps_its_height_through_stand_in_fonts():
    block = fit("ab مرحبا 你好", marks=(Mark(0, 11, underline=True),))
    assert len({rule for run in block.lines[0].runs for rule in run.rules}) == 1


@settings(max_examples=100, deadline=None)
@given(LATIN, st.sampled_from([1, 2, 3]), st.sampled_from(["Inter", "Great Vibes", "Playfair Display"]))
def test_stamped_letters_differ_from_exact_ones_by_a_sixteenth_of_a_pixel_at_most(text: str, scale: int, family: str):
    block = fit(text, font=FontSpec(family, 400))
    size = 400 * scale, 120 * scale
    for stamped, exact in zip(masks(block, scale), masks(block, scale, exact=True), strict=True):
        difference = np.abs(canvas(stamped, *size).astype(int) - canvas(exact, *size))
        assert difference.max() <= 56


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.sampled_from([1, 2, 3]), st.sampled_from(["Inter", "Great Vibes", "Playfair Display"]))
def test_words_that_come_again_look_as_they_did_at_first(text: str, scale: int, family: str):
    block = fit(f"{text} and {text}", font=FontSpec(family, 400), size=17.3)
    runs = [run for line in block.lines for run in line.runs]
    stamps = Stamps()
    first, second, third = (Letters.of([stamps.of(runs, scale)]) for _ in range(3))
    assert first is not None
    assert len(third.words) <= len(first.words)
    for again in (second, third):
        assert again.window == first.window
        assert (again.pixels == first.pixels).all()


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.sampled_from([1, 2]), st.sampled_from(["Inter", "Great Vibes", "Playfair Display"]))
def test_words_laid_by_their_ink_look_as_their_mask_does(text: str, scale: int, family: str):
    for mask in masks(fit(text, font=FontSpec(family, 700), size=40), scale):
        ground = Image.radial_gradient("L").resize((900, 400)).convert("RGB")
        sheet = Sheet.of(ground)
        compose(sheet, Sprite.of_letters(mask.letters, (200, 30, 60, 255)), 30, 60)
        compose(ground, Sprite(mask.image, mask.left, mask.top, (200, 30, 60, 255)), 30, 60)
        assert sheet.image.tobytes("raw", "RGB") == ground.tobytes()


def test_words_of_authors_are_kept_and_names_are_not():
    stamps = Stamps()

    def kept() -> int:
        return sum(len(sheet.words) for sheet in stamps._sheets.values())

    for number in range(5):
        for line in fit(f"Good morning, Amira{number}", w=900).lines:
            assert list(stamps.of(line.runs, 2))
    assert kept() == 2


def test_stamps_stay_within_their_memory():
    stamps = Stamps(limit=1_000_000)
    for size in range(10, 60):
        runs = [run for line in fit("Good morning, Amira", size=size).lines for run in line.runs]
        for _ in range(3):
            assert list(stamps.of(runs, 2))
    assert 0 < stamps.nbytes <= 1_000_000
