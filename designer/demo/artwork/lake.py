"""An alpine lake at dawn: terrain marched column by column, lit by a low sun, seen through haze."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from designer.demo.artwork.forest import treeline
from designer.demo.artwork.light import (
    Picture,
    bloom,
    blur,
    develop,
    filmic,
    grain,
    over,
    ramp,
    rgb,
    running_mean,
    step,
    vignette,
)
from designer.demo.artwork.noise import Noise

WIDTH, HEIGHT = 1200, 630
OVERSAMPLE = 1.2
HORIZON = 0.635
"""Where the far shore meets the water, as a share of the height."""
FOCAL = 1.18
"""Focal length as a share of the picture's width; lengths in the scene are kilometres."""
EYE = 0.045
NEAREST, FARTHEST, STEPS = 2.6, 44, 1700
MARCH_STEP = (FARTHEST / NEAREST) ** (1 / STEPS) - 1
SUN = (0.30, 0.115)
"""Direction of the sun: sideways and up, both relative to the view axis."""

SKY = [(0.0, "#F7C9A0"), (0.10, "#F0AE8E"), (0.24, "#B98C96"), (0.46, "#5E6E93"), (0.75, "#31487A"), (1.0, "#1E3160")]
HAZE_WARM, HAZE_COLD = rgb("#F3B58C"), rgb("#7C8CAF")


@dataclass(frozen=True)
class View:
    """Per pixel: sideways and upward direction, both relative to the view axis."""

    across: Picture
    up: Picture

    @property
    def sunward(self) -> Picture:
        """Squared distance from the sun, in directions."""
        return (self.across - SUN[0]) ** 2 + 1.6 * (self.up - SUN[1]) ** 2


def alpine_lake() -> Image.Image:
    """1200 by 630; calm sky above, where a headline can stand."""
    width, height = round(WIDTH * OVERSAMPLE), round(HEIGHT * OVERSAMPLE)
    rows = (np.arange(height, dtype=np.float32) + 0.5) / height
    columns = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    across, up = np.meshgrid(columns / FOCAL, (HORIZON - rows) * height / width / FOCAL)
    view = View(across.astype(np.float32), up.astype(np.float32))
    shore = round(HORIZON * height)
    land = _land(view, _sky(view), shore)
    picture = treeline(_water(land, view, shore), shore, seed=11)
    picture = bloom(picture, 36, 0.5, above=0.62)
    return develop(grain(vignette(filmic(picture, 0.86), 0.22), seed=3, amount=0.007), (WIDTH, HEIGHT))


def _sky(view: View) -> Picture:
    sky = ramp(view.up * 2.75, SKY)
    glow = np.exp(-view.sunward * 44)[..., None] * rgb("#FFC070") * 0.95
    glare = np.exp(-view.sunward * 190)[..., None] * rgb("#FFE3B0") * 1.5
    # High clouds are seen at a flat angle: the noise is stretched by the distance to their sheet.
    far = 1 / np.maximum(view.up + 0.035, 0.01)
    cirrus = Noise(5).clouds(view.across * far * 0.55 + 2, far * 0.42, octaves=5)
    veil = step(0.05, 0.95, cirrus) * step(0.02, 0.16, view.up) * 0.50
    lit = rgb("#FFB59A") * (0.75 + 1.1 * np.exp(-view.sunward * 9)[..., None])
    return over(sky + glow + glare, lit.astype(np.float32), veil.astype(np.float32))


def _land(view: View, sky: Picture, shore: int) -> Picture:
    """Paint every pixel above the shore with the nearest terrain on its ray, or leave the sky."""
    width = view.across.shape[1]
    distance = np.geomspace(NEAREST, FARTHEST, STEPS, dtype=np.float32)[:, None]
    x, y = distance * view.across[:1], np.broadcast_to(distance, (distance.size, width))
    ground = _ground(x, y)
    crest = np.maximum.accumulate((ground - EYE) / distance, axis=0)
    # Neighbouring columns meet a far ridge at different steps, which would show as teeth along it.
    far = np.searchsorted(distance[:, 0], 7.0)
    crest[far:] = running_mean(crest[far:], 3, axis=1)
    color = _lit_ground(ground, x, distance, view)
    picture = sky.copy()
    up = view.up[:shore, 0][::-1]
    for column in range(width):
        hit = np.searchsorted(crest[:, column], up)
        seen = hit < distance.size
        picture[:shore, column][::-1][seen] = color[hit[seen], column]
    return picture


