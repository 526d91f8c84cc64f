"""Letters laid on shared memory come out as Pillow lays them, and huge pictures take no more memory than they must."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from renderer.engine import raster
from renderer.engine.blending import WORTH_SHARING, compose
from renderer.engine.output import MOST_PIXELS, scale_within
from renderer.engine.raster import Window
from renderer.engine.sheets import Sheet, ink
from renderer.engine.sprite import Sprite

SIZE = (120, 80)


def noise(mode: str, seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    shape = (size[1], size[0]) if mode == "L" else (size[1], size[0], len(mode))
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, shape, np.uint8), mode)


def shown(sheet: Sheet) -> bytes:
    return sheet.image.tobytes("raw", "RGB")


def test_every_mixture_of_ground_cover_and_colour_is_rounded_as_pillow_does_it() -> None:
    ground = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 256, 1)
    cover = Image.fromarray(ground.T.copy())
    for channel in range(0, 256, 5):
        image = Image.merge("RGB", [Image.fromarray(ground)] * 3)
        sheet, color = Sheet.of(image), (channel, 255 - channel, 7, 255)
        ink(sheet.pixels, np.asarray(cover), color)
        image.paste(color[:3], (0, 0, 256, 256), cover)
        assert shown(sheet) == image.tobytes()


@given(
    st.integers(0, 99), st.integers(-40, 110), st.integers(-40, 70), st.floats(0.1, 1), st.sampled_from(["L", "RGBA"])
)
def test_sprites_look_the_same_on_a_sheet_as_on_an_image(seed: int, x: int, y: int, opacity: float, mode: str) -> None:
    image, size = noise("RGB", seed), (100, 60)
    assert size[0] * size[1] >= WORTH_SHARING
    sprite = Sprite(noise(mode, seed + 1, size), 3, -2, (200, 10, 60, 180) if mode == "L" else None)
    sheet = Sheet.of(image)
    compose(sheet, sprite, x, y, opacity)
    compose(image, sprite, x, y, opacity)
    assert shown(sheet) == image.tobytes()


@pytest.mark.parametrize("blend", ["multiply", "screen", "overlay", "darken", "lighten"])
def test_blend_modes_look_the_same_on_a_sheet(blend: str) -> None:
    image, sprite = noise("RGB", 1), Sprite(noise("RGBA", 2), 0, 0)
    sheet = Sheet.of(image)
    compose(sheet, sprite, 5, 9, 0.7, blend)
    compose(image, sprite, 5, 9, 0.7, blend)
    assert shown(sheet) == image.tobytes()


def test_rows_of_a_sheet_are_copies_and_their_parts_are_not() -> None:
    image = noise("RGB", 3)
    sheet = Sheet.of(image)
    stack = sheet.rows([(10, 20), (40, 45)])
    (first, one), (second, other) = stack.parts([(10, 20), (40, 45)])
    assert (first, second, one.image.size, other.image.size) == (10, 40, (120, 10), (120, 5))
    other.image.paste((1, 2, 3), (0, 0, 120, 5))
    assert stack.image.getpixel((7, 12)) == (1, 2, 3, 255)
    assert shown(sheet) == image.tobytes()


def test_a_large_outline_filled_in_bands_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    star = np.array([(float(x), float(y)) for x, y in ((5, 3), (170, 60), (40, 190), (20, 20))])
    window = Window(-10, -10, 190, 210)
    whole = raster.fill([star], window)
    monkeypatch.setattr(raster, "CELLS_AT_ONCE", 1_700)
    assert np.array_equal(raster.fill([star], window), whole)


def test_a_huge_design_comes_at_a_smaller_scale() -> None:
    assert [scale_within(600, 315, scale) for scale in (1, 2, 3)] == [1, 2, 3]
    assert [scale_within(4000, 4000, scale) for scale in (1, 2, 3)] == [1, 1, 1]
    assert 2000 * 2000 * scale_within(2000, 2000, 3) ** 2 <= MOST_PIXELS
