"""A photographer's studio: solids on a paper sweep, under a key light, a soft box and a window."""

# mypy: disable-error-code="no-any-return"
# Powers and quotients of arrays are typed as Any by numpy itself.
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from designer.demo.artwork.light import Picture, blur, develop, filmic, grain, over, ramp, rgb, step
from designer.demo.artwork.solids import (
    Points,
    Scene,
    Solid,
    column,
    dot,
    march,
    openness,
    outlines,
    shadow,
    unit,
    vector,
)

OVERSAMPLE = 1.3
EYE = column(0, 0.35, 8.0)
KEY = unit(column(-0.45, 0.85, 0.55))
RIM = unit(column(0.85, 0.25, -0.35))
FLOOR = -1.15
"""Height of the sweep on which things stand; the camera looks at about 0."""

Shape = tuple[Solid, str]
"""A solid and its colour."""


@dataclass(frozen=True)
class Sweep:
    """The paper behind: colours by distance from its brightest spot, which lies at `glow` (right, up)."""

    colors: list[tuple[float, str]]
    glow: tuple[float, float]


def photograph(shapes: Sequence[Shape], sweep: Sweep, size: tuple[int, int]) -> Image.Image:
    """The shapes as a picture of that size; half its height is one unit at the distance of the shapes, nearly two."""
    width, height = (round(side * OVERSAMPLE) for side in size)
    across, up = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32) * width / height, -np.linspace(-1, 1, height, dtype=np.float32)
    )
    rays = unit(np.stack([across.ravel() * 0.235, up.ravel() * 0.235 - 0.035, np.full(across.size, -1.0, np.float32)]))
    scene = Scene([solid for solid, _ in shapes])
    colors = np.stack([rgb(color) for _, color in shapes])
    reach = march(scene, EYE, rays, near=5.0, far=13.0, steps=56, close=0.003)
    flat = _backdrop(scene, sweep, across, up, rays)
    hit = reach < 12.9
    flat[hit] = _shade(scene, colors, EYE + reach[hit] * rays[:, hit], rays[:, hit])
    picture = filmic(flat.reshape(height, width, 3), 0.95)
    smooth = over(picture, blur(picture, 1), outlines(reach.reshape(height, width)))
    return develop(grain(smooth, 9, 0.005), size)


def _backdrop(scene: Scene, sweep: Sweep, across: Picture, up: Picture, rays: Points) -> Picture:
    """A paper sweep: wall and floor of one colour with the shapes' shadows on the floor."""
    spot = np.hypot(across - sweep.glow[0], up - sweep.glow[1])
    picture = ramp(spot, sweep.colors).reshape(-1, 3)
    reach = (FLOOR - EYE[1]) / np.minimum(rays[1], -1e-3)
    floor = (rays[1] < -0.05) & (reach < 12)
    p = (EYE + reach[floor] * rays[:, floor]).astype(np.float32)
    normal = np.zeros_like(p)
    normal[1] = 1
    lit = shadow(scene, p + normal * 0.01, KEY, softness=2.2, steps=14, reach=3.4)
    contact = openness(scene, p, normal, reach=0.55)
    shade = (0.30 + 0.70 * lit) * (0.50 + 0.50 * contact)
    near = step(11.5, 8.5, reach[floor])
    tinted = picture[floor] * (shade[:, None] ** vector(1.0, 1.12, 0.78))
    picture[floor] = over(picture[floor], tinted, near)
    return picture


def _shade(scene: Scene, colors: Points, p: Points, rays: Points) -> Picture:
    normal = scene.normal(p)
    color = colors[scene.material(p)]
    air = openness(scene, p, normal)
    lit = shadow(scene, p + normal * 0.02, KEY, softness=3.5)
    key = np.clip(dot(normal, KEY) * 0.92 + 0.08, 0, 1) * lit
    sky = (0.55 + 0.45 * normal[1]) * air
    bounce = np.clip(-normal[1], 0, 1) * air
    light = (
        key[:, None] * rgb("#FFF1E2") * 1.9
        + sky[:, None] * rgb("#D9D6FF") * 0.62
        + bounce[:, None] * rgb("#FFC9C2") * 0.35
    )
    half = unit(KEY - rays)
    shine = np.clip(dot(normal, half), 0, 1)
    mirrored = rays - 2 * dot(rays, normal) * normal
    fresnel = 0.04 + 0.55 * (1 - np.clip(-dot(rays, normal), 0, 1)) ** 3.5
    # A long soft box above and a window to the side, as reflections.
    soft_box = step(0.55, 0.8, mirrored[1]) * step(0.75, 0.35, np.abs(mirrored[0] + 0.2)) * 1.6
    window = step(0.5, 0.75, mirrored[0]) * step(0.55, 0.2, np.abs(mirrored[1] - 0.25))
    reflected = (fresnel * (0.45 + soft_box + window) * air)[:, None] * rgb("#FFF6F0")
    gloss = (0.34 * shine**42 + 0.10 * shine**9) * lit
    edge = (1 - np.clip(-dot(rays, normal), 0, 1)) ** 3 * np.clip(dot(normal, RIM) + 0.2, 0, 1)
    return (color * light + reflected + gloss[:, None] + edge[:, None] * rgb("#FFB9A0") * 0.7).astype(np.float32)
