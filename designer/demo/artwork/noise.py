"""Coherent noise: smooth random fields from which mountains, cloth, paper and water are made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]


class Noise:
    """Gradient noise with one seed. Sample points are arrays of any shape; results run about -1 to 1."""

    def __init__(self, seed: int):
        dice = np.random.default_rng(seed)
        self._order = np.tile(dice.permutation(256).astype(np.int32), 2)
        angles = dice.uniform(0, 2 * np.pi, 256)
        self._gx, self._gy = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)

    def at(self, x: Field, y: Field) -> Field:
        """One octave."""
        x0, y0 = np.floor(x), np.floor(y)
        fx, fy = (x - x0).astype(np.float32), (y - y0).astype(np.float32)
        ix, iy = x0.astype(np.int32) & 255, y0.astype(np.int32) & 255
        ux, uy = _ease(fx), _ease(fy)
        south = _mix(self._corner(ix, iy, fx, fy), self._corner(ix + 1, iy, fx - 1, fy), ux)
        north = _mix(self._corner(ix, iy + 1, fx, fy - 1), self._corner(ix + 1, iy + 1, fx - 1, fy - 1), ux)
        return _mix(south, north, uy) * np.float32(1.5)

    def _corner(self, ix: NDArray[np.int32], iy: NDArray[np.int32], dx: Field, dy: Field) -> Field:
        index = self._order[self._order[ix & 255] + (iy & 255)]
        return self._gx[index] * dx + self._gy[index] * dy

    def clouds(self, x: Field, y: Field, octaves: int = 5, gain: float = 0.5) -> Field:
        """Octaves summed, each finer and fainter: clouds, mist, fibres."""
        total, strength = np.zeros(np.broadcast(x, y).shape, np.float32), np.float32(1)
        for octave in range(octaves):
            total += strength * self.at(x * 2**octave + 17.3 * octave, y * 2**octave - 9.1 * octave)
            strength *= np.float32(gain)
        return total

    def ridges(self, x: Field, y: Field, octaves: int = 7) -> Field:
        """Sharp crests with smooth valleys, 0 to about 1.4; finer octaves only bite where coarser ones stand high."""
        total = np.zeros(np.broadcast(x, y).shape, np.float32)
        strength, weight = np.float32(0.62), np.ones_like(total)
        for octave in range(octaves):
            crest = 1 - np.abs(self.at(x, y))
            crest *= crest * weight
            total += strength * crest
            weight = np.clip(crest * 1.6, 0, 1)
            strength *= np.float32(0.5)
            x, y = 1.62 * x + 1.17 * y + 3.1 * octave, -1.17 * x + 1.62 * y + 7.7
        return total


def _ease(t: Field) -> Field:
    return t * t * t * (t * (t * 6 - 15) + 10)


def _mix(a: Field, b: Field, t: Field) -> Field:
    return a + (b - a) * t
