"""Layers drawn lately that look the same for many recipients, such as badges: kept as finished sprites."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from renderer.engine.assets import Assets
from renderer.engine.document import BadgeLayer, ImageLayer
from renderer.engine.scene import Placed
from renderer.engine.sprite import Sprite

KEPT_PIXELS = 1_000_000
"""So many px in all; each takes up to four bytes."""

Drawn = Sequence[Sprite]


class DrawnLayers:
    """The layers used last, by the objects they are made of; safe to share between threads.

    Entries hold those objects, so that none of them can make room for another of the same id.
    """

    def __init__(self, limit: int = KEPT_PIXELS):
        self.limit, self.pixels, self._lock = limit, 0, Lock()
        self._kept: OrderedDict[tuple[int, ...], tuple[tuple[object, ...], Drawn]] = OrderedDict()

    def get(self, placed: Placed, assets: Assets, make: Callable[[], Drawn]) -> Drawn:
        """The layer's sprites; `make` draws all of it, wherever it stands. Texts and codes are not kept."""
        sources = _sources(placed, assets)
        if sources is None:
            return make()
        key = tuple(map(id, sources))
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found[1]
        drawn = make()
        with self._lock:
            self._forget(key)
            self._kept[key] = sources, drawn
            self.pixels += _area(drawn)
            while self.pixels > self.limit:
                self._forget(next(iter(self._kept)))
        return drawn

    def _forget(self, key: tuple[int, ...]) -> None:
        gone = self._kept.pop(key, None)
        self.pixels -= _area(gone[1]) if gone else 0


def _sources(placed: Placed, assets: Assets) -> tuple[object, ...] | None:
    """All that decides how the layer looks; None for layers that hardly ever come again."""
    match placed.layer:
        case BadgeLayer() as layer:
            return layer, placed.look, placed.block, assets.images.get(placed.look.icon or "") if placed.look else None
        case ImageLayer() as layer:
            return layer, assets.images.get(placed.picture or ""), assets.images.get(layer.mask.asset or "")
    return None


def _area(drawn: Drawn) -> int:
    return 1 + sum(sprite.size[0] * sprite.size[1] for sprite in drawn)
