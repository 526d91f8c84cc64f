"""QR codes to pixels: modules as squares, dots or flowing shapes, whole finders, a ground and a logo."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.engine import outlines
from renderer.engine.document import QrLayer
from renderer.engine.gradients import is_invisible
from renderer.engine.qr import Matrix, Modules
from renderer.engine.raster import Coverage, Points, Window, fill, mask
from renderer.engine.sprite import Sprite, painted

FINDER = 7
LOGO_SHARE = 0.22
"""Side of a logo as a share of the code: under 5 % of its area, where error correction H restores 30 %."""
LOGO_MARGIN = 0.5
"""Modules left clear around a logo."""
DOT = 0.46
"""Radius of a dot in modules."""
ROUND = 0.5
RING = {"dot": 0.0, "round": 0.4}
"""Radius of a finder's ring in modules: with rounder ones scanners that look for its corners lose most codes."""
CORE = 0.8
"""Radius of a finder's core in modules."""


def code(layer: QrLayer, rows: Modules, side: float, logo: Image.Image | None) -> list[Sprite | None]:
    """The code in a square of `side` device px at (0, 0), quiet zone included: ground, modules, logo."""
    matrix = np.array(rows, dtype=bool)
    if logo is not None:
        matrix = _with_room(matrix)
    size = math.ceil(side - 1e-6)
    window = Window(0, 0, size, size)
    ground = None
    if layer.bg is not None and not is_invisible(layer.bg):
        ground = painted(mask([outlines.rectangle(0, 0, side, side)], window), layer.bg, side, side, window)
    dark = painted(_coverage(matrix, layer.module, layer.quiet, side), layer.fg, side, side, window)
    return [ground, dark, _logo(logo, len(matrix), layer.quiet, side)]


def _coverage(matrix: Matrix, style: str, quiet: int, side: float) -> Image.Image:
    """Dark modules as a mask: drawn at a whole number of px per module, then scaled where they are no whole px."""
    across = len(matrix) + 2 * quiet
    unit = max(math.ceil(side / across - 1e-6), 1)
    drawn = np.pad(_stamped(matrix, style, unit), quiet * unit)
    image = Image.fromarray(drawn)
    size = math.ceil(side - 1e-6)
    return image if image.width == size else image.resize((size, size), Image.Resampling.BOX)


def _stamped(matrix: Matrix, style: str, unit: int) -> Coverage:
    """Every module stamped with the picture of its kind."""
    kinds = matrix * 1 if style != "round" else _kinds(matrix)
    tiles = _stamps(style, unit)[kinds]
    count = len(matrix)
    coverage: Coverage = tiles.transpose(0, 2, 1, 3).reshape(count * unit, count * unit)
    if style != "square":
        # The finders stay whole in every style, since scanners look for them.
        finder, edge = _finder(style, unit), FINDER * unit
        for rows, columns in (
            (slice(edge), slice(edge)),
            (slice(edge), slice(-edge, None)),
            (slice(-edge, None), slice(edge)),
        ):
            coverage[rows, columns] = finder
    return coverage


def _kinds(matrix: Matrix) -> NDArray[np.int64]:
    """0 for a light module, else 1 and a bit for each corner that is round for want of neighbours."""
    padded = np.pad(matrix, 1)
    up, down, left, right = padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]
    free = (~(up | left), ~(up | right), ~(down | right), ~(down | left))
    kinds: NDArray[np.int64] = matrix * (1 + sum(corner * (1 << bit) for bit, corner in enumerate(free)))
    return kinds


@lru_cache(maxsize=16)
def _stamps(style: str, unit: int) -> Coverage:
    """One square of coverage for each kind of module, the light one first."""
    window = Window(0, 0, unit, unit)
    if style == "square":
        return np.stack([np.zeros((unit, unit), np.uint8), np.full((unit, unit), 255, np.uint8)])
    if style == "dot":
        low, high = (0.5 - DOT) * unit, (0.5 + DOT) * unit
        return np.stack([np.zeros((unit, unit), np.uint8), fill([outlines.ellipse(low, low, high, high)], window)])
    soft = [[ROUND * unit if kind >> bit & 1 else 0.0 for bit in range(4)] for kind in range(16)]
    shapes = [outlines.rounded(0, 0, unit, unit, (tl, tr, br, bl)) for tl, tr, br, bl in soft]
    return np.stack([np.zeros((unit, unit), np.uint8), *(fill([shape], window) for shape in shapes)])


@lru_cache(maxsize=16)
def _finder(style: str, unit: int) -> Coverage:
    """A ring and a core; the ring's hole turns the other way."""

    def soft(inset: float, corner: float) -> Points:
        low, high = inset * unit, (FINDER - inset) * unit
        return outlines.rounded(low, low, high, high, (corner * unit,) * 4)

    ring = RING[style]
    return fill([soft(0, ring), soft(1, ring)[::-1], soft(2, CORE)], Window(0, 0, FINDER * unit, FINDER * unit))


def _with_room(matrix: Matrix) -> Matrix:
    """Without the modules that a logo covers."""
    cleared = matrix.copy()
    low, high = _logo_modules(len(matrix))
    cleared[low:high, low:high] = False
    return cleared


def _logo_modules(count: int) -> tuple[int, int]:
    """First and last module (exclusive) of the square a logo takes, margin included; of the code's own parity."""
    wide = int(count * LOGO_SHARE + 2 * LOGO_MARGIN)
    wide += (count - wide) % 2
    return (count - wide) // 2, (count + wide) // 2


def _logo(logo: Image.Image | None, count: int, quiet: int, side: float) -> Sprite | None:
    if logo is None:
        return None
    unit = side / (count + 2 * quiet)
    low, high = _logo_modules(count)
    start, room = (low + quiet + LOGO_MARGIN) * unit, (high - low - 2 * LOGO_MARGIN) * unit
    factor = min(room / logo.width, room / logo.height)
    width, height = max(int(logo.width * factor + 0.5), 1), max(int(logo.height * factor + 0.5), 1)
    x, y = int(start + (room - width) / 2 + 0.5), int(start + (room - height) / 2 + 0.5)
    return Sprite(logo.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0), x, y)
