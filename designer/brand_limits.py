"""The creative constraints of a brand kit as a value: sizes, fonts, lines, safe zones and places for the logo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workspaces.problems import Problem

POSITIONS = (
    "top-left",
    "top",
    "top-right",
    "left",
    "center",
    "right",
    "bottom-left",
    "bottom",
    "bottom-right",
)
MAX_ZONES = 12


class BadBrandKit(Problem):
    """Something in the kit cannot be used; the sentence names it."""

    code = "bad_brand_kit"


@dataclass(frozen=True, slots=True)
class Zone:
    """An area that words keep out of, at a place of the picture; `w` and `h` are shares of it, from 0.01 to 1."""

    name: str
    place: str
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Constraints:
    """What designs may not do, in px at 1x. Empty means "no limit"; lint says so where a design goes beyond."""

    min_size: float = 9
    max_size: float = 600
    fonts: tuple[str, ...] = ()
    custom_colors: bool = True
    max_lines: int = 0
    margin: float = 0
    zones: tuple[Zone, ...] = ()
    logo_positions: tuple[str, ...] = ()
    logo_clearance: float = 0


def parse_constraints(raw: object) -> Constraints:
    """The constraints of this JSON. Raises BadBrandKit with a sentence about the first thing that is wrong."""
    if not isinstance(raw, Mapping):
        raise BadBrandKit("“constraints” must be an object.")
    if unknown := raw.keys() - Constraints.__dataclass_fields__.keys():
        raise BadBrandKit(f"There is no constraint called “{sorted(unknown)[0]}”.")
    limits = Constraints(
        min_size=number(raw, "min_size", 4, 100, 9),
        max_size=number(raw, "max_size", 4, 600, 600),
        fonts=_names(raw, "fonts"),
        custom_colors=bool(raw.get("custom_colors", True)),
        max_lines=int(number(raw, "max_lines", 0, 50, 0)),
        margin=number(raw, "margin", 0, 1000, 0),
        zones=_zones(raw.get("zones") or []),
        logo_positions=tuple(_place(name, "a logo") for name in _names(raw, "logo_positions")),
        logo_clearance=number(raw, "logo_clearance", 0, 1000, 0),
    )
    if limits.min_size > limits.max_size:
        raise BadBrandKit("The smallest font size must not be above the largest.")
    return limits


def number(row: Mapping[str, Any], name: str, low: float, high: float, default: float) -> float:
    """A number of a row within its limits. Raises BadBrandKit."""
    value = row.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise BadBrandKit(f"“{name.replace('_', ' ')}” must be a number from {low:g} to {high:g}.")
    return value


def _names(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = raw.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadBrandKit(f"“{name.replace('_', ' ')}” must be a list of names.")
    return tuple(values)


def _place(name: object, what: str) -> str:
    if not isinstance(name, str) or name not in POSITIONS:
        raise BadBrandKit(f"“{name}” is not a place for {what}; choose of {', '.join(POSITIONS)}.")
    return name


def _zones(rows: object) -> tuple[Zone, ...]:
    if not isinstance(rows, list) or len(rows) > MAX_ZONES or not all(isinstance(row, Mapping) for row in rows):
        raise BadBrandKit(f"“zones” must be a list of at most {MAX_ZONES} areas.")
    return tuple(_zone(row) for row in rows)


def _zone(row: Mapping[str, Any]) -> Zone:
    name = row.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > 60:
        raise BadBrandKit("Every area that stays free needs a “name” of at most 60 characters.")
    place = _place(row.get("place", "top-left"), "an area that stays free")
    return Zone(name.strip(), place, number(row, "w", 0.01, 1, 0.2), number(row, "h", 0.01, 1, 0.2))
