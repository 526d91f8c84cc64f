"""A brand kit as a value: colours, text styles, logos, constraints; parsed at the door, inherited, frozen for good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from designer.brand_limits import BadBrandKit, Constraints, number, parse_constraints
from renderer.engine.properties import PROPERTIES

HEX = re.compile(r"^#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?$")
TOKEN = re.compile(r"^[a-z][a-z0-9_-]{0,39}$")
MAX_ENTRIES = 60


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
        parse_constraints(raw.get("constraints") or {}),
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
        int(number(row, "weight", 100, 900, 400)),
        bool(row.get("italic", False)),
        number(row, "size", 4, 600, 24),
        number(row, "line_height", 0.7, 3, 1.2),
        number(row, "tracking", -100, 500, 0),
        case,
    )


def beyond(content: Mapping[str, Any], below: Kit) -> dict[str, Any]:
    """The JSON of a kit without what it only repeats of the kit it inherits, so that changes there still arrive.

    Raises BadBrandKit.
    """
    kit, limits = parse(content), content.get("constraints") or {}
    inherited = {*below.colors, *below.text_styles}
    return {
        **content,
        "colors": _own(content, "colors", kit.colors, inherited),
        "text_styles": _own(content, "text_styles", kit.text_styles, inherited),
        "constraints": {
            name: value
            for name, value in limits.items()
            if getattr(kit.constraints, name) != getattr(below.constraints, name)
        },
    }


def _own(content: Mapping[str, Any], name: str, parsed: Iterable[Any], inherited: set[Any]) -> list[Any]:
    rows = content.get(name, [])
    return [row for row, one in zip(rows, parsed, strict=True) if one not in inherited]


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
