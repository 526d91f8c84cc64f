"""Pictures put together from kept and fresh rows equal pictures encoded whole."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from renderer.engine import jpeg_rows, png_rows
from renderer.engine.jpeg_rows import StillJpeg
from renderer.engine.png_rows import StillPng, adler_combined

SIZES = st.tuples(st.integers(1, 70), st.integers(1, 150))
SPANS = st.lists(st.tuples(st.integers(0, 150), st.integers(1, 60)), max_size=4)


def noise(size: tuple[int, int], mode: str, seed: int, smooth: bool = False) -> Image.Image:
    """A picture of noise, or of a gradient with little noise."""
    bands = len(mode)
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 8 if smooth else 256, (size[1], size[0], bands))
    if smooth:
        pixels = pixels + np.linspace(0, 240, size[0])[None, :, None]
    return Image.fromarray(pixels.astype(np.uint8).squeeze(2) if bands == 1 else pixels.astype(np.uint8), mode)


def changed(image: Image.Image, spans: list[tuple[int, int]], seed: int) -> Image.Image:
    """The picture with new pixels in these spans of rows."""
    result = image.copy()
    for number, (top, bottom) in enumerate(spans):
        result.paste(noise((image.width, bottom - top), image.mode, seed + number), (0, top))
    return result


def within(spans: list[tuple[int, int]], height: int) -> list[tuple[int, int]]:
    return [(top % height, min(top % height + length, height)) for top, length in spans]


def strips(image: Image.Image, spans: list[tuple[int, int]]) -> list[tuple[int, Image.Image]]:
    return [(top, image.crop((0, top, image.width, bottom))) for top, bottom in spans]


@given(SIZES, SPANS, st.integers(0, 999), st.sampled_from([0, 2]), st.booleans())
def test_spliced_jpeg_equals_the_full_encode_byte_for_byte(size, spans, seed, subsampling, smooth):
    options = {"quality": 80, "subsampling": subsampling}
    image = noise(size, "RGB", seed, smooth)
    still = StillJpeg.of(image, options)
    spans = within(spans, image.height)
    fresh = changed(image, spans, seed + 1000)
    assert still.spliced(strips(fresh, still.widened(spans))) == jpeg_rows.encoded(fresh, options)


@given(SIZES, SPANS, st.integers(0, 999), st.sampled_from(["L", "RGB", "RGBA"]), st.booleans())
def test_spliced_png_shows_the_same_pixels(size, spans, seed, mode, smooth):
    image = noise(size, mode, seed, smooth)
    spans = within(spans, image.height)
    still = StillPng.of(image, spans, scale=2)
    fresh = changed(image, spans, seed + 1000)
    assert_same_pixels(still.spliced(strips(fresh, still.widened(spans))), fresh)


@given(SIZES, st.integers(0, 999), st.sampled_from(["L", "RGB", "RGBA"]))
def test_png_written_at_once_shows_the_same_pixels(size, seed, mode):
    image = noise(size, mode, seed)
    assert_same_pixels(png_rows.encoded(image, 1), image)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_checksums_of_two_parts_combine_to_that_of_the_whole(first, second):
    assert adler_combined(zlib.adler32(first), zlib.adler32(second), len(second)) == zlib.adler32(first + second)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_png_says_96_dpi_times_scale(scale):
    picture = Image.open(io.BytesIO(png_rows.encoded(noise((8, 8), "RGB", 1), scale)))
    assert picture.info["dpi"] == pytest.approx((96 * scale, 96 * scale), rel=1e-3)


def test_spans_that_touch_become_one():
    assert jpeg_rows.joined([(20, 30), (0, 10), (10, 12), (25, 40), (50, 50)]) == [(0, 12), (20, 40)]


def test_segments_have_seams_around_the_reach_and_cover_every_row_once():
    still = StillPng.of(noise((40, 300), "RGB", 1), [(101, 150)], scale=1)
    spans = [(s.top, s.bottom) for s in still.segments]
    assert {101, 150} <= {top for top, _ in spans}
    assert [top for top, _ in spans] == [0, *(bottom for _, bottom in spans[:-1])]
    assert spans[-1][1] == 300


def assert_same_pixels(data: bytes, expected: Image.Image) -> None:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    assert picture.mode == expected.mode
    assert ImageChops.difference(picture, expected).getbbox(alpha_only=False) is None
