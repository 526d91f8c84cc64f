"""What the sandbox hands back: new bytes, and what is known about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Made:
    """A file of our own making. `details` must be JSON; width and height are px, 0 for fonts."""

    data: bytes
    media_type: str
    width: int = 0
    height: int = 0
    details: dict[str, Any] = field(default_factory=dict)
