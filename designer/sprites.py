"""One layer's pixels for the editor, as production paints them, named by what they show, with the caret's places."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from designer.picture_hosts import not_allowed
from designer.previews import document_of, png
from renderer import gather, limits
from renderer.engine.assets import Assets
from renderer.engine.caret import CaretLine, caret_map
from renderer.engine.checks import check
from renderer.engine.digest import ENGINE_VERSION
from renderer.engine.layout import layout
from renderer.engine.paint import sprite
from renderer.engine.resolve import resolve
from renderer.engine.resolved import Filled, Issue, Words
from renderer.engine.scene import Placed, Scene
from renderer.materials.image_hosts import from_allowed_hosts

PLACEMENT = frozenset("x y opacity blend visible locked protect name group hit".split())  # noqa: SIM905
"""Properties that move a bitmap or lay it otherwise, and never change its pixels."""
KEY_LENGTH = 20
RENDERER = f"r{ENGINE_VERSION}"


@dataclass(frozen=True, slots=True)
class LayerBitmap:
    """`png` is None where nothing shows. `off` places its top left from the layer's corner in device px; `boxes` gives
    the corner and size (px at 1x) that layout chose for this layer and those that follow it."""

    id: str
    key: str
    png: bytes | None
    off: tuple[int, int] = (0, 0)
    px: tuple[int, int] = (0, 0)
    ms: float = 0
    meta: Mapping[str, Any] = field(default_factory=dict)
    boxes: Mapping[str, tuple[float, float, float, float]] = field(default_factory=dict)


def render_layers(
    document: Mapping[str, Any],
    layers: Iterable[Mapping[str, Any]],
    values: Mapping[str, str],
    *,
    hosts: tuple[str, ...] = (),
    size: str | None,
    scale: float,
    caret: bool,
) -> tuple[list[LayerBitmap], tuple[Issue, ...]]:
    """Bitmaps of these layers as they stand now, saved or not, within a frozen document. Raises DocumentError."""
    wanted = {str(layer.get("id")): layer for layer in layers}
    parsed = document_of(_with_layers(document, wanted, size))
    resolved = resolve(parsed, from_allowed_hosts(parsed, values, hosts), size, gather.fonts_of(parsed))
    assets = gather.gather(resolved, limits.for_hosts(hosts))
    scene = layout(resolved, assets)
    placed = {one.layer.id: one for one in scene.placed}
    filled = {one.layer.id: one for one in resolved.layers}
    ground = _surroundings(document, scale)
    found = [
        _bitmap(layer_id, layer, placed.get(layer_id), filled.get(layer_id), scene, assets, scale, caret, ground)
        for layer_id, layer in wanted.items()
    ]
    elsewhere = not_allowed(parsed, values, hosts)
    issues = (*resolved.issues, *elsewhere, *scene.issues, *check(scene, resolved, assets))
    return found, issues


def _with_layers(
    document: Mapping[str, Any], wanted: Mapping[str, Mapping[str, Any]], size: str | None
) -> dict[str, Any]:
    """The document with these layers in the place of the saved ones; what is sent is already as this size shows it."""
    saved = document.get("layers", [])
    known = {layer["id"] for layer in saved}
    layers = [wanted.get(layer["id"], layer) for layer in saved] + [wanted[i] for i in wanted if i not in known]
    overrides = {
        board: {layer_id: own for layer_id, own in changes.items() if not (board == size and layer_id in wanted)}
        for board, changes in (document.get("overrides") or {}).items()
    }
    return {**document, "layers": layers, "overrides": overrides}


def _surroundings(document: Mapping[str, Any], scale: float) -> bytes:
    """What every layer's pixels depend on besides itself: renderer, brand, language, scale."""
    return json.dumps([RENDERER, document.get("brand"), document.get("lang"), scale], sort_keys=True).encode()


def _bitmap(
    layer_id: str,
    layer: Mapping[str, Any],
    placed: Placed | None,
    filled: Filled | None,
    scene: Scene,
    assets: Assets,
    scale: float,
    caret: bool,
    ground: bytes,
) -> LayerBitmap:
    key = _key(layer, placed, filled, assets, ground)
    if placed is None or filled is None:
        return LayerBitmap(layer_id, key, None, meta={"hidden": True})
    started = time.perf_counter()
    drawn = sprite(placed, assets, scale)
    data = png(drawn.image) if drawn is not None else None
    ms = (time.perf_counter() - started) * 1000
    off, px = ((drawn.dx, drawn.dy), drawn.pixels.size) if drawn is not None else ((0, 0), (0, 0))
    return LayerBitmap(layer_id, key, data, off, px, ms, _meta(placed, filled, caret), dict(_boxes(layer_id, scene)))


def _key(layer: Mapping[str, Any], placed: Placed | None, filled: Filled | None, assets: Assets, ground: bytes) -> str:
    content = {name: value for name, value in layer.items() if name not in PLACEMENT}
    shown = [words.text for words in filled.words] if filled else None
    look = asdict(filled.look) if filled and filled.look else None
    missing = bool(placed and placed.picture in assets.missing)
    parts = [content, shown, filled.picture if filled else None, look, missing, bool(placed)]
    return hashlib.sha256(ground + json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:KEY_LENGTH]


def _boxes(layer_id: str, scene: Scene) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    for one in scene.placed:
        if one.layer.id == layer_id or (one.layer.anchor and one.layer.anchor.to == layer_id):
            yield one.layer.id, (one.box.x, one.box.y, one.box.w, one.box.h)


def _meta(placed: Placed, filled: Filled, caret: bool) -> dict[str, Any]:
    meta: dict[str, Any] = {"origin": list(placed.origin), "ink": _ink(placed)}
    block = placed.block
    if block is None:
        return meta
    words = filled.words[min(block.rung, len(filled.words) - 1)] if filled.words else Words(block.text)
    meta |= {
        "size": block.size,
        "lines_n": len(block.lines),
        "overflow": block.overflow,
        "ellipsis": block.ellipsis,
        "rung": block.rung,
        "resolved": words.text,
        "shown": block.text,
        "missing": list(block.missing),
        "substituted": list(block.substituted),
        "segs": [[s.source_start, s.source_end, s.start, s.end, s.field, s.state] for s in words.segments],
    }
    if caret:
        meta["lines"] = _caret(caret_map(block, words))
    return meta


def _ink(placed: Placed) -> list[float] | None:
    ink = placed.ink
    return [ink.x, ink.y, ink.w, ink.h] if ink else None


def _caret(lines: tuple[CaretLine, ...]) -> list[dict[str, Any]] | None:
    """None as soon as one line has right-to-left text: there a caret has two places at once."""
    if any(line.xs is None for line in lines):
        return None
    return [
        {
            "s": line.start,
            "e": line.end,
            "x": line.x,
            "y": line.y,
            "h": line.height,
            "w": line.width,
            "base": line.baseline,
            "at": list(line.offsets),
            "xs": list(line.xs or ()),
        }
        for line in lines
    ]
