"""Whole numbers as they come in addresses, headers and forms: a number within bounds, or none."""

from __future__ import annotations

LARGEST = 2**31 - 1


def whole_number(text: str, least: int = 0, most: int = LARGEST) -> int | None:
    """The number, or None for anything else: other scripts' digits, “²”, signs, and what lies outside the bounds."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if least <= number <= most else None
