"""A gold seal pressed in relief, with two ribbons, on a transparent ground."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from designer.demo.artwork.light import Picture, blur, filmic, over, ramp, rgb, step
from designer.demo.artwork.noise import Noise

SIZE = 420
OVERSAMPLE = 2
RADIUS = 0.62
"""Of the medal, as a share of half the picture's width."""
CENTER = -0.16
GOLD = [(0.0, "#3A2407"), (0.25, "#8A5E18"), (0.48, "#C9973A"), (0.68, "#F2D489"), (0.85, "#FFF6D8"), (1.0, "#FFFFFF")]


def gold_seal() -> Image.Image:
    """420 by 420 with transparency."""
    wide = SIZE * OVERSAMPLE
    y, x = np.mgrid[-1 : 1 : wide * 1j, -1 : 1 : wide * 1j].astype(np.float32)
    y = y - CENTER
    r, angle = np.hypot(x, y), np.arctan2(y, x)
    edge = RADIUS * (1 + 0.035 * np.cos(28 * angle))
    medal = step(edge + 0.006, edge - 0.006, r)
    picture, ribbon = _ribbons(x, y, wide)
    shade = blur(np.roll(medal, (round(0.030 * wide), 0), (0, 1)), 0.02 * wide) * 0.6
    picture = picture * (1 - shade)[..., None]
    picture = over(picture, _struck(r, angle, edge), medal)
    cover = np.maximum(np.maximum(medal, ribbon), 0.5 * blur(np.maximum(medal, ribbon), 0.014 * wide))
    return _finished(picture, cover)


def _struck(r: Picture, angle: Picture, edge: Picture) -> Picture:
    """Gold whose height is given by rings, rays and a star; a light from above left rakes across it."""
    share = r / RADIUS
    rim = np.exp(-(((share - 0.93) / 0.05) ** 2)) + 0.8 * np.exp(-(((share - 0.70) / 0.018) ** 2))
    beads = np.exp(-(((share - 0.815) / 0.035) ** 2)) * np.clip(np.cos(44 * angle), 0, 1)
    rays = 0.10 * np.cos(60 * angle) * step(0.66, 0.60, share) * step(0.30, 0.46, share)
    points = np.abs(((angle / (2 * np.pi) * 5 + 1.25) % 1) - 0.5) * 2
    reach = 0.24 + (0.60 - 0.24) * points
    star = np.clip((reach - share) * 3.2, 0, 0.85) * (share < 0.62)
    height = rim + beads + rays + star + 0.5 * step(1.0, 0.95, r / edge)
    height = blur(height.astype(np.float32), 2) * 0.060
    slope_y, slope_x = np.gradient(height, 2 / r.shape[0])
    lit = (-slope_x * -0.55 - slope_y * -0.75 + 0.62) / np.sqrt(1 + slope_x**2 + slope_y**2)
    sweep = 0.16 * np.cos(2 * (angle + 0.9)) + 0.05 * np.cos(6 * angle + 1.2)
    brushed = 0.02 * Noise(77).at(angle * 3, r * 220)
    return ramp(np.clip(0.50 + 0.62 * (lit - 0.62) + sweep + brushed, 0, 1), GOLD)


def _ribbons(x: Picture, y: Picture, wide: int) -> tuple[Picture, Picture]:
    canvas = Image.new("L", (wide, wide))
    pen = ImageDraw.Draw(canvas)
    for side in (-1, 1):
        corners = [
            (side * 0.05, 0.30),
            (side * 0.42, 0.30),
            (side * 0.58, 1.10),
            (side * 0.37, 1.00),
            (side * 0.22, 1.15),
        ]
        pen.polygon([((cx + 1) / 2 * wide, (cy + CENTER + 1) / 2 * wide) for cx, cy in corners], fill=255)
    cover = blur(np.asarray(canvas, np.float32) / 255, 1)
    fold = 0.5 + 0.5 * np.sin(np.abs(x) * 26 - y * 5)
    hem = step(0.02, 0.035, np.abs(np.abs(x) - 0.235 - 0.20 * (y - 0.3)) * 0.6)
    silk = ramp(0.25 + 0.5 * fold, [(0, "#0C1830"), (0.5, "#1F3A6B"), (1, "#3E64A8")])
    return over(np.broadcast_to(rgb("#C9973A"), silk.shape), silk, hem), cover


def _finished(picture: Picture, cover: Picture) -> Image.Image:
    color = Image.fromarray((filmic(picture, 1.05) * 255 + 0.5).astype(np.uint8))
    color.putalpha(Image.fromarray((np.clip(cover, 0, 1) * 255 + 0.5).astype(np.uint8)))
    return color.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
