"""Rendering for tests: documents of a few layers, fonts from packages only, and pictures compared tile by tile."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image

from renderer.engine.assets import Assets
from renderer.engine.document import Document
from renderer.engine.fonts import FontBook
from renderer.engine.layout import layout
from renderer.engine.paint import paint
from renderer.engine.resolve import resolve
from renderer.engine.resolved import Resolved
from renderer.engine.scene import Placed, Scene
from renderer.engine.schema import parse
from tests.engine.scenery import pictures

TILE = 32


@lru_cache(maxsize=1)
def assets() -> Assets:
    """Fonts of the pinned packages, never those of the machine, and the test pictures."""
    return Assets(FontBook.discover(()), pictures())


def document(*layers: Mapping[str, Any], w: int = 200, h: int = 120, **more: Any) -> Document:
    """A document of these layers on one canvas."""
    return parse({"sizes": [{"id": "base", "w": w, "h": h}], "layers": list(layers), **more})


def resolved(*layers: Mapping[str, Any], values: Mapping[str, str] | None = None, **more: Any) -> Resolved:
    return resolve(document(*layers, **more), values or {})


def scene(*layers: Mapping[str, Any], values: Mapping[str, str] | None = None, **more: Any) -> Scene:
    return layout(resolved(*layers, values=values, **more), assets())


def placed(*layers: Mapping[str, Any], values: Mapping[str, str] | None = None, **more: Any) -> dict[str, Placed]:
    """Every layer that shows, by its id."""
    return {one.layer.id: one for one in scene(*layers, values=values, **more).placed}


def picture(*layers: Mapping[str, Any], scale: float = 1, **more: Any) -> Image.Image:
    return paint(scene(*layers, **more), assets(), scale)


def worst_tile(one: Image.Image, other: Image.Image) -> float:
    """The largest mean difference of any tile, 0 to 255; clear pixels have no colour to differ in."""
    pixels = [np.asarray(image.convert("RGBa"), np.int16) for image in (one, other)]
    difference = np.abs(pixels[0] - pixels[1]).max(axis=-1)
    rows, columns = (range(0, side, TILE) for side in difference.shape)
    return max(float(difference[y : y + TILE, x : x + TILE].mean()) for y in rows for x in columns)
