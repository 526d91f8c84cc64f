"""Still lifes for the studio: plain solids, and a lamp as a shop would show it."""

from __future__ import annotations

from PIL import Image

from designer.demo.artwork.solids import Solid, block, capsule, carve, ellipsoid, join, ring, turned, vector
from designer.demo.artwork.studio import Sweep, photograph


def still_life() -> Image.Image:
    """1200 by 600; the shapes stand to the right, the left half is calm."""
    shapes = [
        (ring(vector(2.15, 0.62, -1.0), turned(x=10, y=-32), 0.92, 0.30), "#FF7A59"),
        (ellipsoid(vector(1.02, -0.62, 0.55), vector(0.52, 0.52, 0.52)), "#3F3FE8"),
        (block(vector(2.75, -0.62, 0.45), turned(y=32), vector(0.50, 0.50, 0.50), 0.10), "#F7F2EA"),
        (capsule(vector(1.62, -0.86, 1.35), vector(2.12, -0.90, 1.05), 0.235), "#FFC24B"),
        (_stack(), "#2FB6A5"),
        (ellipsoid(vector(0.20, -0.93, 1.25), vector(0.21, 0.21, 0.21)), "#FF9E86"),
        (ellipsoid(vector(2.72, 0.17, 0.46), vector(0.27, 0.27, 0.27)), "#8F7BFF"),
        (ring(vector(0.34, -0.93, -0.65), turned(x=90), 0.52, 0.17), "#F6C9D8"),
    ]
    colors = [(0.0, "#FFD0B5"), (0.9, "#FBC7D4"), (2.0, "#C9B8FF"), (3.1, "#A9A4FF")]
    return photograph(shapes, Sweep(colors, glow=(0.85, 0.30)), (1200, 600))


def _stack() -> Solid:
    """Three discs, one on the other."""
    discs = [
        ellipsoid(vector(3.55, -0.93 + 0.36 * i, -0.5), vector(0.62 - 0.10 * i, 0.22, 0.62 - 0.10 * i))
        for i in range(3)
    ]
    return join(0.05, *discs)


def desk_lamp() -> Image.Image:
    """640 by 640: a lamp, a book and a cup."""
    dome = carve(
        ellipsoid(vector(-0.18, 0.52, 0), vector(0.86, 0.74, 0.86)),
        block(vector(-0.18, -0.42, 0), turned(), vector(2, 0.86, 2), 0.02),
        0.05,
    )
    shapes = [
        (dome, "#E9603F"),
        (ellipsoid(vector(-0.18, 0.34, 0), vector(0.30, 0.30, 0.30)), "#FFF6DC"),
        (capsule(vector(-0.18, -1.05, -0.1), vector(-0.18, 0.5, -0.1), 0.055), "#2B2440"),
        (block(vector(-0.18, -1.09, 0), turned(), vector(0.52, 0.06, 0.52), 0.05), "#2B2440"),
        (block(vector(0.92, -1.07, 0.45), turned(y=-24), vector(0.50, 0.085, 0.36), 0.03), "#3A6B5F"),
        (block(vector(0.90, -0.91, 0.42), turned(y=-10), vector(0.44, 0.075, 0.32), 0.03), "#F0B75B"),
        (ellipsoid(vector(0.92, -0.63, 0.42), vector(0.21, 0.21, 0.21)), "#F4EEE4"),
    ]
    colors = [(0.0, "#FFE6C4"), (1.0, "#F7CDA8"), (2.2, "#E9A88C")]
    return photograph(shapes, Sweep(colors, glow=(-0.2, 0.2)), (640, 640))
