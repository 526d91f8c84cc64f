"""Letters on their way to the canvas: words that share no px, or one mask where they touch each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from PIL import Image

from renderer.engine.coverage import Coverage, Drawn, Pixels, as_one, bounds, groups, stacked
from renderer.engine.raster import Window


class Letters:
    """Letters of one paint, at their places in device px. `words` share no px, so they can be laid one by one."""

    def __init__(self, words: Sequence[Drawn]):
        self.words = tuple(words)
        self.window = Window(*bounds(self.words))

    @classmethod
    def of(cls, lines: Iterable[Iterable[Drawn]]) -> Letters | None:
        """The words of lines below each other; None when there are none."""
        rows = [row for line in lines if (row := [as_one(group) for group in groups(line)])]
        if not rows:
            return None
        if len(rows) > 1 and not _are_below_each_other(rows):
            return cls([Drawn(0, 0, stacked([as_one(row) for row in rows]))])
        return cls([word for row in rows for word in row])

    @classmethod
    def of_mask(cls, left: int, top: int, pixels: Pixels) -> Letters:
        return cls([Drawn(0, 0, Coverage(left, top, pixels))])

    @cached_property
    def pixels(self) -> Pixels:
        """The coverage of all of them, over their window."""
        left, top = self.window.left, self.window.top
        canvas = np.zeros((self.window.height, self.window.width), np.uint8)
        for word in self.words:
            rows, columns = word.coverage.pixels.shape
            x, y = word.left - left, word.top - top
            canvas[y : y + rows, x : x + columns] = word.coverage.pixels
        return canvas

    @cached_property
    def image(self) -> Image.Image:
        """The same as a mask for Pillow."""
        return Image.fromarray(self.pixels)


def _are_below_each_other(rows: Sequence[Sequence[Drawn]]) -> bool:
    edges = [(top, bottom) for _, top, _, bottom in map(bounds, rows)]
    return all(above[1] <= below[0] for above, below in zip(edges, edges[1:], strict=False))
