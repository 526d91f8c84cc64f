"""Icons of the drawn set as pictures: a badge names one as `lucide:star`, in the colour of its letters."""

from __future__ import annotations

import io

import resvg_py
from lucide import IconDoesNotExist
from lucide.jinja import lucide
from PIL import Image

from renderer.engine.badges import TINTED

SIDE = 192
"""Pixels of either side: sharp on the largest badge anybody sends, and small enough to keep."""


def is_drawn(reference: str) -> bool:
    return reference.startswith(TINTED)


def drawn(reference: str) -> Image.Image | None:
    """The icon in black on nothing; None for a name the set lacks."""
    try:
        lines = str(lucide(reference.removeprefix(TINTED), size=None)).replace("currentColor", "#000000")
    except IconDoesNotExist:
        return None
    png = bytes(resvg_py.svg_to_bytes(svg_string=lines, width=SIDE, skip_system_fonts=True))
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGBA")
