"""Studio portraits of people who do not exist: modelled from solids, lit by a key, a fill and a coloured rim."""

# mypy: disable-error-code="no-any-return"
# Powers and quotients of arrays are typed as Any by numpy itself.
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from designer.demo.artwork.light import Picture, blur, develop, filmic, grain, over, ramp, rgb, step
from designer.demo.artwork.solids import (
    Points,
    Scene,
    Solid,
    capsule,
    carve,
    column,
    dot,
    ellipsoid,
    join,
    march,
    openness,
    outlines,
    ring,
    shadow,
    turned,
    unit,
    vector,
)

SIZE, RENDERED = 440, 600
EYE = column(0, -0.20, 6.2)
KEY, FILL, RIM = (unit(column(*v)) for v in ((-0.62, 0.62, 0.72), (0.8, 0.05, 0.6), (0.72, 0.35, -0.62)))


@dataclass(frozen=True)
class Sitter:
    """Colours as hex; `hair_style` is bob, crop or bun."""

    skin: str
    hair: str
    clothes: str
    backdrop: tuple[str, str]
    rim: str
    hair_style: str
    glasses: bool = False
    beard: bool = False


INES = Sitter("#C98A66", "#2A1B17", "#E9E2D6", ("#7A6BF2", "#2B2170"), "#B79BFF", "bob", glasses=True)
TOMAS = Sitter("#E3AE8C", "#6B3F22", "#20303F", ("#F2B66B", "#B5562E"), "#FFD9A0", "crop", beard=True)
AMARA = Sitter("#8F573C", "#15100F", "#E8654A", ("#3FA795", "#0F4A4B"), "#9AF0DC", "bun")


def portrait(sitter: Sitter) -> Image.Image:
    """440 by 440, head and shoulders, with a backdrop; made to be shown whole or in a circle."""
    solids, colors = _model(sitter)
    scene = Scene(solids)
    spread = np.linspace(-1, 1, RENDERED, dtype=np.float32)
    across, up = np.meshgrid(spread, -spread)
    rays = unit(np.stack([across.ravel() * 0.205, up.ravel() * 0.205, np.full(across.size, -1.0, np.float32)]))
    reach = march(scene, EYE, rays, near=4.6, far=7.6)
    hit = reach < 7.55
    picture = _backdrop(sitter, across, up)
    flat = picture.reshape(-1, 3)
    flat[hit] = _shade(scene, colors, EYE + reach[hit] * rays[:, hit], rays[:, hit], sitter)
    shown = filmic(flat.reshape(picture.shape), 0.95)
    smooth = over(shown, blur(shown, 1), outlines(reach.reshape(across.shape)))
    return develop(grain(smooth, 4, 0.006), (SIZE, SIZE))


def _model(sitter: Sitter) -> tuple[list[Solid], Points]:
    skull = ellipsoid(vector(0, 0.16, -0.04), vector(0.475, 0.52, 0.50))
    jaw = ellipsoid(vector(0, -0.20, 0.06), vector(0.375, 0.40, 0.37))
    chin = ellipsoid(vector(0, -0.50, 0.18), vector(0.16, 0.10, 0.13))
    nose = join(0.06, capsule(vector(0, 0.08, 0.43), vector(0, -0.09, 0.51), 0.045), _ball(0, -0.12, 0.505, 0.062))
    ears = join(0.02, *(ellipsoid(vector(0.465 * s, -0.02, -0.04), vector(0.06, 0.12, 0.09)) for s in (-1, 1)))
    neck = capsule(vector(0, -0.45, -0.08), vector(0, -1.1, -0.12), 0.22)
    skin = join(0.10, join(0.16, skull, jaw, chin, neck), nose, ears)
    body = join(
        0.24,
        ellipsoid(vector(0, -1.62, -0.16), vector(0.98, 0.56, 0.44)),
        capsule(vector(0, -0.99, -0.11), vector(0, -1.2, -0.1), 0.27),
    )
    collar = ring(vector(0, -0.94, -0.10), turned(x=82), 0.235, 0.085)
    eyes = join(0.01, *(ellipsoid(vector(0.165 * s, 0.045, 0.435), vector(0.042, 0.050, 0.03)) for s in (-1, 1)))
    parts = [
        (skin, sitter.skin),
        (join(0.08, body, collar), sitter.clothes),
        (_hair(sitter), sitter.hair),
        (eyes, "#1A1210"),
    ]
    if sitter.glasses:
        parts.append((_glasses(), "#12121A"))
    return [solid for solid, _ in parts], np.stack([rgb(color) for _, color in parts])


def _ball(x: float, y: float, z: float, radius: float) -> Solid:
    return ellipsoid(vector(x, y, z), vector(radius, radius, radius))


