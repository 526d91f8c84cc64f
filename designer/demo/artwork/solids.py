"""Solid shapes as distance fields, and a small ray marcher that photographs them in a studio."""

# mypy: disable-error-code="no-any-return"
# Powers and quotients of arrays are typed as Any by numpy itself.
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from designer.demo.artwork.light import blur, step

Points = NDArray[Any]
"""Shape (3, n): x to the right, y up, z towards the camera."""
Distances = NDArray[Any]
Solid = Callable[[Points], Distances]


def vector(*numbers: float) -> Points:
    return np.array(numbers, np.float32)


def column(*numbers: float) -> Points:
    """A single point or direction that goes with arrays of points."""
    return np.array(numbers, np.float32)[:, None]


def length(x: Distances, y: Distances, z: Distances) -> Distances:
    return np.sqrt(x * x + y * y + z * z)


def dot(a: Points, b: Points) -> Distances:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def unit(points: Points) -> Points:
    return (points / np.maximum(length(*points), 1e-6)).astype(np.float32)


def ellipsoid(center: Points, radii: Points) -> Solid:
    """A sphere when the three radii are equal."""
    (cx, cy, cz), (a, b, c) = center.tolist(), (1 / radii).tolist()

    def distance(p: Points) -> Distances:
        x, y, z = (p[0] - cx) * a, (p[1] - cy) * b, (p[2] - cz) * c
        k0 = length(x, y, z)
        return k0 * (k0 - 1) / np.maximum(length(x * a, y * b, z * c), 1e-6)

    return distance


def capsule(a: Points, b: Points, radius: float) -> Solid:
    (ax, ay, az), (ux, uy, uz) = a.tolist(), (b - a).tolist()
    square = ux * ux + uy * uy + uz * uz

    def distance(p: Points) -> Distances:
        x, y, z = p[0] - ax, p[1] - ay, p[2] - az
        t = np.clip((x * ux + y * uy + z * uz) / square, 0, 1)
        return length(x - t * ux, y - t * uy, z - t * uz) - radius

    return distance


def ring(center: Points, turn: Points, radius: float, thickness: float) -> Solid:
    """A torus; `turn` is a 3 by 3 matrix whose last row is its axis."""

    def distance(p: Points) -> Distances:
        x, y, z = turn @ (p - center[:, None])
        flat = np.sqrt(x * x + y * y) - radius
        return np.sqrt(flat * flat + z * z) - thickness

    return distance


def block(center: Points, turn: Points, half: Points, radius: float) -> Solid:
    """A box with rounded edges."""

    def distance(p: Points) -> Distances:
        q = np.abs(turn @ (p - center[:, None])) - (half - radius)[:, None]
        return length(*np.maximum(q, 0)) + np.minimum(q.max(axis=0), 0) - radius

    return distance


def join(blend: float, *solids: Solid) -> Solid:
    """Solids melted together over a distance of `blend`."""

    def distance(p: Points) -> Distances:
        total = solids[0](p)
        for solid in solids[1:]:
            other = solid(p)
            h = np.maximum(blend - np.abs(total - other), 0) / blend
            total = np.minimum(total, other) - h * h * blend * 0.25
        return total

    return distance


def carve(solid: Solid, tool: Solid, blend: float) -> Solid:
    """The first without the second, its edge rounded."""

    def distance(p: Points) -> Distances:
        a, b = solid(p), -tool(p)
        h = np.maximum(blend - np.abs(a - b), 0) / blend
        return np.maximum(a, b) + h * h * blend * 0.25

    return distance


def turned(x: float = 0, y: float = 0, z: float = 0) -> Points:
    """A rotation about the axes, in degrees, x first."""
    a, b, c = np.radians([x, y, z])
    about_x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    about_y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return (about_z @ about_y @ about_x).astype(np.float32)


@dataclass(frozen=True)
class Scene:
    """Solids with what they are made of: entry i of `solids` has material i."""

    solids: Sequence[Solid]

    def distance(self, p: Points) -> Distances:
        nearest = self.solids[0](p)
        for solid in self.solids[1:]:
            np.minimum(nearest, solid(p), out=nearest)
        return nearest.astype(np.float32)

    def material(self, p: Points) -> NDArray[np.intp]:
        return np.argmin(np.stack([solid(p) for solid in self.solids]), axis=0)

    def normal(self, p: Points, reach: float = 0.002) -> Points:
        corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
        slopes = [corner[:, None] * self.distance(p + corner[:, None] * reach) for corner in corners]
        return unit(slopes[0] + slopes[1] + slopes[2] + slopes[3])


def march(
    scene: Scene, origin: Points, rays: Points, near: float, far: float, steps: int = 64, close: float = 0.002
) -> Distances:
    """How far along each ray the first surface lies; `far` where there is none. Rays drop out once they know."""
    travelled = np.full(rays.shape[1], near, np.float32)
    active = np.arange(rays.shape[1])
    for _ in range(steps):
        gap = scene.distance(origin + travelled[active] * rays[:, active])
        travelled[active] += gap * np.float32(0.92)
        active = active[(gap > close) & (travelled[active] < far)]
        if not active.size:
            break
    return np.minimum(travelled, far)


def shadow(scene: Scene, p: Points, towards: Points, softness: float, reach: float = 3.0, steps: int = 12) -> Distances:
    """Share of the light from one direction that arrives, 0 to 1; near misses count as half-shade."""
    light = np.ones(p.shape[1], np.float32)
    travelled = np.full(p.shape[1], 0.03, np.float32)
    for _ in range(steps):
        gap = scene.distance(p + travelled * towards)
        light = np.minimum(light, np.clip(0.5 + softness * gap / travelled * 0.5, 0, 1))
        travelled += np.clip(gap, 0.03, reach / steps * 1.6)
    return light * light * (3 - 2 * light)


def openness(scene: Scene, p: Points, normal: Points, reach: float = 0.4) -> Distances:
    """How much of the sky a surface sees, 0 to 1: dark in folds and where things touch."""
    closed = np.zeros(p.shape[1], np.float32)
    for i in (1, 2, 3, 4):
        away = reach * i / 4
        closed += (away - scene.distance(p + normal * away)) / 2**i
    return np.clip(1 - closed * 1.8 / reach * 0.8, 0, 1)


def outlines(reach: Distances) -> Distances:
    """Where depth jumps between neighbours, 0 to 0.8: the edges that want smoothing. `reach` is a picture of depths."""
    jump = np.abs(np.diff(reach, axis=0, prepend=reach[:1])) + np.abs(np.diff(reach, axis=1, prepend=reach[:, :1]))
    return np.clip(blur(step(0.05, 0.3, jump), 1) * 2, 0, 0.8)