def _ground(x: Picture, y: Picture) -> Picture:
    """Height in km over the lake; a valley follows the view axis and bends away behind."""
    noise = Noise(5)
    warp = 0.5 * noise.clouds(x * 0.11 + 9, y * 0.11, octaves=2)
    # Crests finer than the steps of the march would turn into combs.
    spacing = 0.105 * MARCH_STEP * 2 * y
    peaks = noise.ridges(x * 0.105 + warp + 3.7, y * 0.105 - warp + 1.2, octaves=7, spacing=spacing)
    valley = np.abs(x + 0.16 * y - 2.1 * np.sin(y * 0.12 + 0.3) - 0.4)
    walls = step(0.25, 5.6, valley - 0.02 * y) * step(1.5, 9, y + valley)
    back = step(20, 34, y) * 0.75
    height = (peaks**1.7) * 2.9 * np.maximum(walls, back) + 0.62 * walls * step(0, 8, valley) - 0.05
    height = running_mean(height.astype(np.float32), 2, axis=1)
    trees = np.abs(noise.at(x * 52, y * 30)) * 0.034 * step(3.0, 5.0, y) * (height < 0.75) * step(0.02, 0.15, height)
    return np.where(height > 0, height + trees, height).astype(np.float32)


def _lit_ground(ground: Picture, x: Picture, distance: Picture, view: View) -> Picture:
    slope_x = np.gradient(ground, axis=1) / np.gradient(x, axis=1)
    slope_y = np.gradient(ground, axis=0) / np.gradient(distance[:, 0])[:, None]
    steepness = 1 / np.sqrt(1 + slope_x**2 + slope_y**2)
    facing = np.clip((-0.80 * -slope_x + 0.10 * slope_y + 0.30) * steepness, 0, 1.2)
    hollow = np.clip((ground - blur(ground, 14)) * 2.2 + 0.85, 0.35, 1.15)
    detail = Noise(8).clouds(x * 5, distance * 5, octaves=4) * 0.5
    rock = ramp(np.clip(0.5 + detail, 0, 1), [(0, "#3B3F52"), (1, "#6C6670")])
    forest = ramp(np.clip(0.5 + detail, 0, 1), [(0, "#121F26"), (1, "#26382F")])
    snow_share = step(1.25, 1.75, ground + 0.42 * detail) * step(0.50, 0.74, steepness)
    base = over(rock, forest, 1 - step(0.55, 1.05, ground + 0.35 * detail))
    base = over(base, np.broadcast_to(rgb("#F4F1F6"), base.shape), snow_share)
    sun, shade = rgb("#FFA56B") * 3.0, rgb("#8FA4D8") * 0.62
    light = facing[..., None] * sun + hollow[..., None] * shade
    return _through_air(base * light, ground, x, distance, view)


def _through_air(color: Picture, ground: Picture, x: Picture, distance: Picture, view: View) -> Picture:
    """Haze thickens with distance and towards the valley floor, and glows near the sun."""
    sunward = np.exp(-((x / distance - SUN[0]) ** 2) * 7)
    air = HAZE_COLD + (HAZE_WARM * 1.15 - HAZE_COLD) * sunward[..., None]
    thin = 1 - np.exp(-distance * 0.034 * np.exp(-np.maximum(ground, 0) * 0.42))
    banks = np.clip(0.75 + 0.9 * Noise(21).clouds(x * 0.32, distance * 0.2, octaves=3), 0, 2)
    mist = (1 - np.exp(-distance * 0.16 * banks * np.exp(-np.maximum(ground, 0) * 5.2))) * 0.86
    mist = mist * step(2.2, 6, distance)
    return over(over(color, air, thin), air * np.float32(1.06), mist)


def _water(picture: Picture, view: View, shore: int) -> Picture:
    """The lake mirrors what stands above the shore, more softly the nearer it lies, broken by small waves."""
    height, width = picture.shape[:2]
    depth = np.maximum(-view.up[shore:], 1e-4)
    distance = EYE / depth
    waves = Noise(33).clouds(view.across[shore:] * distance * 210, distance * 260, octaves=3, gain=0.6)
    calm = np.clip(1.1 - 0.6 * Noise(34).clouds(view.across[shore:] * 9, depth * 60, octaves=2), 0.15, 1.6)
    fade = np.clip(depth / 0.3, 0, 1)
    row_shift = waves * calm * (1.5 + 26 * fade) * OVERSAMPLE
    rows = np.arange(shore, height)[:, None]
    mirrored = np.clip(2 * shore - rows + row_shift - 1, 0, shore - 1).astype(np.int32)
    across = np.clip(np.arange(width)[None, :] + waves * 2.2 * fade * OVERSAMPLE, 0, width - 1).astype(np.int32)
    softened = over(picture, blur(picture, 3), np.full(picture.shape[:2], 0.75, np.float32))
    deep = rgb("#0C1B33")
    clear = (0.80 - 0.46 * fade**0.7)[..., None]
    picture = picture.copy()
    picture[shore:] = softened[mirrored, across] * clear + deep * (1 - clear) * 0.8
    line = np.exp(-(((rows - shore) / (2.2 * OVERSAMPLE)) ** 2)) * 0.16
    picture[shore:] = over(
        picture[shore:], np.broadcast_to(HAZE_WARM, picture[shore:].shape), line * np.ones((1, width))
    )
    return picture.astype(np.float32)
