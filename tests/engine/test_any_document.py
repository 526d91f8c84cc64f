"""What holds for every valid document, whatever a designer comes up with."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from renderer.engine.assets import Assets
from renderer.engine.blending import compose
from renderer.engine.checks import check
from renderer.engine.layout import layout
from renderer.engine.paint import corner, ground, lay, paint, reach, sprite, whole
from renderer.engine.raster import Window
from renderer.engine.resolve import resolve
from renderer.engine.scene import Scene
from renderer.engine.schema import parse
from tests.engine.designs import documents
from tests.engine.rendering import assets

thorough = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
INVISIBLE = 1
"""Levels of 255 by which rounding may differ when a part is drawn instead of the whole."""
STACKED = 3
"""Levels by which a layer as one bitmap may differ from the same layer laid part by part."""


def scene_of(payload: dict[str, Any]) -> tuple[Scene, Assets]:
    return layout(resolve(parse(payload), {"tier": "VIP"}), assets()), assets()


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any channel, premultiplied: a clear px has no colour."""
    pixels = [np.asarray(image.convert("RGBa"), np.int16) for image in (one, other)]
    return int(np.abs(pixels[0] - pixels[1]).max(initial=0))


@given(documents, st.sampled_from((1, 2)))
@thorough
def test_every_document_gives_a_picture_of_its_size(payload: dict[str, Any], scale: int) -> None:
    document = parse(payload)
    resolved = resolve(document, {"first_name": "Zoë"})
    scene = layout(resolved, assets())
    image = paint(scene, assets(), scale)
    assert image.size == (document.sizes[0].w * scale, document.sizes[0].h * scale)
    assert image.mode in ("RGB", "RGBA")
    check(scene, resolved, assets())


@given(documents)
@thorough
def test_sprites_laid_upon_each_other_are_the_picture(payload: dict[str, Any]) -> None:
    scene, fonts_and_images = scene_of(payload)
    stacked = ground(scene, 1, whole(scene, 1))
    for placed in scene.placed:
        far = Window(-400, -400, 600, 600).moved(*(-edge for edge in corner(placed, 1)))
        drawn = sprite(placed, fonts_and_images, 1, far)
        if drawn is not None:
            compose(stacked, drawn, *corner(placed, 1), placed.layer.opacity, placed.layer.blend)
    assert difference(stacked, paint(scene, fonts_and_images)) <= STACKED


@given(documents, st.integers(0, 60), st.integers(1, 60))
@thorough
def test_a_band_of_rows_is_that_part_of_the_picture(payload: dict[str, Any], top: int, height: int) -> None:
    scene, fonts_and_images = scene_of(payload)
    band = Window(0, top, scene.width, min(top + height, scene.height))
    if band.is_empty:
        return
    part = ground(scene, 1, band)
    lay(part, scene.placed, fonts_and_images, 1, band.left, band.top)
    expected = paint(scene, fonts_and_images).crop((band.left, band.top, band.right, band.bottom))
    assert difference(part, expected) <= INVISIBLE


@given(documents)
@thorough
def test_no_layer_paints_outside_of_its_reach(payload: dict[str, Any]) -> None:
    scene, fonts_and_images = scene_of(payload)
    for placed in scene.placed:
        canvas = Image.new("RGBA", (scene.width, scene.height))
        lay(canvas, [placed], fonts_and_images, 1)
        claimed = reach(placed, 1) & Window(0, 0, *canvas.size)
        if not claimed.is_empty:
            canvas.paste((0, 0, 0, 0), claimed.within(Window(0, 0, 0, 0)))
        assert canvas.getchannel("A").getextrema() == (0, 0)
