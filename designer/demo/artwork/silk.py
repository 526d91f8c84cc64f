"""Folds of silk in slow waves of light, for backgrounds that should be rich and quiet at once."""

from __future__ import annotations

import numpy as np
from PIL import Image

from designer.demo.artwork.light import bloom, blur, develop, filmic, grain, over, ramp, rgb, step, vignette
from designer.demo.artwork.noise import Noise

HEM = 8


def silk(
    width: int, height: int, colors: list[tuple[float, str]], sheen: str, seed: int, turn: float = 0.5
) -> Image.Image:
    """`colors` runs from the folds' depth (0) to their crests (1); `turn` is the angle of the folds in radians."""
    # A hem all around is cut off in the end: slopes and blurs are wrong at the very edge.
    y, x = np.mgrid[-HEM : height + HEM, -HEM : width + HEM].astype(np.float32) / height
    noise = Noise(seed)
    bend = 0.30 * noise.at(x * 0.55 + 4, y * 0.6) + 0.10 * noise.at(x * 1.3, y * 1.2 + 8)
    along = x * np.cos(turn) + y * np.sin(turn) + bend
    across = -x * np.sin(turn) + y * np.cos(turn) + bend * 1.2
    folds = noise.at(across * 2.3 + 0.2 * np.sin(along * 2.1), along * 0.34 + 3)
    folds += 0.42 * noise.at(across * 5.2 + 0.5 * folds, along * 0.5 + 11)
    folds += 0.15 * noise.at(across * 11 + folds, along * 0.8 + 23)
    folds = blur(folds, 2)
    slope_y, slope_x = np.gradient(folds * height * 0.115)
    normal_z = 1 / np.sqrt(1 + slope_x**2 + slope_y**2)
    lit = np.clip((0.75 * slope_x - 0.95 * slope_y + 0.60) * normal_z, -0.2, 1.4)
    weave = Noise(seed + 1).at(along * 9, across * 190) * 0.012
    picture = ramp(np.clip(0.20 + 0.62 * lit + 0.16 * folds + weave, 0, 1), colors)
    crest = np.clip(lit - 0.80, 0, 1) ** 1.6 * 2.2
    picture = picture + crest[..., None] * rgb(sheen)
    picture = bloom(picture, 30, 0.35)[HEM:-HEM, HEM:-HEM]
    return develop(grain(vignette(filmic(picture, 1.0), 0.25), seed, 0.006))


def night_silk(seed: int = 27) -> Image.Image:
    """1200 by 600: ink blue to violet, darkest at the left where words stand."""
    colors = [
        (0.0, "#070820"),
        (0.25, "#15164F"),
        (0.5, "#3A2AB0"),
        (0.72, "#8A45E6"),
        (0.9, "#F274C8"),
        (1.0, "#FFB0C8"),
    ]
    image = silk(1200, 600, colors, "#FF9AD5", seed=seed, turn=-0.62)
    picture = np.asarray(image, np.float32) / 255
    x = np.linspace(0, 1, 1200, dtype=np.float32)[None, :] * np.ones((600, 1), np.float32)
    calm = 0.88 * step(0.80, 0.12, x)
    return develop(over(picture, np.broadcast_to(np.array([0.030, 0.030, 0.105], np.float32), picture.shape), calm))


def sunset_silk() -> Image.Image:
    """1200 by 600: plum to coral to gold."""
    colors = [(0.0, "#3A0F3D"), (0.3, "#8A1F52"), (0.55, "#E2504F"), (0.8, "#FF9A4D"), (1.0, "#FFE0A0")]
    return silk(1200, 600, colors, "#FFD9A0", seed=6, turn=-0.5)
