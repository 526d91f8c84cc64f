"""What lies below everything personal, painted once: the leading layers that are the same for every recipient."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from PIL import Image

from renderer.engine.assets import Assets
from renderer.engine.document import ImageLayer, ShapeLayer
from renderer.engine.scene import Placed

KEPT_PIXELS = 24_000_000


def leading(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    """The layers from the bottom up to the first that may differ between recipients."""
    count = next((i for i, one in enumerate(placed) if not _is_everyones(one)), len(placed))
    return tuple(placed[:count])


def _is_everyones(placed: Placed) -> bool:
    layer = placed.layer
    if isinstance(layer, ImageLayer):
        return layer.source.kind == "asset"
    return isinstance(layer, ShapeLayer)


@dataclass(frozen=True, slots=True)
class _Ground:
    image: Image.Image
    sources: tuple[weakref.ref[Image.Image], ...]

    def is_of(self, sources: Sequence[Image.Image]) -> bool:
        return len(sources) == len(self.sources) and all(
            ref() is source for ref, source in zip(self.sources, sources, strict=True)
        )


class Grounds:
    """The grounds used last, up to so many px. Safe to share between threads; take a copy before painting on one."""

    def __init__(self, limit: int = KEPT_PIXELS):
        self.limit, self._pixels, self._lock = limit, 0, threading.Lock()
        self._kept: OrderedDict[Hashable, _Ground] = OrderedDict()

    def get(
        self, key: Hashable, placed: Sequence[Placed], assets: Assets, make: Callable[[], Image.Image]
    ) -> Image.Image:
        sources = _sources(placed, assets)
        with self._lock:
            found = self._kept.get(key)
            if found is not None and found.is_of(sources):
                self._kept.move_to_end(key)
                return found.image
        made = make()
        with self._lock:
            self._forget(key)
            self._kept[key] = _Ground(made, tuple(map(weakref.ref, sources)))
            self._pixels += made.width * made.height
            while self._pixels > self.limit:
                self._forget(next(iter(self._kept)))
        return made

    def _forget(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        self._pixels -= gone.image.width * gone.image.height if gone else 0


def _sources(placed: Sequence[Placed], assets: Assets) -> list[Image.Image]:
    """The pictures that these layers show or are cut with."""
    names = [
        name for one in placed if isinstance(one.layer, ImageLayer) for name in (one.picture, one.layer.mask.asset)
    ]
    return [image for name in names if name and (image := assets.images.get(name))]


GROUNDS = Grounds()
