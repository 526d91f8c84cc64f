"""Logos of companies that do not exist: a mark and a word each, on a transparent ground."""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 720, 200
FINE = 4
"""Marks are drawn this many times larger and scaled down, since the pen does not smooth edges."""
Point = tuple[float, float]


def halden() -> Image.Image:
    """An architect's two walls with a roof's slope between them."""
    ink = (22, 42, 60)
    mark = _canvas()
    pen = ImageDraw.Draw(mark)
    _polygon(pen, [(20, 30), (58, 30), (58, 170), (20, 170)], ink)
    _polygon(pen, [(122, 30), (160, 30), (160, 170), (122, 170)], ink)
    _polygon(pen, [(58, 124), (122, 60), (122, 106), (58, 170)], (233, 105, 68))
    return _with_word(mark, "Halden", "Montserrat", 600, ink, tracking=2)


def kestrel() -> Image.Image:
    """A falcon's wings as three feathers."""
    ink = (16, 58, 52)
    mark = _canvas()
    pen = ImageDraw.Draw(mark)
    for i, color in enumerate(((16, 58, 52), (24, 118, 98), (87, 190, 150))):
        shift = i * 36
        inner = max(110, 44 + shift)
        _polygon(
            pen, [(14 + shift, 48 + shift), (166, 48 + shift), (inner, 78 + shift), (44 + shift, 78 + shift)], color
        )
    return _with_word(mark, "kestrel", "Plus Jakarta Sans", 700, ink, tracking=-4)


def orbit() -> Image.Image:
    """A planet's ring, cut where it passes in front."""
    ink = (54, 44, 140)
    mark = _canvas()
    pen = ImageDraw.Draw(mark)
    _ellipse(pen, (46, 46, 154, 154), ink)
    ring = _canvas()
    _ellipse(ImageDraw.Draw(ring), (4, 72, 196, 128), None, outline=(240, 122, 96), line=15)
    ring = ring.rotate(24, resample=Image.Resampling.BICUBIC, center=(100 * FINE, 100 * FINE))
    mark.alpha_composite(ring)
    front = _canvas()
    _polygon(ImageDraw.Draw(front), [(46, 100), (154, 52), (154, 46), (46, 46)], ink)
    disc = _canvas()
    _ellipse(ImageDraw.Draw(disc), (46, 46, 154, 154), ink)
    disc.putalpha(Image.composite(disc.getchannel("A"), Image.new("L", disc.size), front.getchannel("A")))
    mark.alpha_composite(disc)
    return _with_word(mark, "orbital", "Space Grotesk", 700, ink, tracking=-2)


def plain() -> Image.Image:
    """For companies whose logo is not known: two speech bubbles, square."""
    mark = _canvas()
    pen = ImageDraw.Draw(mark)
    pen.rounded_rectangle([v * FINE for v in (26, 34, 138, 118)], 24 * FINE, fill=(96, 84, 232, 255))
    _polygon(pen, [(46, 110), (86, 110), (46, 146)], (96, 84, 232))
    pen.rounded_rectangle([v * FINE for v in (78, 82, 174, 152)], 22 * FINE, fill=(255, 138, 104, 255))
    _polygon(pen, [(124, 146), (158, 146), (158, 174)], (255, 138, 104))
    return mark.resize((HEIGHT, HEIGHT), Image.Resampling.LANCZOS)


def _canvas() -> Image.Image:
    return Image.new("RGBA", (HEIGHT * FINE, HEIGHT * FINE))


def _polygon(pen: ImageDraw.ImageDraw, points: list[Point], color: tuple[int, int, int]) -> None:
    pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=(*color, 255))


def _ellipse(
    pen: ImageDraw.ImageDraw,
    box: tuple[float, float, float, float],
    color: tuple[int, int, int] | None,
    outline: tuple[int, int, int] | None = None,
    line: float = 1,
) -> None:
    scaled = [value * FINE for value in box]
    pen.ellipse(scaled, fill=color and (*color, 255), outline=outline and (*outline, 255), width=round(line * FINE))


def _with_word(
    mark: Image.Image, word: str, family: str, weight: int, color: tuple[int, int, int], tracking: float
) -> Image.Image:
    """The mark with the word to its right; the width is as long as the word needs."""
    face = _typeface(family, weight, 118)
    x, logo = 208.0, Image.new("RGBA", (WIDTH + 200, HEIGHT))
    logo.alpha_composite(mark.resize((HEIGHT, HEIGHT), Image.Resampling.LANCZOS))
    pen = ImageDraw.Draw(logo)
    for letter in word:
        pen.text((x, 138), letter, font=face, fill=(*color, 255), anchor="ls")
        x += face.getlength(letter) + tracking
    return logo.crop((0, 0, round(x) + 8, HEIGHT))


def _typeface(family: str, weight: int, size: int) -> ImageFont.FreeTypeFont:
    (entry,) = entry_points(group="fontpkg.family", name=family.lower().replace(" ", "_"))
    spec = find_spec(entry.value)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"The font {family} is not installed.")
    path = next(path for path in sorted(Path(spec.origin).parent.rglob("*.ttf")) if "italic" not in path.name.lower())
    face = ImageFont.truetype(str(path), size)
    axes = face.get_variation_axes()
    face.set_variation_by_axes([float(weight if axis["name"] == b"Weight" else axis["default"] or 0) for axis in axes])
    return face
