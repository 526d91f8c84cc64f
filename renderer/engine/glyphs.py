"""Draws fitted text: coverage masks for letters, colour pictures for emoji, each placed from the corner of its layer.

HarfBuzz rasterises outlines itself, at sub-pixel positions, with every glyph of a mask in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import uharfbuzz as hb
from numpy.typing import NDArray
from PIL import Image

from renderer.engine.coverage import Pixels
from renderer.engine.document import Paint
from renderer.engine.letters import Letters
from renderer.engine.scene import Box, Run, TextBlock
from renderer.engine.stamps import LARGEST, STAMPS


@dataclass(frozen=True, slots=True)
class GlyphMask:
    """Coverage in device px, placed relative to the layer's box times the scale; `paint` is None where the layer's
    own paint applies.
    """

    letters: Letters
    paint: Paint | None = None

    @property
    def left(self) -> int:
        return self.letters.window.left

    @property
    def top(self) -> int:
        return self.letters.window.top

    @property
    def image(self) -> Image.Image:
        return self.letters.image


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle to be filled, in device px: a line under or through letters."""

    left: float
    top: float
    right: float
    bottom: float


def masks(block: TextBlock, scale: float, *, exact: bool = False) -> tuple[GlyphMask, ...]:
    """One mask for each paint, in the order of first use; empty when nothing shows. Emoji in colour are not in it.

    Letters are put together from kept stamps unless they must be `exact` to the last bit, as under a stroke.
    """
    groups: dict[Paint | None, list[list[Run]]] = {}
    for line in block.lines:
        for paint in dict.fromkeys(run.paint for run in line.runs):
            groups.setdefault(paint, []).append([run for run in line.runs if run.paint == paint])
    drawn = (_mask(lines, scale, paint, exact) for paint, lines in groups.items())
    return tuple(mask for mask in drawn if mask is not None)


def _mask(lines: Sequence[Sequence[Run]], scale: float, paint: Paint | None, exact: bool) -> GlyphMask | None:
    runs = [run for line in lines for run in line]
    bars = [bar for run in runs for bar in _bars(run, scale)]
    if not exact and all(run.size * scale <= LARGEST for run in runs):
        letters = Letters.of([STAMPS.of(line, scale) for line in lines])
        if letters and not bars:
            return GlyphMask(letters, paint)
        drawn = (letters.window.left, letters.window.top, letters.pixels) if letters else None
    else:
        drawn = rasterise(runs, scale)
    if bars:
        drawn = _with_bars(drawn, bars)
    return GlyphMask(Letters.of_mask(*drawn), paint) if drawn else None


def rasterise(runs: Iterable[Run], scale: float, dx: float = 0, dy: float = 0) -> tuple[int, int, Pixels] | None:
    """Left, top and coverage of the outlines of these runs, moved by (dx, dy) device px; None when there is no ink."""
    canvas = hb.RasterDraw()
    for run in runs:
        if run.face.has_bitmaps or run.face.has_layers:
            continue
        font, unit = run.face.font, run.size * scale / run.face.upem
        for glyph, x, y, _, _ in zip(*run.row, strict=True):
            canvas.transform = (unit, 0, 0, unit, x * scale + dx, -y * scale - dy)
            canvas.draw_glyph(font, glyph)
    drawn = canvas.render()
    extents = drawn.extents
    if not extents.width or not extents.height:
        return None
    rows = np.frombuffer(drawn.buffer, np.uint8).reshape(extents.height, extents.stride)
    # HarfBuzz counts rows upwards.
    return extents.x_origin, -extents.y_origin - extents.height, rows[::-1, : extents.width]


def _bars(run: Run, scale: float) -> Iterator[Bar]:
    for top, thickness in run.rules:
        yield Bar(run.x * scale, top * scale, (run.x + run.width) * scale, (top + thickness) * scale)


def _with_bars(drawn: tuple[int, int, Pixels] | None, bars: Sequence[Bar]) -> tuple[int, int, Pixels]:
    left = int(np.floor(min(bar.left for bar in bars)))
    top = int(np.floor(min(bar.top for bar in bars)))
    right = int(np.ceil(max(bar.right for bar in bars)))
    bottom = int(np.ceil(max(bar.bottom for bar in bars)))
    if drawn is not None:
        x, y, pixels = drawn
        left, top = min(left, x), min(top, y)
        right, bottom = max(right, x + pixels.shape[1]), max(bottom, y + pixels.shape[0])
    canvas = np.zeros((max(bottom - top, 1), max(right - left, 1)), np.uint8)
    if drawn is not None:
        canvas[y - top : y - top + pixels.shape[0], x - left : x - left + pixels.shape[1]] = pixels
    for bar in bars:
        across = _coverage(bar.left - left, bar.right - left, canvas.shape[1])
        down = _coverage(bar.top - top, bar.bottom - top, canvas.shape[0])
        np.maximum(canvas, (np.outer(down, across) * 255 + 0.5).astype(np.uint8), out=canvas)
    return left, top, canvas


def _coverage(low: float, high: float, count: int) -> NDArray[np.float64]:
    """How much of each of `count` px the stretch from `low` to `high` covers."""
    at = np.arange(count)
    covered: NDArray[np.float64] = np.clip(np.minimum(at + 1, high) - np.maximum(at, low), 0, 1)
    return covered


def ink_box(block: TextBlock) -> Box | None:
    """The box of the block's letters and lines in px at 1x, from the outlines, without drawing anything."""
    return block.ink
