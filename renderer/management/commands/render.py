"""`manage.py render DOCUMENT.json --values '{…}' --output FILE`: draw a document file, with no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from renderer import benchwork
from renderer.engine.problems import RenderProblem


class Command(BaseCommand):
    help = "Draw a document file and print one JSON line; or one picture per line of a JSONL file. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document", type=Path, help="the document, a JSON file")
        parser.add_argument("--values", default="{}", help="a JSON object of values by field")
        parser.add_argument("--output", type=Path, required=True, help="the picture's file, or the folder of a batch")
        parser.add_argument("--batch", type=Path, metavar="VALUES.jsonl", help="draw one picture per line of values")
        parser.add_argument("--format", help="png, jpg, webp or avif; by default the extension of the file, or png")
        parser.add_argument("--scale", type=int, choices=(1, 2, 3), help="by default the document's density")
        parser.add_argument("--size", help="one of the document's sizes; by default the first")
        parser.add_argument(
            "--assets", type=Path, metavar="FOLDER", help="a further folder with the document's pictures"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._batch(options) if options["batch"] else self._one(options)
        except RenderProblem as problem:
            raise CommandError(problem.public_message) from None

    def _one(self, options: dict[str, Any]) -> None:
        output: Path = options["output"]
        bench = _bench(options, output.suffix.lstrip(".").lower() or "png")
        values = _object(options["values"])
        rendered, milliseconds = bench.draw(values)
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(rendered.encoded.data)
        self._tell(benchwork.account(rendered, milliseconds))

    def _batch(self, options: dict[str, Any]) -> None:
        bench = _bench(options, "png")
        with options["batch"].open(encoding="utf-8") as file:
            lines = (line for line in file if line.strip())
            for account in benchwork.batch(bench, lines, options["output"]):
                self._tell(account)

    def _tell(self, account: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(account, ensure_ascii=False))


def _bench(options: dict[str, Any], default_format: str) -> benchwork.Bench:
    format = (options["format"] or default_format).replace("jpeg", "jpg")
    return benchwork.prepare(
        options["document"], assets=options["assets"], format=format, scale=options["scale"], size=options["size"]
    )


def _object(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except ValueError as problem:
        raise CommandError(f"--values is not JSON: {problem}.") from None
    if not isinstance(values, dict):
        raise CommandError("--values must be a JSON object of values by field.")
    return values
