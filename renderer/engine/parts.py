"""What a layer shows, upright and around its own corner: one match over the kinds, each a few sprites bottom to top."""

from __future__ import annotations

import math
from typing import assert_never

from renderer.engine import badges
from renderer.engine.assets import Assets
from renderer.engine.codes import code
from renderer.engine.document import BadgeLayer, ImageLayer, QrLayer, ShapeLayer, TextLayer
from renderer.engine.lettering import lettering, letters
from renderer.engine.pictures import picture
from renderer.engine.raster import Window
from renderer.engine.scene import Placed
from renderer.engine.shapes import shape
from renderer.engine.sprite import Sprite


def parts(placed: Placed, assets: Assets, scale: float, view: Window) -> list[Sprite]:
    """The sprites of which the layer is made, as far as the view (device px from the layer's corner) shows them."""
    made = (part.cropped(view) for part in _parts(placed, assets, scale, view) if part is not None)
    return [part for part in made if part is not None]


def _parts(placed: Placed, assets: Assets, scale: float, view: Window) -> list[Sprite | None]:
    layer, width, height = placed.layer, placed.layer.w * scale, placed.layer.h * scale
    match layer:
        case TextLayer():
            return lettering(layer, placed.block, scale, view) if placed.block else []
        case ImageLayer():
            image = assets.images.get(placed.picture or "")
            stencil = assets.images.get(layer.mask.asset or "") if layer.mask.shape == "asset" else None
            return [picture(layer, image, stencil, width, height, scale, view)] if image else []
        case ShapeLayer():
            return [shape(layer, width, height, scale, view)]
        case QrLayer():
            return _code(layer, placed, assets, scale)
        case BadgeLayer():
            return _badge(layer, placed, assets, scale, view)
        case _:
            assert_never(layer)


def _code(layer: QrLayer, placed: Placed, assets: Assets, scale: float) -> list[Sprite | None]:
    if not placed.modules:
        return []
    dx = math.floor((placed.box.x - placed.origin[0]) * scale + 0.5)
    dy = math.floor((placed.box.y - placed.origin[1]) * scale + 0.5)
    logo = assets.images.get(layer.logo or "")
    drawn = code(layer, placed.modules, placed.box.w * scale, logo)
    return [part and part.moved(dx, dy) for part in drawn]


def _badge(layer: BadgeLayer, placed: Placed, assets: Assets, scale: float, view: Window) -> list[Sprite | None]:
    look, block = placed.look, placed.block
    if look is None or block is None:
        return []
    pill = placed.box.moved(-placed.origin[0], -placed.origin[1])
    room = badges.icon_box(layer, look, block, pill)
    image = assets.images.get(look.icon or "")
    icon = badges.icon(look, image, room, scale) if image and room else None
    return [badges.pill(layer, look, pill, scale, view), *letters(block, look.text_paint, None, scale, view), icon]
