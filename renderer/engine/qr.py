"""QR codes: text to modules, and modules to pixels in three styles."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image

from renderer.engine import outlines
from renderer.engine.document import QrLayer
from renderer.engine.gradients import is_invisible
from renderer.engine.raster import Points, Window, fill, mask
from renderer.engine.sprite import Sprite, over, painted

Modules = tuple[tuple[bool, ...], ...]
Matrix = NDArray[np.bool_]

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


class TooLong(ValueError):
    """The text does not fit into any QR code at this level of error correction."""


@lru_cache(maxsize=512)
def modules(text: str, ec: str) -> Modules:
    """The code's rows, dark modules True, without quiet zone. Raises TooLong.

    A higher error correction than asked for is used where it costs no room.
    """
    try:
        # A fixed mask first: what is slow is judging all eight, which numpy does in a fraction of the time.
        plain = segno.make_qr(text, error=ec.lower(), mask=0)
        best = _best_mask(_matrix(plain.matrix), _data_area(plain))
        chosen = plain if best == 0 else segno.make_qr(text, error=ec.lower(), mask=best)
    except segno.DataOverflowError as problem:
        raise TooLong(str(problem)) from problem
    return tuple(tuple(bool(module) for module in row) for row in chosen.matrix)


def _matrix(rows: Iterable[Iterable[int]]) -> Matrix:
    return np.array([list(row) for row in rows]) > 0


def _data_area(code: segno.QRCode) -> Matrix:
    """The modules that carry data, which alone are masked."""
    kinds = np.array([list(row) for row in code.matrix_iter(border=0, verbose=True)])
    data: Matrix = (kinds == segno.consts.TYPE_DATA_DARK) | (kinds == segno.consts.TYPE_DATA_LIGHT)
    return data


def _best_mask(masked: Matrix, data: Matrix) -> int:
    """Number of the mask with the least penalty (ISO/IEC 18004, 7.8.3), judged with the format bits of mask 0."""
    flips = _masks(len(masked))
    bare = masked ^ (data & flips[0])
    return min(range(8), key=lambda number: _penalty(bare ^ (data & flips[number])))


@lru_cache(maxsize=40)
def _masks(size: int) -> list[Matrix]:
    i, j = np.indices((size, size))
    rules = (
        (i + j) % 2,
        i % 2,
        j % 3,
        (i + j) % 3,
        (i // 2 + j // 3) % 2,
        (i * j) % 2 + (i * j) % 3,
        ((i * j) % 2 + (i * j) % 3) % 2,
        ((i + j) % 2 + (i * j) % 3) % 2,
    )
    return [rule == 0 for rule in rules]


def _penalty(matrix: Matrix) -> int:
    blocks = (
        (matrix[1:, 1:] == matrix[:-1, 1:]) & (matrix[1:, 1:] == matrix[1:, :-1]) & (matrix[1:, 1:] == matrix[:-1, :-1])
    )
    balance = abs(2 * int(matrix.sum()) * 10 - matrix.size * 10) // matrix.size
    return _runs(matrix) + _runs(matrix.T) + 3 * int(blocks.sum()) + 40 * _finder_like(matrix) + 10 * balance


def _runs(matrix: Matrix) -> int:
    """Three points for five alike in a row, one for each that follows."""
    same = matrix[:, 1:] == matrix[:, :-1]
    five = same[:, 3:] & same[:, 2:-1] & same[:, 1:-2] & same[:, :-3]
    starts = five.copy()
    starts[:, 1:] &= ~five[:, :-1]
    return int(five.sum()) + 2 * int(starts.sum())


def _finder_like(matrix: Matrix) -> int:
    found = 0
    for pattern in ((1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0), (0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1)):
        for lines in (matrix, matrix.T):
            windows = np.lib.stride_tricks.sliding_window_view(lines, 11, axis=1)
            found += int((windows == np.array(pattern, bool)).all(axis=-1).sum())
    return found


def level(layer: QrLayer) -> str:
    """The error correction to use: a logo hides modules, so it asks for the highest."""
    return "H" if layer.logo else layer.ec


def module_size(count: int, quiet: int, side: float) -> float:
    """Px of one module in a square of `side` px: whole px if there is room for one, so that edges are sharp."""
    exact = side / (count + 2 * quiet)
    return float(int(exact)) if exact >= 1 else exact


def code(layer: QrLayer, rows: Modules, side: float, logo: Image.Image | None, view: Window) -> Sprite | None:
    """The code in a square of `side` device px at (0, 0), quiet zone included."""
    matrix = np.array(rows, dtype=bool)
    unit = side / (len(matrix) + 2 * layer.quiet)
    if logo is not None:
        matrix = _with_room(matrix)
    window = Window(0, 0, int(np.ceil(side - 1e-6)), int(np.ceil(side - 1e-6)))
    coverage = Image.fromarray(_coverage(matrix, layer.module, unit, layer.quiet * unit, window))
    ground = None
    if layer.bg is not None and not is_invisible(layer.bg):
        ground = painted(mask([outlines.rectangle(0, 0, side, side)], window), layer.bg, side, side, window)
    drawn = over(ground, painted(coverage, layer.fg, side, side, window), _logo(logo, side, unit, layer.quiet))
    return drawn and drawn.cropped(view)


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


def _logo(logo: Image.Image | None, side: float, unit: float, quiet: int) -> Sprite | None:
    if logo is None:
        return None
    low, high = _logo_modules(round(side / unit) - 2 * quiet)
    start, room = (low + quiet + LOGO_MARGIN) * unit, (high - low - 2 * LOGO_MARGIN) * unit
    factor = min(room / logo.width, room / logo.height)
    width, height = max(round(logo.width * factor), 1), max(round(logo.height * factor), 1)
    x, y = int(start + (room - width) / 2 + 0.5), int(start + (room - height) / 2 + 0.5)
    return Sprite(logo.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0), x, y)


def _coverage(matrix: Matrix, style: str, unit: float, start: float, window: Window) -> NDArray[np.uint8]:
    """Dark modules as coverage; in the softer styles the three finders stay whole, since scanners look for them."""
    if style == "square":
        return _squares(matrix, unit, start, window)
    loose = matrix.copy()
    ends = (slice(None, FINDER), slice(-FINDER, None))
    for rows, columns in ((ends[0], ends[0]), (ends[0], ends[1]), (ends[1], ends[0])):
        loose[rows, columns] = False
    polygons = _dots(loose, unit, start) if style == "dot" else _blobs(loose, unit, start)
    far = start + (len(matrix) - FINDER) * unit
    for x, y in ((start, start), (far, start), (start, far)):
        polygons += _finder(x, y, unit, RING[style])
    return fill(polygons, window)


def _squares(matrix: Matrix, unit: float, start: float, window: Window) -> NDArray[np.uint8]:
    if unit == int(unit) and start == int(start):
        full = np.where(matrix, np.uint8(255), np.uint8(0)).repeat(int(unit), 0).repeat(int(unit), 1)
        coverage: NDArray[np.uint8] = np.pad(full, int(start))
        return coverage
    rows, columns = np.nonzero(matrix)
    x, y = start + columns * unit, start + rows * unit
    return fill(
        [np.stack([np.stack(c, 1) for c in ((x, y), (x + unit, y), (x + unit, y + unit), (x, y + unit))], 1)], window
    )


def _dots(matrix: Matrix, unit: float, start: float) -> list[Points]:
    rows, columns = np.nonzero(matrix)
    centres = np.column_stack([columns + 0.5, rows + 0.5]) * unit + start
    return [centres[:, None, :] + outlines.ellipse(-DOT * unit, -DOT * unit, DOT * unit, DOT * unit)[None]]


def _blobs(matrix: Matrix, unit: float, start: float) -> list[Points]:
    """Modules that flow into their neighbours and are round where they have none."""
    padded = np.pad(matrix, 1)
    up, down, left, right = padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]
    corners = np.stack([~(up | left), ~(up | right), ~(down | right), ~(down | left)], axis=-1)
    polygons = []
    for kind in range(16):
        free = tuple(bool(kind >> bit & 1) for bit in range(4))
        rows, columns = np.nonzero(matrix & (corners == free).all(axis=-1))
        if len(rows):
            radii = [ROUND * unit if is_free else 0.0 for is_free in free]
            one = outlines.rounded(0, 0, unit, unit, (radii[0], radii[1], radii[2], radii[3]))
            polygons.append(np.column_stack([columns, rows])[:, None, :] * unit + start + one[None])
    return polygons


def _finder(x: float, y: float, unit: float, radius: float) -> list[Points]:
    """A ring and a core; the ring's hole turns the other way."""

    def soft(inset: float, corner: float) -> Points:
        low, high = inset * unit, (FINDER - inset) * unit
        return outlines.rounded(x + low, y + low, x + high, y + high, (corner * unit,) * 4)

    return [soft(0, radius), soft(1, radius)[::-1], soft(2, 0.8)]
