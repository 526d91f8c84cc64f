"""A studio still life of plain solids on a seamless backdrop: what a product page might show."""

from __future__ import annotations

import numpy as np
from PIL import Image

from designer.demo.artwork.light import Picture, blur, develop, filmic, grain, over, ramp, rgb, step
from designer.demo.artwork.solids import (
    Points,
    Scene,
    Solid,
    block,
    capsule,
    column,
    dot,
    ellipsoid,
    join,
    march,
    openness,
    ring,
    shadow,
    turned,
    unit,
    vector,
)

WIDTH, HEIGHT = 1200, 600
OVERSAMPLE = 1.3
EYE = column(0, 0.35, 8.0)
KEY = unit(column(-0.45, 0.85, 0.55))
RIM = unit(column(0.85, 0.25, -0.35))
FLOOR = -1.15


def still_life() -> Image.Image:
    """1200 by 600; the shapes stand to the right, the left half is calm."""
    width, height = round(WIDTH * OVERSAMPLE), round(HEIGHT * OVERSAMPLE)
    across, up = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32) * width / height, -np.linspace(-1, 1, height, dtype=np.float32)
    )
    rays = unit(np.stack([across.ravel() * 0.235, up.ravel() * 0.235 - 0.035, np.full(across.size, -1.0, np.float32)]))
    solids, colors = _shapes()
    scene = Scene(solids)
    reach = march(scene, EYE, rays, near=5.0, far=13.0, steps=56, close=0.003)
    flat = _backdrop(scene, across, up, rays)
    hit = reach < 12.9
    flat[hit] = _shade(scene, colors, EYE + reach[hit] * rays[:, hit], rays[:, hit])
    picture = filmic(flat.reshape(height, width, 3), 0.95)
    smooth = over(picture, blur(picture, 1), _edges(reach.reshape(height, width)))
    return develop(grain(smooth, 9, 0.005), (WIDTH, HEIGHT))


def _shapes() -> tuple[list[Solid], Points]:
    parts: list[tuple[Solid, str]] = [
        (ring(vector(2.15, 0.62, -1.0), turned(x=10, y=-32), 0.92, 0.30), "#FF7A59"),
        (ellipsoid(vector(1.02, -0.62, 0.55), vector(0.52, 0.52, 0.52)), "#3F3FE8"),
        (block(vector(2.75, -0.62, 0.45), turned(y=32), vector(0.50, 0.50, 0.50), 0.10), "#F7F2EA"),
        (capsule(vector(1.62, -0.86, 1.35), vector(2.12, -0.90, 1.05), 0.235), "#FFC24B"),
        (_stack(), "#2FB6A5"),
        (ellipsoid(vector(0.20, -0.93, 1.25), vector(0.21, 0.21, 0.21)), "#FF9E86"),
        (ellipsoid(vector(2.72, 0.17, 0.46), vector(0.27, 0.27, 0.27)), "#8F7BFF"),
        (ring(vector(0.34, -0.93, -0.65), turned(x=90), 0.52, 0.17), "#F6C9D8"),
    ]
    return [solid for solid, _ in parts], np.stack([rgb(color) for _, color in parts])


def _stack() -> Solid:
    """Three discs, one on the other."""
    discs = [
        ellipsoid(vector(3.55, -0.93 + 0.36 * i, -0.5), vector(0.62 - 0.10 * i, 0.22, 0.62 - 0.10 * i))
        for i in range(3)
    ]
    return join(0.05, *discs)


def _backdrop(scene: Scene, across: Picture, up: Picture, rays: Points) -> Picture:
    """A paper sweep: wall and floor of one colour with the shapes' shadows on the floor."""
    glow = np.hypot(across - 0.85, up - 0.30)
    wall = ramp(glow, [(0.0, "#FFD0B5"), (0.9, "#FBC7D4"), (2.0, "#C9B8FF"), (3.1, "#A9A4FF")])
    picture = (wall * 1.0).reshape(-1, 3)
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


def _edges(reach: Picture) -> Picture:
    """Where depth jumps: the outlines that want smoothing."""
    jump = np.abs(np.diff(reach, axis=0, prepend=reach[:1])) + np.abs(np.diff(reach, axis=1, prepend=reach[:, :1]))
    return np.clip(blur(step(0.05, 0.3, jump), 1) * 2, 0, 0.8)
