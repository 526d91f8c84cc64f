"""Coherent noise: smooth random fields from which mountains, cloth, paper and water are made."""

# mypy: disable-error-code="no-any-return"
# Powers and quotients of arrays are typed as Any by numpy itself.
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[Any]


class Noise:
    """Gradient noise with one seed. Sample points are arrays of any shape; results run about -1 to 1."""

    def __init__(self, seed: int):
        angles = np.random.default_rng(seed).uniform(0, 2 * np.pi, 1 << 16)
        self._gx, self._gy = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)

    def at(self, x: Field, y: Field) -> Field:
        """One octave; it repeats after 256 units."""
        x0, y0 = np.floor(x), np.floor(y)
        fx, fy = (x - x0).astype(np.float32), (y - y0).astype(np.float32)
        ix, iy = x0.astype(np.int32) & 255, (y0.astype(np.int32) & 255) << 8
        east, top = (ix + 1) & 255, (iy + 256) & 0xFF00
        ux, uy = _ease(fx), _ease(fy)
        south = _mix(self._corner(iy | ix, fx, fy), self._corner(iy | east, fx - 1, fy), ux)
        north = _mix(self._corner(top | ix, fx, fy - 1), self._corner(top | east, fx - 1, fy - 1), ux)
        return _mix(south, north, uy) * np.float32(1.5)

    def _corner(self, index: NDArray[np.int32], dx: Field, dy: Field) -> Field:
        return self._gx[index] * dx + self._gy[index] * dy

    def clouds(self, x: Field, y: Field, octaves: int = 5, gain: float = 0.5) -> Field:
        """Octaves summed, each finer and fainter: clouds, mist, fibres."""
        total, strength = np.zeros(np.broadcast(x, y).shape, np.float32), np.float32(1)
        for octave in range(octaves):
            total += strength * self.at(x * 2**octave + 17.3 * octave, y * 2**octave - 9.1 * octave)
            strength *= np.float32(gain)
        return total

    def ridges(self, x: Field, y: Field, octaves: int = 7, spacing: Field | float = 0.0) -> Field:
        """Crests with smooth valleys, 0 to about 1.4; finer octaves only bite where coarser ones stand high.

        `spacing` is the distance between samples, in units of x: crests narrower than that are rounded off.
        """
        total = np.zeros(np.broadcast(x, y).shape, np.float32)
        strength, weight = np.float32(0.62), np.ones_like(total)
        blunt = 0.8 * np.asarray(spacing, np.float32)
        for octave in range(octaves):
            crest = np.maximum(1 - np.sqrt(self.at(x, y) ** 2 + blunt**2), 0)
            crest *= crest * weight
            total += strength * crest
            weight = np.clip(crest * 1.6, 0, 1)
            strength, blunt = strength * np.float32(0.5), blunt * 2
            x, y = 1.62 * x + 1.17 * y + 3.1 * octave, -1.17 * x + 1.62 * y + 7.7
        return total


def _ease(t: Field) -> Field:
    return t * t * t * (t * (t * 6 - 15) + 10)


def _mix(a: Field, b: Field, t: Field) -> Field:
    return a + (b - a) * t
