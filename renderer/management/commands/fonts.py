"""List the fonts that designs may use here: `manage.py fonts`, or `--json` for programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from renderer.engine.fonts import Family, FontBook

ROW = "{family:<28} {weights:<13} {italic:<7} {axes:<22} {source}"


class Command(BaseCommand):
    help = "List the font families found on this installation, design families first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--all", action="store_true", help="also list the families that serve the world's scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        book = FontBook.discover()
        if options["json"]:
            rows = [_described(family) for family in book.families.values()]
            self.stdout.write(json.dumps({"fingerprint": book.fingerprint, "families": rows}, ensure_ascii=False))
            return
        self._table(book, everything=options["all"])

    def _table(self, book: FontBook, *, everything: bool) -> None:
        design = [family for family in book.families.values() if family.is_for_design]
        others = [family for family in book.families.values() if not family.is_for_design]
        self.stdout.write(ROW.format(family="Family", weights="Weights", italic="Italic", axes="Axes", source="From"))
        for family in [*design, *(others if everything else [])]:
            self.stdout.write(_line(family))
        note = "" if everything else " (--all lists them)"
        self.stdout.write(f"{len(design)} families for design, {len(others)} for the world's scripts and emoji{note}.")


def _described(family: Family) -> dict[str, object]:
    return {
        "family": family.name,
        "category": family.category,
        "weights": family.weights,
        "italic": family.has_italic,
        "axes": {
            tag: {"min": low, "default": default, "max": high} for tag, (low, default, high) in family.axes.items()
        },
        "source": family.source,
        "design": family.is_for_design,
    }


def _line(family: Family) -> str:
    weights = family.weights
    return ROW.format(
        family=family.name,
        weights=f"{weights[0]}-{weights[-1]}" if len(weights) > 1 else str(weights[0]),
        italic="yes" if family.has_italic else "-",
        axes=" ".join(family.axes) or "-",
        source=family.source,
    )
