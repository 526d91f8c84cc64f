"""QR codes: text to modules, and how large a module may be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import segno
from numpy.typing import NDArray

from renderer.engine.document import QrLayer

Modules = tuple[tuple[bool, ...], ...]
Matrix = NDArray[np.bool_]


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
