"""How wide a text is when it is drawn in the font that designs begin with."""

from __future__ import annotations

from renderer.engine.document import FontSpec
from renderer.engine.fonts import DEFAULT_FAMILY
from renderer.engine.shaping import Request, shape
from renderer.engine.spans import Span, TypeStyle
from renderer.gather import fonts

SIZE = 40
FONT = FontSpec(DEFAULT_FAMILY)


def width(text: str) -> float:
    """On one line, in em."""
    line = " ".join(text.split())
    return sum(shape(fonts(), Request(line, (Span(0, len(line), TypeStyle(FONT)),), SIZE)).advances) if line else 0.0
