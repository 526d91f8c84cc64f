"""Read one JSON value by its row in the property table; collect what is wrong instead of stopping at the first."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from renderer.engine import document as d
from renderer.engine.conditions import All, Condition, Test
from renderer.engine.conditions import Any as AnyOf
from renderer.engine.problems import Problem
from renderer.engine.properties import PROPERTIES, of_object

Row = Mapping[str, Any]
HEX = re.compile(r"^#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$")
CONDITIONS = PROPERTIES["conditions"]

BUILDERS: Mapping[str, Callable[..., Any]] = {
    "size": d.Size,
    "output": d.OutputDefaults,
    "safe": d.Safe,
    "zone": d.Zone,
    "guide": d.Guide,
    "group": d.Group,
    "field": d.MergeField,
    "fallback_rule": d.FallbackRule,
    "rule": d.LayerRule,
    "stroke": d.Stroke,
    "shadow": d.Shadow,
    "pin": d.Pin,
    "anchor": d.Anchor,
    "box": d.TextBox,
    "source": d.ImageSource,
    "crop": d.Crop,
    "mask": d.Mask,
    "adjust": d.Adjust,
    "look": d.BadgeLook,
    "case": lambda when, **look: d.BadgeCase(when, d.BadgeLook(**look)),
    "mark": lambda **row: d.Mark(start=row.pop("from"), end=row.pop("to"), **row),
}


@dataclass(slots=True)
class Reader:
    """Reads values against the table. `strict` makes an unknown property a problem, else it is a warning."""

    brand: d.Brand
    strict: bool = True
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))

    def row(self, payload: object, table: Mapping[str, Row], where: str) -> dict[str, Any]:
        """Every property of the table, read from the payload or taken from its default."""
        if not isinstance(payload, Mapping):
            self.wrong(where, "expected an object")
            payload = {}
        for name in payload.keys() - table.keys():
            unknown = Problem(f"{where}.{name}" if where else str(name), "is not a property we know")
            (self.problems if self.strict else self.warnings).append(unknown)
        return {name: self.value(payload, name, row, where) for name, row in table.items()}

    def value(self, payload: Mapping[str, Any], name: str, row: Row, where: str) -> Any:
        path = f"{where}.{name}" if where else name
        if name not in payload:
            if row.get("required"):
                self.wrong(path, "is needed")
                return None
            if row["default"] is None:
                return None
            return self.read(row["default"], row, path)
        if payload[name] is None and (row.get("null") or row.get("default", "") is None):
            return None
        return self.read(payload[name], row, path)

    def read(self, raw: object, row: Row, where: str) -> Any:
        return getattr(self, f"read_{row['type']}")(raw, row, where)

    # Plain values ---------------------------------------------------------------------------------------------

    def read_number(self, raw: object, row: Row, where: str) -> float:
        if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not math.isfinite(raw):
            self.wrong(where, "expected a number")
            return float(row.get("default") or row.get("min", 0))
        low, high = row.get("min", -math.inf), row.get("max", math.inf)
        if not low <= raw <= high:
            self.wrong(where, f"must be between {low:g} and {high:g}")
        return float(min(max(raw, low), high))

    def read_integer(self, raw: object, row: Row, where: str) -> int:
        number = self.read_number(raw, row, where)
        if number != int(number):
            self.wrong(where, "expected a whole number")
        return int(number)

    def read_bool(self, raw: object, row: Row, where: str) -> bool:
        if not isinstance(raw, bool):
            self.wrong(where, "expected true or false")
        return bool(raw)

    def read_string(self, raw: object, row: Row, where: str) -> str:
        if not isinstance(raw, str):
            self.wrong(where, "expected text")
            return ""
        if not row.get("min", 0) <= len(raw) <= row.get("max", 2000):
            self.wrong(where, f"must have {row.get('min', 0)} to {row.get('max', 2000)} characters")
        if "pattern" in row and not re.match(row["pattern"], raw):
            self.wrong(where, f"“{raw[:40]}” does not match {row['pattern']}")
        return raw[: row.get("max", 2000)].encode("utf-8", "ignore").decode()

    def read_enum(self, raw: object, row: Row, where: str) -> str:
        if raw not in row["values"]:
            self.wrong(where, f"must be one of {', '.join(row['values'])}")
            return str(row.get("default") or row["values"][0])
        return str(raw)

    def read_any(self, raw: object, row: Row, where: str) -> object:
        return raw

    # Lists ----------------------------------------------------------------------------------------------------

    def items(self, raw: object, where: str, low: int, high: int) -> list[Any]:
        if not isinstance(raw, list):
            self.wrong(where, "expected a list")
            return []
        if not low <= len(raw) <= high:
            self.wrong(where, f"must have {low} to {high} entries")
        return raw[:high]

    def read_list(self, raw: object, row: Row, where: str) -> tuple[Any, ...]:
        entries = self.items(raw, where, row.get("min", 0), row["max"])
        return tuple(self.read_object(entry, row, f"{where}[{i}]") for i, entry in enumerate(entries))

    def read_strings(self, raw: object, row: Row, where: str) -> tuple[str, ...]:
        entries = self.items(raw, where, 0, row["max"])
        return tuple(self.read_string(text, {"max": row["each"]}, f"{where}[{i}]") for i, text in enumerate(entries))

    def read_enums(self, raw: object, row: Row, where: str) -> tuple[str, ...]:
        one = {"values": row["values"]}
        entries = self.items(raw, where, 0, len(row["values"]))
        return tuple(self.read_enum(value, one, f"{where}[{i}]") for i, value in enumerate(entries))

    def read_numbers(self, raw: object, row: Row, where: str) -> tuple[float, ...]:
        low, high = (row["count"], row["count"]) if "count" in row else (0, row["max_count"])
        one = {"min": row["min"], "max": row["max"]}
        numbers = self.items(raw, where, low, high)
        read = tuple(self.read_number(number, one, f"{where}[{i}]") for i, number in enumerate(numbers))
        return read if len(read) >= low else tuple(map(float, row["default"]))

    def read_corners(self, raw: object, row: Row, where: str) -> tuple[float, ...]:
        """One radius for all corners, or four: top left, top right, bottom right, bottom left."""
        if not isinstance(raw, list):
            return (self.read_number(raw, row, where),) * 4
        return self.read_numbers(raw, {**row, "count": 4, "default": [0, 0, 0, 0]}, where)

    def read_sides(self, raw: object, row: Row, where: str) -> tuple[float, ...]:
        """One width for all sides, or four: top, right, bottom, left."""
        return self.read_corners(raw, row, where)

    # Nested values --------------------------------------------------------------------------------------------

    def read_object(self, raw: object, row: Row, where: str) -> Any:
        if raw == "hide" and row.get("null"):
            return None
        before = len(self.problems)
        values = self.row(raw, of_object(row["of"]), where)
        return BUILDERS[row["of"]](**values) if len(self.problems) == before else None

    def read_color(self, raw: object, row: Row, where: str) -> d.Color:
        if isinstance(raw, str) and HEX.match(raw):
            return color(raw)
        if isinstance(raw, str) and raw in self.brand.colors:
            return self.brand.colors[raw]
        self.wrong(where, f"“{str(raw)[:40]}” is neither a colour such as #2F5BEA nor one of the brand's colours")
        return (0, 0, 0, 255)

    def read_paint(self, raw: object, row: Row, where: str) -> d.Paint:
        if not isinstance(raw, Mapping):
            return d.Solid(self.read_color(raw, row, where))
        if "token" in raw:
            red, green, blue, alpha = self.read_color(raw["token"], row, f"{where}.token")
            share = self.read_number(raw.get("alpha", 1), {"min": 0, "max": 1}, f"{where}.alpha")
            return d.Solid((red, green, blue, math.floor(alpha * share + 0.5)))
        match raw.get("type"):
            case "solid":
                return d.Solid(self.read_color(raw.get("color"), row, f"{where}.color"))
            case "linear":
                angle = self.read_number(raw.get("angle", 0), {}, f"{where}.angle")
                return d.Linear(angle, self.stops(raw, row, where))
            case "radial":
                cx, cy, r = (
                    self.read_number(raw.get(name, normal), {"min": low, "max": 4}, f"{where}.{name}")
                    for name, normal, low in (("cx", 0.5, -4), ("cy", 0.5, -4), ("r", 1, 0.01))
                )
                return d.Radial(cx, cy, r, self.stops(raw, row, where))
        self.wrong(f"{where}.type", f"must be one of {', '.join(PROPERTIES['paint']['types'])}")
        return d.Solid((0, 0, 0, 255))

    def stops(self, raw: Mapping[str, Any], row: Row, where: str) -> tuple[d.Stop, ...]:
        limits = PROPERTIES["paint"]
        where = f"{where}.stops"
        stops = []
        for i, stop in enumerate(self.items(raw.get("stops"), where, limits["min_stops"], limits["max_stops"])):
            if not isinstance(stop, Mapping):
                self.wrong(f"{where}[{i}]", "expected an object")
                continue
            at = self.read_number(stop.get("at"), {"min": 0, "max": 1}, f"{where}[{i}].at")
            stops.append(d.Stop(at, self.read_color(stop.get("color"), row, f"{where}[{i}].color")))
        return tuple(sorted(stops, key=lambda stop: stop.at))

    def read_font(self, raw: object, row: Row, where: str) -> d.FontSpec:
        if isinstance(raw, Mapping) and "token" in raw:
            if raw["token"] in self.brand.fonts:
                return self.brand.fonts[raw["token"]]
            self.wrong(f"{where}.token", f"the brand has no font called “{str(raw['token'])[:40]}”")
            return d.FontSpec("Inter")
        return font(self, raw, where)

    def read_features(self, raw: object, row: Row, where: str) -> dict[str, bool]:
        if not isinstance(raw, Mapping):
            self.wrong(where, "expected an object of OpenType features")
            return {}
        for name, on in raw.items():
            if not re.match(r"^[a-z0-9]{4}$", str(name)) or not isinstance(on, bool):
                self.wrong(f"{where}.{name}", "must be a four-letter OpenType feature set to true or false")
        return {name: bool(on) for name, on in raw.items()}

    def read_samples(self, raw: object, row: Row, where: str) -> dict[str, str]:
        if not isinstance(raw, Mapping):
            self.wrong(where, "expected an object of sample values")
            return {}
        return {str(name): self.read_string(text, {"max": 500}, f"{where}.{name}") for name, text in raw.items()}

    def read_condition(self, raw: object, row: Row, where: str) -> Condition:
        condition = self.condition(raw, where, depth=1)
        if (terms := _terms(condition)) > CONDITIONS["max_terms"]:
            self.wrong(where, f"has {terms} comparisons; the most is {CONDITIONS['max_terms']}")
        return condition

    def condition(self, raw: object, where: str, depth: int) -> Condition:
        if not isinstance(raw, Mapping):
            self.wrong(where, "expected a condition")
            return All(())
        for name, build in (("all", All), ("any", AnyOf)):
            if name not in raw:
                continue
            if depth > CONDITIONS["max_depth"]:
                self.wrong(where, f"conditions may be nested {CONDITIONS['max_depth']} deep")
                return All(())
            terms = self.items(raw[name], f"{where}.{name}", 1, CONDITIONS["max_terms"])
            return build(tuple(self.condition(t, f"{where}.{name}[{i}]", depth + 1) for i, t in enumerate(terms)))
        return self.test(raw, where)

    def test(self, raw: Mapping[str, Any], where: str) -> Test:
        key = self.read_string(raw.get("field"), {"min": 1, "max": 60}, f"{where}.field")
        op = self.read_enum(raw.get("op", "is"), {"values": CONDITIONS["ops"]}, f"{where}.op")
        wanted = raw.get("value", "")
        if isinstance(wanted, list):
            return Test(key, op, self.read_strings(wanted, {"max": 200, "each": 500}, f"{where}.value"))
        if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
            wanted = f"{wanted:g}"
        return Test(key, op, self.read_string(wanted, {"max": 500}, f"{where}.value"))


def _terms(condition: Condition) -> int:
    return 1 if isinstance(condition, Test) else sum(_terms(term) for term in condition.terms)


def color(text: str) -> d.Color:
    """`#RRGGBB` or `#RRGGBBAA` as four numbers."""
    channels = [int(text[i : i + 2], 16) for i in range(1, len(text), 2)]
    return (channels[0], channels[1], channels[2], channels[3] if len(channels) == 4 else 255)


def font(reader: Reader, raw: object, where: str) -> d.FontSpec:
    """A family, a weight and whether italic; unknown families are for the font book to substitute."""
    if not isinstance(raw, Mapping):
        reader.wrong(where, "expected an object such as {“family”: “Inter”, “weight”: 700}")
        return d.FontSpec("Inter")
    return d.FontSpec(
        reader.read_string(raw.get("family", "Inter"), {"min": 1, "max": 80}, f"{where}.family"),
        reader.read_integer(raw.get("weight", 400), {"min": 100, "max": 900}, f"{where}.weight"),
        reader.read_bool(raw.get("italic", False), {}, f"{where}.italic"),
    )
