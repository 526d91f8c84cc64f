"""Read colours, paints and fonts from JSON; the brand's tokens become what they stand for."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renderer.engine.properties import PROPERTIES
from renderer.engine.reading import PlainReader, Row, short
from renderer.engine.styles import Color, FontSpec, Linear, Paint, Radial, Solid, Stop

HEX = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
FEATURE = re.compile(r"[A-Za-z0-9]{4}")
BLACK = (0, 0, 0, 255)
MAX_FEATURES = 40
PLAIN_FONT = FontSpec("Inter")
LIMITS = PROPERTIES["paint"]
_RADIAL = (("cx", 0.5, -4), ("cy", 0.5, -4), ("r", 1, 0.01))


@dataclass(slots=True)
class StyleReader(PlainReader):
    """Adds what layers are drawn with."""

    def read_color(self, raw: object, row: Row, where: str) -> Color:
        """`#RRGGBB`, `#RRGGBBAA`, or the name of one of the brand's colours."""
        if isinstance(raw, str) and HEX.fullmatch(raw):
            return color(raw)
        if isinstance(raw, str) and raw in self.brand.colors:
            return self.brand.colors[raw]
        self.wrong(where, f"“{short(raw)}” is neither a colour such as #2F5BEA nor one of the brand's colours")
        return BLACK

    def read_paint(self, raw: object, row: Row, where: str) -> Paint:
        """A solid colour, a gradient, or a token with its own alpha; a bare colour is a solid one."""
        if not isinstance(raw, Mapping):
            return Solid(self.read_color(raw, row, where))
        if "token" in raw:
            return self._token(raw, row, where)
        match raw.get("type"):
            case "solid":
                self.known(raw, ("type", "color"), where)
                return Solid(self.read_color(raw.get("color"), row, f"{where}.color"))
            case "linear":
                self.known(raw, ("type", "angle", "stops"), where)
                angle = self.read_number(raw.get("angle", 0), {"min": -3600, "max": 3600}, f"{where}.angle")
                return Linear(angle, self._stops(raw, row, where))
            case "radial":
                return self._radial(raw, row, where)
        self.wrong(f"{where}.type", f"must be one of {', '.join(LIMITS['types'])}")
        return Solid(BLACK)

    def read_font(self, raw: object, row: Row, where: str) -> FontSpec:
        """A family, a weight and whether italic, or a font of the brand. Unknown families are for the font book."""
        if isinstance(raw, Mapping) and "token" in raw:
            self.known(raw, ("token",), where)
            if isinstance(raw["token"], str) and raw["token"] in self.brand.fonts:
                return self.brand.fonts[raw["token"]]
            self.wrong(f"{where}.token", f"the brand has no font called “{short(raw['token'])}”")
            return PLAIN_FONT
        if not isinstance(raw, Mapping):
            self.wrong(where, "expected an object such as {“family”: “Inter”, “weight”: 700}")
            return PLAIN_FONT
        self.known(raw, ("family", "weight", "italic"), where)
        return FontSpec(
            self.read_string(raw.get("family", PLAIN_FONT.family), {"min": 1, "max": 80}, f"{where}.family"),
            self.read_integer(raw.get("weight", 400), {"min": 100, "max": 900}, f"{where}.weight"),
            self.read_bool(raw.get("italic", False), {}, f"{where}.italic"),
        )

    def read_features(self, raw: object, row: Row, where: str) -> dict[str, bool]:
        """OpenType features by their four letters."""
        features = self.mapping(raw, where) or {}
        if len(features) > MAX_FEATURES:
            self.wrong(where, f"must have at most {MAX_FEATURES} entries")
            return {}
        for name, on in features.items():
            if not FEATURE.fullmatch(str(name)) or not isinstance(on, bool):
                self.wrong(f"{where}.{short(name)}", "must be a four-letter OpenType feature set to true or false")
        return {str(name): on is True for name, on in features.items()}

    def _token(self, raw: Mapping[str, Any], row: Row, where: str) -> Solid:
        self.known(raw, ("token", "alpha"), where)
        red, green, blue, alpha = self.read_color(raw["token"], row, f"{where}.token")
        share = self.read_number(raw.get("alpha", 1), {"min": 0, "max": 1}, f"{where}.alpha")
        return Solid((red, green, blue, math.floor(alpha * share + 0.5)))

    def _radial(self, raw: Mapping[str, Any], row: Row, where: str) -> Radial:
        self.known(raw, ("type", "cx", "cy", "r", "stops"), where)
        cx, cy, r = (
            self.read_number(raw.get(name, normal), {"min": low, "max": 4}, f"{where}.{name}")
            for name, normal, low in _RADIAL
        )
        return Radial(cx, cy, r, self._stops(raw, row, where))

    def _stops(self, raw: Mapping[str, Any], row: Row, where: str) -> tuple[Stop, ...]:
        where, stops = f"{where}.stops", []
        for i, entry in enumerate(self.items(raw.get("stops"), where, LIMITS["min_stops"], LIMITS["max_stops"])):
            stop = self.mapping(entry, f"{where}[{i}]")
            if stop is None:
                continue
            self.known(stop, ("at", "color"), f"{where}[{i}]")
            at = self.read_number(stop.get("at"), {"min": 0, "max": 1}, f"{where}[{i}].at")
            stops.append(Stop(at, self.read_color(stop.get("color"), row, f"{where}[{i}].color")))
        return tuple(sorted(stops, key=lambda stop: stop.at))


def color(text: str) -> Color:
    """`#RRGGBB` or `#RRGGBBAA` as four numbers."""
    channels = [int(text[i : i + 2], 16) for i in range(1, len(text), 2)]
    return (channels[0], channels[1], channels[2], channels[3] if len(channels) == 4 else 255)
