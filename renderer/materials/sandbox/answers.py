"""What a child says of a picture: size and bare pixels, or a number for why not. Nothing in it needs parsing."""

from __future__ import annotations

import struct

REQUEST = struct.Struct("!II")
"""Most pixels in all and px a side, before the picture's bytes."""
HEAD = struct.Struct("!BII")
"""Bands (3 or 4), width, height, then the pixels; or 0 bands and, as width, a place in `WHYS`."""
MODES = {3: "RGB", 4: "RGBA"}
WHYS = ("damaged", "too_many_pixels", "too_many_frames", "too_complex")


def refusal(code: str) -> bytes:
    """The answer that says no."""
    return HEAD.pack(0, WHYS.index(code), 0)
