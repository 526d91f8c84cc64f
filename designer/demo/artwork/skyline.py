"""A city across the water at blue hour, seen out of focus: every lamp becomes a disc, as in a fast lens."""

# mypy: disable-error-code="no-any-return"
# Powers and quotients of arrays are typed as Any by numpy itself.
from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from designer.demo.artwork.light import Picture, bloom, develop, filmic, grain, over, ramp, rgb, step, vignette
from designer.demo.artwork.noise import Noise

WIDTH, HEIGHT = 1200, 1080
"""Tall enough to be cropped to a wide or a square card."""
SHORE = 610
SKY = [(0.0, "#FF9E5E"), (0.10, "#F2708A"), (0.26, "#9A4FA0"), (0.48, "#43358C"), (0.74, "#1B1F5E"), (1.0, "#0B0F36")]
GLOW = 0.62
"""Where the sun went down, as a share of the width."""
WINDOWS = [rgb(code) for code in ("#FFD28A", "#FFE9C4", "#FFB765", "#BFD9FF")]


def city_at_dusk() -> Image.Image:
    """1200 by 1080; the shore lies at 56 % of the height, the sky above it is free."""
    dice = np.random.default_rng(2024)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    picture = _sky(x / WIDTH, (SHORE - y) / SHORE)
    for row, (low, tall, haze) in enumerate(((60, 150, 0.62), (70, 250, 0.34), (90, 330, 0.10))):
        picture = _row_of_towers(picture, dice, low, tall, haze, row)
    picture[SHORE:] = _water(picture, x[SHORE:], y[SHORE:] - SHORE)
    picture = bloom(_defocused(picture, 7.5), 46, 0.30, above=0.7)
    picture = _bokeh(picture, dice)
    return develop(grain(vignette(filmic(picture, 0.95), 0.35), 12, 0.008))


def _defocused(picture: Picture, radius: float) -> Picture:
    """The picture through a wide round aperture; the edges are mirrored so that no light wraps around."""
    pad = round(radius) + 2
    padded = np.pad(picture, ((pad, pad), (pad, pad), (0, 0)), mode="reflect")
    height, width = padded.shape[:2]
    y = np.minimum(np.arange(height), height - np.arange(height))[:, None]
    x = np.minimum(np.arange(width), width - np.arange(width))[None, :]
    off = np.hypot(x, y).astype(np.float32)
    disc = np.clip(radius + 0.5 - off, 0, 1) * (0.8 + 0.35 * (off / radius) ** 3)
    aperture = np.fft.rfft2(disc / disc.sum())
    channels = [np.fft.irfft2(np.fft.rfft2(padded[..., i]) * aperture, s=(height, width)) for i in range(3)]
    return np.maximum(np.stack(channels, axis=-1)[pad:-pad, pad:-pad], 0).astype(np.float32)


def _sky(x: Picture, up: Picture) -> Picture:
    sky = ramp(up + 0.16 * np.abs(x - GLOW), SKY)
    clouds = Noise(61).clouds(x * 2.4 + 1, 2.2 / np.maximum(up + 0.32, 0.08), octaves=5)
    share = step(0.05, 0.9, clouds) * step(0.04, 0.2, up) * step(1.0, 0.45, up) * 0.6
    lit = rgb("#FF8C7A") * (0.35 + 0.8 * np.exp(-(((x - GLOW) / 0.3) ** 2)))[..., None]
    sun = np.exp(-(((x - GLOW) / 0.20) ** 2) - (np.maximum(up, 0) / 0.12) ** 2)[..., None] * rgb("#FFC27A") * 0.8
    return over(sky, lit.astype(np.float32), share.astype(np.float32)) + sun


def _row_of_towers(
    picture: Picture, dice: np.random.Generator, low: float, tall: float, haze: float, row: int
) -> Picture:
    mask = Image.new("L", (WIDTH, HEIGHT))
    glass = Image.new("RGB", (WIDTH, HEIGHT))
    pen, light = ImageDraw.Draw(mask), ImageDraw.Draw(glass)
    x = -20.0
    while x < WIDTH:
        width = dice.uniform(22, 64) * (0.75 + 0.2 * row)
        middle = np.exp(-(((x / WIDTH - (0.80 - 0.24 * row)) / 0.30) ** 2))
        height = low * dice.uniform(0.5, 1.1) + tall * middle * dice.uniform(0.15, 1.0) ** 1.3
        _tower(pen, light, dice, (x, SHORE - height, x + width, SHORE), row)
        x += width * dice.uniform(0.82, 1.25)
    cover = np.asarray(mask, np.float32) / 255
    body = rgb("#0E1030") + (rgb("#8A4F92") - rgb("#0E1030")) * haze
    height_in = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    shaded = np.broadcast_to(body, picture.shape) * (0.75 + 0.5 * height_in)
    lamps = (np.asarray(glass, np.float32) / 255) ** 2.2 * (26 - 20 * haze)
    return over(picture, (shaded + lamps).astype(np.float32), cover)


