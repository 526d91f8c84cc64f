"""A memory of pictures already cut, scaled and adjusted: most recipients share their photographs and logos."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable

from PIL import Image

KEPT_PIXELS = 24_000_000
WHOLE_PIXELS = 8_000_000
"""Up to this size a picture is scaled as a whole, whatever is seen of it: the same px for every view, made once."""


class FittedPictures:
    """Pictures already cut, scaled and adjusted, by their source and recipe; the ones used last, up to so many px.

    A source that is thrown away takes its results along.
    """

    def __init__(self, limit: int = KEPT_PIXELS):
        self.limit, self._pixels, self._lock = limit, 0, threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[weakref.ref[Image.Image], Image.Image]] = OrderedDict()

    def get(self, source: Image.Image, recipe: Hashable, make: Callable[[], Image.Image]) -> Image.Image:
        key = (id(source), recipe)
        with self._lock:
            found = self._kept.get(key)
            if found is not None and found[0]() is source:
                self._kept.move_to_end(key)
                return found[1]
        made = make()
        if made.width * made.height <= self.limit // 2:
            self._keep(key, source, made)
        return made

    def _keep(self, key: Hashable, source: Image.Image, made: Image.Image) -> None:
        with self._lock:
            replaced = self._kept.pop(key, None)
            self._pixels += made.width * made.height - (_area(replaced[1]) if replaced else 0)
            self._kept[key] = (weakref.ref(source), made)
            for stale in [key for key, (ref, _) in self._kept.items() if ref() is None]:
                self._pixels -= _area(self._kept.pop(stale)[1])
            while self._pixels > self.limit:
                self._pixels -= _area(self._kept.popitem(last=False)[1][1])


def _area(image: Image.Image) -> int:
    return image.width * image.height


FITTED = FittedPictures()
