"""Files: right format and density, the same bytes for the same pixels, no surprises with transparency."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from renderer.engine.encode import encode
from renderer.engine.output import OutputSpec
from tests.engine.rendering import picture
from tests.engine.scenery import landscape, logo

FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "avif": "AVIF"}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("format", FORMATS)
def test_file_is_what_its_name_says(format: str) -> None:
    encoded = encode(landscape(), OutputSpec(format))
    assert opened(encoded.data).format == FORMATS[format]
    assert (encoded.width, encoded.height) == opened(encoded.data).size == landscape().size


@pytest.mark.parametrize("format", FORMATS)
def test_same_pixels_give_the_same_bytes(format: str) -> None:
    assert encode(landscape(), OutputSpec(format)).data == encode(landscape().copy(), OutputSpec(format)).data


@pytest.mark.parametrize("image", [landscape(), logo()], ids=["opaque", "transparent"])
def test_png_keeps_every_pixel(image: Image.Image) -> None:
    decoded = opened(encode(image, OutputSpec("png")).data)
    assert decoded.mode == image.mode
    assert np.array_equal(np.asarray(decoded), np.asarray(image))


@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize("format", ["png", "jpg"])
def test_density_is_written(format: str, scale: int) -> None:
    dpi = opened(encode(landscape(), OutputSpec(format, scale)).data).info["dpi"]
    assert dpi == pytest.approx((96 * scale, 96 * scale), abs=0.1)


def test_what_shines_through_is_white_in_a_jpeg() -> None:
    decoded = opened(encode(logo(), OutputSpec("jpg", quality=95)).data)
    assert min(decoded.getpixel((118, 4))) >= 253  # type: ignore[type-var, arg-type]


@pytest.mark.parametrize("format", ["png", "webp", "avif"])
def test_other_formats_stay_transparent(format: str) -> None:
    assert opened(encode(logo(), OutputSpec(format)).data).getchannel("A").getextrema() == (0, 255)


def test_alpha_that_hides_nothing_is_left_out() -> None:
    opaque = landscape().convert("RGBA")
    assert encode(opaque, OutputSpec("png")).data == encode(landscape(), OutputSpec("png")).data


def test_jpeg_keeps_full_colour_at_high_quality_only() -> None:
    red = picture(
        {"id": "word", "type": "text", "text": "Red", "size": 40, "paint": {"type": "solid", "color": "#FF0000"}}
    )
    sampling = {q: opened(encode(red, OutputSpec("jpg", quality=q)).data).layer[0][1:3] for q in (85, 92)}  # type: ignore[attr-defined]
    assert sampling == {85: (2, 2), 92: (1, 1)}


def test_jpeg_is_baseline() -> None:
    assert "progressive" not in opened(encode(landscape(), OutputSpec("jpg")).data).info


@pytest.mark.parametrize("format", ["jpg", "webp", "avif"])
def test_quality_buys_size(format: str) -> None:
    sizes = [len(encode(landscape(), OutputSpec(format, quality=quality)).data) for quality in (30, 60, 95)]
    assert sizes == sorted(sizes)
