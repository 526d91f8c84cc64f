"""Read plain JSON values by their rows in the property table; collect every mistake instead of stopping at one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from renderer.engine.document import Brand
from renderer.engine.merge import MergeTagError, compile_text
from renderer.engine.problems import Problem

Row = Mapping[str, Any]


@dataclass(slots=True)
class PlainReader:
    """Reads values against the table. `strict` makes an unknown property a problem, else it is a warning."""

    brand: Brand
    strict: bool = True
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, message: str) -> None:
        """Note a mistake."""
        self.problems.append(Problem(where, message))

    def known(self, payload: Mapping[str, Any], names: Iterable[str], where: str) -> None:
        """Note every property that is not one of these."""
        for name in payload:
            if name not in names:
                unknown = Problem(below(where, short(name)), "is not a property we know")
                (self.problems if self.strict else self.warnings).append(unknown)

    def mapping(self, raw: object, where: str) -> Mapping[str, Any] | None:
        """The value if it is an object."""
        if isinstance(raw, Mapping):
            return raw
        self.wrong(where, "expected an object")
        return None

    def row(self, payload: object, table: Mapping[str, Row], where: str) -> dict[str, Any]:
        """Every property of the table, read from the payload or taken from its default."""
        given = self.mapping(payload, where) or {}
        self.known(given, table, where)
        return {name: self.value(given, name, row, where) for name, row in table.items()}

    def value(self, payload: Mapping[str, Any], name: str, row: Row, where: str) -> Any:
        """One property; None where it is missing and needed, or may be null and is."""
        path = below(where, name)
        if name not in payload:
            if row.get("required"):
                self.wrong(path, "is needed")
                return None
            return None if row["default"] is None else self.read(row["default"], row, path)
        if payload[name] is None and (row.get("null") or row.get("default", "") is None):
            return None
        return self.read(payload[name], row, path)

    def read(self, raw: object, row: Row, where: str) -> Any:
        """The value by the row's type."""
        return getattr(self, f"read_{row['type']}")(raw, row, where)

    def read_number(self, raw: object, row: Row, where: str) -> float:
        """A finite number, moved into the row's limits."""
        number = _finite(raw)
        if number is None:
            self.wrong(where, "expected a number")
            return float(row.get("default") or row.get("min", 0))
        low, high = row.get("min", -math.inf), row.get("max", math.inf)
        if not low <= number <= high:
            self.wrong(where, f"must be between {low:g} and {high:g}")
        return float(min(max(number, low), high))

    def read_integer(self, raw: object, row: Row, where: str) -> int:
        """A whole number; 2.0 is one."""
        number = self.read_number(raw, row, where)
        if number != int(number):
            self.wrong(where, "expected a whole number")
        return int(number)

    def read_bool(self, raw: object, row: Row, where: str) -> bool:
        """True or false, and nothing that merely resembles them."""
        if not isinstance(raw, bool):
            self.wrong(where, "expected true or false")
        return bool(raw)

    def read_string(self, raw: object, row: Row, where: str) -> str:
        """Text without unpaired surrogates; where the row says so, its merge tags must be readable."""
        if not isinstance(raw, str):
            self.wrong(where, "expected text")
            return ""
        low, high = row.get("min", 0), row.get("max", 2000)
        if not low <= len(raw) <= high:
            self.wrong(where, f"must have {low} to {high} characters")
            return raw[:0]
        if "pattern" in row and not re.fullmatch(row["pattern"].strip("^$"), raw):
            self.wrong(where, f"“{short(raw)}” is not {row['hint']}")
        text = raw.encode("utf-8", "ignore").decode()
        if row.get("tags"):
            self._check_tags(text, where)
        return text

    def read_enum(self, raw: object, row: Row, where: str) -> str:
        """One of the row's values."""
        if not isinstance(raw, str) or raw not in row["values"]:
            self.wrong(where, f"must be one of {', '.join(row['values'])}")
            return str(row.get("default") or row["values"][0])
        return raw

    def read_any(self, raw: object, row: Row, where: str) -> object:
        """Whatever it is; a later check knows what it should be."""
        return raw

    def items(self, raw: object, where: str, low: int, high: int) -> list[Any]:
        """The entries of a list, no more than `high`."""
        if not isinstance(raw, list):
            self.wrong(where, "expected a list")
            return []
        if not low <= len(raw) <= high:
            self.wrong(where, f"must have {low} to {high} entries")
        return raw[:high]

    def read_strings(self, raw: object, row: Row, where: str) -> tuple[str, ...]:
        """A list of texts."""
        one = {"max": row["each"], "tags": row.get("tags")}
        entries = self.items(raw, where, 0, row["max"])
        return tuple(self.read_string(text, one, f"{where}[{i}]") for i, text in enumerate(entries))

    def read_enums(self, raw: object, row: Row, where: str) -> tuple[str, ...]:
        """Some of the row's values, in the order given."""
        one = {"values": row["values"]}
        entries = self.items(raw, where, 0, len(row["values"]))
        return tuple(self.read_enum(value, one, f"{where}[{i}]") for i, value in enumerate(entries))

    def read_numbers(self, raw: object, row: Row, where: str) -> tuple[float, ...]:
        """So many numbers as `count` says, or up to `max_count`."""
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

    def _check_tags(self, text: str, where: str) -> None:
        try:
            compile_text(text)
        except MergeTagError as problem:
            self.wrong(where, f"at character {problem.offset + 1}: {problem}")


def below(where: str, name: str) -> str:
    """The path of a property of the object at `where`."""
    return f"{where}.{name}" if where else name


def short(raw: object) -> str:
    """A value as it may be quoted in a sentence."""
    text = str(raw) if isinstance(raw, (str, int, float)) else "that"
    text = text.encode("utf-8", "ignore").decode()
    return text if len(text) <= 40 else f"{text[:39]}…"


def _finite(raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
