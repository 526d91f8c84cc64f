"""A brand kit as a value: colours, text styles, logos, constraints; parsed at the door, inherited, frozen for good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from renderer.engine.properties import PROPERTIES
from workspaces.problems import Problem

HEX = re.compile(r"^#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?$")
TOKEN = re.compile(r"^[a-z][a-z0-9_-]{0,39}$")
POSITIONS = ("top-left", "top-right", "bottom-left", "bottom-right", "center")
MAX_ENTRIES = 60


class BadBrandKit(Problem):
    """Something in the kit cannot be used; the sentence names it."""

    code = "bad_brand_kit"


@dataclass(frozen=True, slots=True)
class Color:
    token: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class TextStyle:
    """`size` is px at 1x, a suggestion for new layers; family, weight and italic are what the token stands for."""

    token: str
    label: str
    family: str
    weight: int = 400
    italic: bool = False
    size: float = 24
    line_height: float = 1.2
    tracking: float = 0
    case: str = "none"


@dataclass(frozen=True, slots=True)
class Logo:
    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class Constraints:
    """What designs may not do. Empty means "no limit"; lint says so where a design goes beyond."""

    min_size: float = 9
    max_size: float = 600
    fonts: tuple[str, ...] = ()
    custom_colors: bool = True
    max_lines: int = 0
    margin: float = 0
    logo_positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    colors: tuple[Color, ...] = ()
    text_styles: tuple[TextStyle, ...] = ()
    logos: tuple[Logo, ...] = ()
    constraints: Constraints = field(default_factory=Constraints)

    def over(self, below: Kit, said: Mapping[str, Any]) -> Kit:
        """This kit laid over the one it inherits: its own tokens win, and so do the constraints it names itself."""
        own = said.get("constraints") or {}
        return Kit(
            _laid(self.colors, below.colors),
            _laid(self.text_styles, below.text_styles),
            (*self.logos, *(logo for logo in below.logos if logo not in self.logos)),
            replace(below.constraints, **{name: getattr(self.constraints, name) for name in own}),
        )


def _laid(own: tuple[Any, ...], below: tuple[Any, ...]) -> tuple[Any, ...]:
    mine = {one.token: one for one in own}
    theirs = [mine.pop(one.token, one) for one in below]
    return (*theirs, *mine.values())


def plain() -> Kit:
    """What a workspace has before anybody said anything: the engine's own tokens."""
    table = PROPERTIES["brand"]
    return Kit(
        tuple(Color(token, token.capitalize(), value) for token, value in table["colors"].items()),
        tuple(
            TextStyle(token, token.capitalize(), font["family"], font["weight"], font["italic"])
            for token, font in table["fonts"].items()
        ),
        constraints=Constraints(min_size=table["min_size"]),
    )


def parse(raw: object) -> Kit:
    """The kit of this JSON. Raises BadBrandKit with a sentence about the first thing that is wrong."""
    if not isinstance(raw, Mapping):
        raise BadBrandKit("A brand kit is an object with colours, text styles, logos and constraints.")
    return Kit(
        tuple(_color(row) for row in _rows(raw, "colors")),
        tuple(_style(row) for row in _rows(raw, "text_styles")),
        tuple(Logo(_text(row, "digest", 64), _text(row, "name", 120)) for row in _rows(raw, "logos")),
        _constraints(raw.get("constraints") or {}),
    )


def _rows(raw: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    rows = raw.get(name, [])
    if not isinstance(rows, list) or len(rows) > MAX_ENTRIES or not all(isinstance(row, Mapping) for row in rows):
        raise BadBrandKit(f"“{name}” must be a list of at most {MAX_ENTRIES} entries.")
    tokens = [row.get("token") for row in rows if "token" in row]
    for twice in {token for token in tokens if tokens.count(token) > 1}:
        raise BadBrandKit(f"The name “{twice}” is used twice among the {name.replace('_', ' ')}.")
    return rows


def _text(row: Mapping[str, Any], name: str, longest: int, default: str | None = None) -> str:
    value = row.get(name, default)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise BadBrandKit(f"Every entry needs a “{name}” of at most {longest} characters.")
    return value.strip()


def _token(row: Mapping[str, Any]) -> tuple[str, str]:
    token = _text(row, "token", 40)
    if not TOKEN.match(token):
        raise BadBrandKit(f"“{token}” cannot be a name: use small letters, digits, - and _, beginning with a letter.")
    return token, _text(row, "label", 60, token.replace("_", " ").replace("-", " ").capitalize())


def _color(row: Mapping[str, Any]) -> Color:
    token, label = _token(row)
    value = _text(row, "value", 9)
    if not HEX.match(value):
        raise BadBrandKit(f"“{value}” is not a colour; write it as #2F5BEA.")
    return Color(token, label, value.upper())


def _style(row: Mapping[str, Any]) -> TextStyle:
    token, label = _token(row)
    case = row.get("case", "none")
    if case not in ("none", "upper", "lower", "title"):
        raise BadBrandKit(f"The text style “{label}” has a letter case that does not exist.")
    return TextStyle(
        token,
        label,
        _text(row, "family", 80),
        int(_number(row, "weight", 100, 900, 400)),
        bool(row.get("italic", False)),
        _number(row, "size", 4, 600, 24),
        _number(row, "line_height", 0.7, 3, 1.2),
        _number(row, "tracking", -100, 500, 0),
        case,
    )


def _number(row: Mapping[str, Any], name: str, low: float, high: float, default: float) -> float:
    value = row.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise BadBrandKit(f"“{name.replace('_', ' ')}” must be a number from {low:g} to {high:g}.")
    return value


def _constraints(raw: object) -> Constraints:
    if not isinstance(raw, Mapping):
        raise BadBrandKit("“constraints” must be an object.")
    if unknown := raw.keys() - Constraints.__dataclass_fields__.keys():
        raise BadBrandKit(f"There is no constraint called “{sorted(unknown)[0]}”.")
    positions = tuple(raw.get("logo_positions") or ())
    if wrong := set(positions) - set(POSITIONS):
        raise BadBrandKit(
            f"“{sorted(map(str, wrong))[0]}” is not a place for a logo; choose of {', '.join(POSITIONS)}."
        )
    fonts = raw.get("fonts") or []
    if not isinstance(fonts, list) or not all(isinstance(family, str) for family in fonts):
        raise BadBrandKit("“fonts” must be a list of font families.")
    limits = Constraints(
        min_size=_number(raw, "min_size", 4, 100, 9),
        max_size=_number(raw, "max_size", 4, 600, 600),
        fonts=tuple(fonts),
        custom_colors=bool(raw.get("custom_colors", True)),
        max_lines=int(_number(raw, "max_lines", 0, 50, 0)),
        margin=_number(raw, "margin", 0, 1000, 0),
        logo_positions=positions,
    )
    if limits.min_size > limits.max_size:
        raise BadBrandKit("The smallest font size must not be above the largest.")
    return limits


def frozen(kit: Kit, faces: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The kit as a document carries it: what its tokens stand for, and the uploaded fonts by digest."""
    return {
        "colors": {color.token: color.value for color in kit.colors},
        "fonts": {
            style.token: {"family": style.family, "weight": style.weight, "italic": style.italic}
            for style in kit.text_styles
        },
        "min_size": kit.constraints.min_size,
        "faces": sorted(map(dict, faces), key=lambda face: (face["family"], face["weight"], face["italic"])),
    }