def _hair(sitter: Sitter) -> Solid:
    brows = [
        join(
            0.02,
            capsule(vector(0.085 * s, 0.205, 0.452), vector(0.17 * s, 0.228, 0.428), 0.019),
            capsule(vector(0.17 * s, 0.228, 0.428), vector(0.26 * s, 0.185, 0.37), 0.015),
        )
        for s in (-1, 1)
    ]
    face = ellipsoid(vector(0.0, -0.16, 0.56), vector(0.40, 0.50, 0.52))
    if sitter.hair_style == "bob":
        cap = ellipsoid(vector(0, 0.20, -0.08), vector(0.565, 0.56, 0.56))
        sides = [ellipsoid(vector(0.42 * s, -0.16, -0.06), vector(0.185, 0.41, 0.31)) for s in (-1, 1)]
        fringe = ellipsoid(vector(0.12, 0.44, 0.27), vector(0.38, 0.20, 0.24))
        hair = join(0.07, carve(join(0.14, cap, *sides), face, 0.08), fringe)
    elif sitter.hair_style == "bun":
        cap = ellipsoid(vector(0, 0.22, -0.10), vector(0.505, 0.535, 0.51))
        bun = ellipsoid(vector(0.02, 0.80, -0.16), vector(0.27, 0.24, 0.26))
        hair = join(0.07, carve(cap, ellipsoid(vector(0, -0.14, 0.40), vector(0.56, 0.54, 0.58)), 0.05), bun)
    else:
        cap = ellipsoid(vector(0, 0.24, -0.09), vector(0.515, 0.52, 0.52))
        quiff = [ellipsoid(vector(x, 0.62 + 0.05 * x, 0.20), vector(0.20, 0.13, 0.24)) for x in (-0.24, 0.0, 0.22)]
        hair = join(0.12, carve(cap, ellipsoid(vector(0, -0.18, 0.36), vector(0.60, 0.56, 0.60)), 0.05), *quiff)
    parts = [hair, *brows]
    if sitter.beard:
        full = join(
            0.12,
            ellipsoid(vector(0, -0.26, 0.07), vector(0.385, 0.395, 0.375)),
            ellipsoid(vector(0, -0.50, 0.16), vector(0.20, 0.15, 0.19)),
        )
        parts.append(carve(full, ellipsoid(vector(0, 0.10, 0.34), vector(0.50, 0.262, 0.46)), 0.05))
    return join(0.02, *parts)


def _glasses() -> Solid:
    rims = [ring(vector(0.185 * s, 0.04, 0.49), turned(y=14 * s), 0.135, 0.016) for s in (-1, 1)]
    bridge = capsule(vector(-0.06, 0.07, 0.515), vector(0.06, 0.07, 0.515), 0.013)
    temples = [capsule(vector(0.315 * s, 0.07, 0.46), vector(0.475 * s, 0.06, 0.0), 0.013) for s in (-1, 1)]
    return join(0.01, *rims, bridge, *temples)


def _backdrop(sitter: Sitter, across: Picture, up: Picture) -> Picture:
    light, dark = sitter.backdrop
    pool = np.sqrt((across + 0.18) ** 2 + (up - 0.05) ** 2)
    return ramp(pool, [(0.0, light), (1.5, dark)])


def _shade(scene: Scene, colors: Points, p: Points, rays: Points, sitter: Sitter) -> Picture:
    normal = scene.normal(p)
    material = scene.material(p)
    color = colors[material]
    color = over(color, np.broadcast_to(rgb("#D8584A"), color.shape), 0.20 * _blush(p) * (material == 0))
    lips = np.where((material == 2)[:, None], rgb("#C97068"), rgb("#8C3537"))
    color = over(color, lips, _smile(p) * np.isin(material, (0, 2)))
    open_air = openness(scene, p, normal)
    lit = np.zeros(p.shape[1], np.float32)
    faces = dot(normal, KEY) > -0.3
    # Thin rims would throw jagged stripes on the face, so what casts shadows goes without glasses.
    lit[faces] = shadow(Scene(scene.solids[:4]), p[:, faces] + normal[:, faces] * 0.03, KEY, softness=5)
    wrap = np.where(material == 0, 0.30, 0.10)
    key = np.clip((dot(normal, KEY) + wrap) / (1 + wrap), 0, 1) * lit
    # Light that has been under the skin comes back red where the shadow begins.
    key = key[:, None] ** np.where(material[:, None] == 0, vector(0.86, 1.05, 1.12), 1)
    fill = np.clip(dot(normal, FILL), 0, 1) * open_air
    sky = (0.5 + 0.5 * normal[1]) * open_air
    warm, cool = rgb("#FFE9D2") * 1.95, rgb("#AEB9E6")
    light = key * warm + fill[:, None] * cool * 0.35 + sky[:, None] * cool * 0.55
    edge = (1 - np.clip(-dot(rays, normal), 0, 1)) ** 2.2
    rim = np.clip(dot(normal, RIM) + 0.25, 0, 1) * edge * 3.0
    half = unit(KEY - rays)
    shine = np.clip(dot(normal, half), 0, 1)
    gloss = np.choose(material.clip(0, 4), [0.10, 0.03, 0.20, 1.2, 0.6]) * shine ** np.choose(
        material.clip(0, 4), [18, 6, 26, 90, 60]
    )
    return color * light + rim[:, None] * rgb(sitter.rim) * 0.9 + (gloss * lit)[:, None]


def _blush(p: Points) -> Picture:
    cheeks = (np.abs(p[0]) - 0.24) ** 2 + (p[1] + 0.13) ** 2
    tip = p[0] ** 2 + (p[1] + 0.12) ** 2
    return np.maximum(step(0.035, 0.0, cheeks), step(0.012, 0.0, tip) * 0.8)


def _smile(p: Points) -> Picture:
    """A painted mouth: a curve across the front of the face, thickest in the middle."""
    x, y = p[0], p[1]
    curve = -0.268 + 1.9 * x * x
    half = 0.020 * np.sqrt(np.clip(1 - (x / 0.150) ** 2, 0, 1))
    return step(1.35, 0.75, np.abs(y - curve) / np.maximum(half, 1e-4)) * (p[2] > 0.2)