def _tower(
    pen: ImageDraw.ImageDraw,
    light: ImageDraw.ImageDraw,
    dice: np.random.Generator,
    box: tuple[float, float, float, float],
    row: int,
) -> None:
    left, top, right, bottom = box
    pen.rectangle(box, fill=255)
    if dice.uniform() < 0.4 and right - left > 26:
        inset = (right - left) * dice.uniform(0.18, 0.3)
        pen.rectangle((left + inset, top - dice.uniform(10, 34), right - inset, top), fill=255)
    if dice.uniform() < 0.22:
        middle = (left + right) / 2
        pen.line((middle, top - dice.uniform(25, 60), middle, top), fill=255, width=2)
        light.ellipse((middle - 1.5, top - 3, middle + 1.5, top), fill=(255, 60, 60))
    step_x, step_y = 4 + row, 6 + row
    share, tone = dice.uniform(0.02, 0.16), int(dice.integers(len(WINDOWS)))
    for wy in np.arange(top + 5, bottom - 4, step_y):
        whole_floor = dice.uniform() < 0.012
        for wx in np.arange(left + 3, right - 3, step_x):
            if whole_floor or dice.uniform() < share:
                _window(light, dice, (wx, wy), tone, row)


def _window(
    light: ImageDraw.ImageDraw, dice: np.random.Generator, at: tuple[float, float], tone: int, row: int
) -> None:
    color = WINDOWS[tone if dice.uniform() < 0.8 else int(dice.integers(len(WINDOWS)))]
    strength = dice.uniform(0.25, 1.0)
    display = tuple(int(255 * (channel * strength) ** (1 / 2.2)) for channel in color)
    light.rectangle((at[0], at[1], at[0] + 1 + row * 0.5, at[1] + 2 + row * 0.5), fill=display)


def _water(picture: Picture, x: Picture, down: Picture) -> Picture:
    """What stands above, drawn out into long columns of light."""
    depth = down / (HEIGHT - SHORE)
    far = 1 / (depth + 0.045)
    ripples = Noise(71).clouds(x / WIDTH * 26 * far**0.5, far * 5.2, octaves=4, gain=0.6)
    slow = Noise(72).at(x / WIDTH * 5, far * 0.8)
    long = np.cumsum(picture[:SHORE][::-1], axis=0)
    rows = np.clip(down * 0.92 + ripples * (3 + 60 * depth), 0, SHORE - 1).astype(np.int32)
    reach = np.clip(6 + 130 * depth, 1, 400).astype(np.int32)
    ends = np.clip(rows + reach, 0, SHORE - 1)
    columns = np.clip(x + ripples * (1 + 5 * depth), 0, WIDTH - 1).astype(np.int32)
    mirrored = (long[ends, columns] - long[rows, columns]) / np.maximum(ends - rows, 1)[..., None]
    bright = (0.80 - 0.42 * depth) * (1 + 0.38 * ripples + 0.22 * slow)
    return np.maximum(mirrored * bright[..., None] + rgb("#0A0D2C") * 0.35, 0)


def _bokeh(picture: Picture, dice: np.random.Generator) -> Picture:
    """Lamps on the near bank, out of focus: discs with a brighter rim."""
    glow = np.zeros_like(picture)
    for _ in range(22):
        radius = dice.uniform(16, 58)
        cx, cy = dice.uniform(-20, WIDTH + 20), HEIGHT - 240 * dice.uniform(0, 1) ** 1.8 + 30
        color = rgb(str(dice.choice(["#FFB45E", "#FF7A8A", "#FFD9A0", "#7FB2FF", "#C08BFF"])))
        x0, x1 = (int(np.clip(v, 0, WIDTH)) for v in (cx - radius - 2, cx + radius + 3))
        y0, y1 = (int(np.clip(v, 0, HEIGHT)) for v in (cy - radius - 2, cy + radius + 3))
        y, x = np.mgrid[y0:y1, x0:x1].astype(np.float32)
        off = np.hypot(x - cx, y - cy)
        disc = step(radius + 1, radius - 1, off) * (0.55 + 0.45 * step(radius * 0.55, radius * 0.97, off))
        glow[y0:y1, x0:x1] += disc[..., None] * color * dice.uniform(0.10, 0.34)
    return picture + glow
