"""Read conditions and the nested objects of a document from JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from renderer.engine import document as d
from renderer.engine.conditions import MAX_DEPTH, MAX_TERMS, All, Condition, Test
from renderer.engine.conditions import Any as AnyOf
from renderer.engine.properties import PROPERTIES, of_object
from renderer.engine.reading import Row, below, short
from renderer.engine.reading_styles import StyleReader

MAX_SAMPLES = 40
OPS = PROPERTIES["conditions"]["ops"]

BUILDERS: Mapping[str, Callable[..., Any]] = {
    "size": d.Size,
    "output": d.OutputDefaults,
    "safe": d.Safe,
    "zone": d.Zone,
    "guide": d.Guide,
    "brand_face": d.BrandFace,
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
class Reader(StyleReader):
    """Reads every type of the property table."""

    def read_object(self, raw: object, row: Row, where: str) -> Any:
        """A nested value, or None when something in it is wrong. A badge says “hide” for none."""
        if raw == "hide" and row.get("null"):
            return None
        before = len(self.problems)
        values = self.row(raw, of_object(row["of"]), where)
        return BUILDERS[row["of"]](**values) if len(self.problems) == before else None

    def read_list(self, raw: object, row: Row, where: str) -> tuple[Any, ...]:
        """A list of nested values; None stands where one was wrong."""
        entries = self.items(raw, where, row.get("min", 0), row["max"])
        return tuple(self.read_object(entry, row, f"{where}[{i}]") for i, entry in enumerate(entries))

    def read_samples(self, raw: object, row: Row, where: str) -> dict[str, str]:
        """A field's sample values by the record they belong to."""
        samples = self.mapping(raw, where) or {}
        if len(samples) > MAX_SAMPLES:
            self.wrong(where, f"must have at most {MAX_SAMPLES} entries")
            return {}
        return {
            str(name): self.read_string(text, {"max": 2000}, below(where, short(name)))
            for name, text in samples.items()
        }

    def read_condition(self, raw: object, row: Row, where: str) -> Condition:
        """A tree of comparisons."""
        condition = self._condition(raw, where, depth=1)
        if (terms := _terms(condition)) > MAX_TERMS:
            self.wrong(where, f"has {terms} comparisons; the most is {MAX_TERMS}")
        return condition

    def _condition(self, raw: object, where: str, depth: int) -> Condition:
        if not isinstance(raw, Mapping):
            self.wrong(where, "expected a condition")
            return All(())
        for name, build in (("all", All), ("any", AnyOf)):
            if name not in raw:
                continue
            self.known(raw, (name,), where)
            if depth > MAX_DEPTH:
                self.wrong(where, f"conditions may be nested {MAX_DEPTH} deep")
                return All(())
            terms = self.items(raw[name], f"{where}.{name}", 1, MAX_TERMS)
            return build(tuple(self._condition(t, f"{where}.{name}[{i}]", depth + 1) for i, t in enumerate(terms)))
        return self._test(raw, where)

    def _test(self, raw: Mapping[str, Any], where: str) -> Test:
        self.known(raw, ("field", "op", "value"), where)
        if "field" not in raw:
            self.wrong(f"{where}.field", "is needed")
            return Test("", "is")
        key = self.read_string(raw["field"], {"min": 1, "max": 60}, f"{where}.field")
        op = self.read_enum(raw.get("op", "is"), {"values": OPS}, f"{where}.op")
        return Test(key, op, self._wanted(raw.get("value", ""), f"{where}.value"))

    def _wanted(self, raw: object, where: str) -> str | tuple[str, ...]:
        """What a field is compared with; numbers and yes or no become the text that values are compared as."""
        if isinstance(raw, list):
            entries = self.items(raw, where, 0, 200)
            return tuple(self._plain(one, f"{where}[{i}]") for i, one in enumerate(entries))
        return self._plain(raw, where)

    def _plain(self, raw: object, where: str) -> str:
        if raw is None:
            return ""
        if isinstance(raw, bool):
            return "true" if raw else "false"
        if isinstance(raw, (int, float)):
            number = self.read_number(raw, {"min": -1e15, "max": 1e15}, where)
            return f"{number:.0f}" if number == int(number) else repr(number)
        return self.read_string(raw, {"max": 500}, where)


def _terms(condition: Condition) -> int:
    return 1 if isinstance(condition, Test) else sum(_terms(term) for term in condition.terms)
