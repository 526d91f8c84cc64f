"""The neutral card: a calm picture without words, for when there is nothing that may be shown."""

from __future__ import annotations

import math

from PIL import Image

from renderer.engine.assets import Assets
from renderer.engine.document import ShapeLayer
from renderer.engine.fonts import FontBook
from renderer.engine.paint import paint
from renderer.engine.scene import Box, Placed, Scene
from renderer.engine.styles import Color, Linear, Radial, Solid, Stop

INK: Color = (47, 91, 234, 255)
PAPER: Color = (255, 255, 255, 255)


def neutral_card(
    width: int, height: int, scale: float = 1, ink: Color | None = None, paper: Color | None = None
) -> Image.Image:
    """An RGB picture of width by height px times scale, in a brand's colours: soft hills of light, nothing to read."""
    scene = Scene(width, height, *_layers(width, height, ink or INK, paper or PAPER))
    return paint(scene, Assets(_NO_FONTS), scale)


class _NoFonts:
    """The card has no text, so it can be drawn even where no font is installed."""


_NO_FONTS: FontBook = _NoFonts()  # type: ignore[assignment]


def _layers(width: int, height: int, ink: Color, paper: Color) -> tuple[Linear, tuple[Placed, ...]]:
    base, deep = _mixed(paper, ink, 0.06), _mixed(paper, ink, 0.16)
    background = Linear(60, (Stop(0, base), Stop(1, deep)))
    long = max(width, height)
    glow = Radial(0.5, 0.5, 1, (Stop(0, (*_mixed(paper, ink, 0.0)[:3], 220)), Stop(1, (*base[:3], 0))))
    circles = (
        _circle("a", width * 0.82, height * 1.05, long * 0.42, Solid((*ink[:3], 26))),
        _circle("b", width * 0.98, height * 0.72, long * 0.30, Solid((*ink[:3], 30))),
        _circle("c", width * 0.16, height * 0.10, long * 0.34, glow),
    )
    return background, circles


def _circle(layer_id: str, cx: float, cy: float, radius: float, paint: Solid | Radial) -> Placed:
    box = Box(math.floor(cx - radius), math.floor(cy - radius), 2 * radius, 2 * radius)
    layer = ShapeLayer(
        id=layer_id,
        name=layer_id,
        x=box.x,
        y=box.y,
        w=box.w,
        h=box.h,
        shape="ellipse",
        paint=paint,
        stroke=None,
        radius=(0, 0, 0, 0),
        points=5,
        inner=0.5,
    )
    return Placed(layer, box, box, (box.x, box.y))


def _mixed(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (math.floor(a + (b - a) * share + 0.5) for a, b in zip(one[:3], other[:3], strict=True))
    return red, green, blue, 255
