"""What a person should know of a finished layout: too little room, lost letters, ink upon ink, pictures too small."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from renderer.engine.assets import Assets
from renderer.engine.document import BadgeLayer, ImageLayer, QrLayer, TextLayer
from renderer.engine.framing import factors
from renderer.engine.resolved import Issue, Resolved
from renderer.engine.scene import Box, Placed, Scene, TextBlock

BLURRY = 1.5
"""Pictures enlarged more than so many times look soft."""
LOGO_SHARE = 0.12
"""Pictures larger than this share of the canvas are grounds for text, not logos that text must keep clear of."""
TOUCH = 0.5
"""Px that two layers' ink may overlap before anybody sees it."""


def check(scene: Scene, resolved: Resolved, assets: Assets) -> tuple[Issue, ...]:
    """Every issue of the scene, in the order of its layers; those of `resolve` and `layout` are not repeated."""
    found: list[Issue] = []
    for placed in scene.placed:
        found += _text_issues(placed, resolved.document.brand.min_size)
        found += _ink_issues(placed, scene, resolved)
        found += _picture_issues(placed, assets)
    return (*found, *_collisions(scene))


def _text_issues(placed: Placed, brand_minimum: float) -> Iterator[Issue]:
    block, layer = placed.block, placed.layer
    if block is None or not isinstance(layer, (TextLayer, BadgeLayer)):
        return
    name, box = layer.name, _box(placed.ink or placed.box)
    if block.overflow:
        yield Issue("overflow", "block", f"The text of {name} does not fit into its box", layer.id, box=box)
    if block.size < layer.size:
        yield _shrunk(block, layer, brand_minimum, box)
    if block.ellipsis:
        yield Issue("ellipsis", "warn", f"The text of {name} is cut off: “{block.text}”", layer.id, box=box)
    if block.missing:
        letters = " ".join(block.missing)
        yield Issue(
            "missing_glyphs", "block", f"No font can draw these characters of {name}: {letters}", layer.id, box=box
        )
    for family in block.substituted:
        yield Issue("font_missing", "warn", f"{name} asks for the font {family}, which is not installed", layer.id)


def _shrunk(block: TextBlock, layer: TextLayer | BadgeLayer, brand_minimum: float, box: BoxNumbers) -> Issue:
    lines = f"{len(block.lines)} line" + ("" if len(block.lines) == 1 else "s")
    sense = f"Shrunk from {layer.size:g} to {block.size:g} px, {lines}"
    if block.size < brand_minimum:
        return Issue("below_minimum", "warn", f"{sense} · brand minimum {brand_minimum:g}", layer.id, box=box)
    return Issue("shrunk", "info", sense, layer.id, box=box)


def _ink_issues(placed: Placed, scene: Scene, resolved: Resolved) -> Iterator[Issue]:
    layer, ink = placed.layer, placed.ink
    if ink is None:
        # Layout has told already of pictures and codes that could not be had.
        if isinstance(layer, (TextLayer, BadgeLayer)) and layer.opacity > 0:
            yield Issue(
                "empty_layer", "warn", f"{layer.name} is not hidden, but shows nothing", layer.id, box=_box(placed.box)
            )
        return
    if not isinstance(layer, (TextLayer, QrLayer, BadgeLayer)):
        return
    safe = resolved.document.safe
    margin = safe.margin
    if ink.x < margin or ink.y < margin or ink.right > scene.width - margin or ink.bottom > scene.height - margin:
        where = f"the safe margin of {margin:g} px" if margin else "the picture"
        yield Issue("outside_safe_zone", "warn", f"{layer.name} reaches outside of {where}", layer.id, box=_box(ink))
    for zone in safe.zones:
        if _meet(ink, Box(zone.x, zone.y, zone.w, zone.h)):
            sense = f"{layer.name} reaches into the area kept free for {zone.name or 'something else'}"
            yield Issue("in_reserved_zone", "warn", sense, layer.id, box=_box(ink))


def _picture_issues(placed: Placed, assets: Assets) -> Iterator[Issue]:
    layer = placed.layer
    image = assets.images.get(placed.picture or "")
    if not isinstance(layer, ImageLayer) or image is None:
        return
    factor = max(factors(layer, image.size, layer.w, layer.h, 1))
    if factor > BLURRY:
        sense = f"The picture of {layer.name} is enlarged {factor:.1f} times and will look soft"
        yield Issue("image_enlarged", "warn", sense, layer.id, box=_box(placed.box))


def _collisions(scene: Scene) -> Iterator[Issue]:
    """Words upon words, upon codes, half upon logos. What lies on a card, on a photograph or all within is meant."""
    kinds = [(placed, kind) for placed in scene.placed if (kind := _kind(placed, scene))]
    for (one, kind), (other, other_kind) in combinations(kinds, 2):
        code = _COLLISIONS.get((kind, other_kind)) or _COLLISIONS.get((other_kind, kind))
        inks = _solid_ink(one), _solid_ink(other)
        shared = _meet(*inks) if code else None
        if code and shared and not (code == "text_on_logo" and any(ink and _is_all_of(shared, ink) for ink in inks)):
            text, under = (other, one) if kind in ("qr", "logo") else (one, other)
            sense = f"{text.layer.name} and {under.layer.name} overlap"
            yield Issue(code, _LEVELS.get(code, "warn"), sense, text.layer.id, box=_box(shared))


_COLLISIONS = {
    ("text", "qr"): "text_on_qr",
    ("badge", "qr"): "text_on_qr",
    ("text", "text"): "text_on_text",
    ("text", "badge"): "text_on_text",
    ("text", "logo"): "text_on_logo",
}
_LEVELS = {"text_on_qr": "block"}


def _kind(placed: Placed, scene: Scene) -> str | None:
    match placed.layer:
        case TextLayer():
            return "text"
        case BadgeLayer():
            return "badge"
        case QrLayer():
            return "qr"
        case ImageLayer() if placed.ink and placed.ink.w * placed.ink.h <= LOGO_SHARE * scene.width * scene.height:
            return "logo"
    return None


def _solid_ink(placed: Placed) -> Box | None:
    """Where the letters are: the box behind them may run under a neighbour. Turned layers count as a whole."""
    if isinstance(placed.layer, TextLayer) and placed.block and not placed.layer.rot and placed.ink:
        return placed.block.ink.moved(*placed.origin) if placed.block.ink else None
    return placed.ink


def _meet(one: Box | None, other: Box | None) -> Box | None:
    shared = one.shares(other) if one and other else None
    return shared if shared and min(shared.w, shared.h) > TOUCH else None


def _is_all_of(shared: Box, ink: Box) -> bool:
    return shared.w >= ink.w - TOUCH and shared.h >= ink.h - TOUCH


BoxNumbers = tuple[float, float, float, float]


def _box(box: Box) -> BoxNumbers:
    return round(box.x, 2), round(box.y, 2), round(box.w, 2), round(box.h, 2)
