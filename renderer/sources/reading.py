"""What a source sent, read within limits: strict JSON as a tree of texts, CSV as rows that are found by a column."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

from audiences.problems import UnusableFile
from audiences.sheets import csv_sheet
from renderer.sources.problems import Unreadable

JSON_BYTES = 1024 * 1024
SHEET_BYTES = 4 * 1024 * 1024
DEPTH = 20
ROWS, COLUMNS = 20_000, 200
STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
BRACKET = re.compile(r"[\[\]{}]")
BRACKETS = {"[": 1, "{": 1, "]": -1, "}": -1}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A published sheet. `rows` are found by their cell in the look-up column, without regard to case."""

    columns: tuple[str, ...]
    first: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]

    def row(self, key: str) -> Mapping[str, str] | None:
        return self.rows.get(key.strip().casefold())


def read_json(body: bytes) -> Any:
    """A tree of dicts, lists, texts, booleans and None; numbers are texts, as they were written. Raises Unreadable."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise _no_json() from problem
    if _depth(text) > DEPTH:
        raise Unreadable("too_deep", f"The answer is nested deeper than {DEPTH} levels.")
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as problem:
        raise _no_json() from problem


def read_sheet(body: bytes, lookup_column: str = "") -> Sheet:
    """Raises Unreadable: no rows, too many, or the look-up column is not among the columns."""
    file = io.BytesIO(body)
    try:
        lines = list(islice(csv_sheet.rows(file, csv_sheet.find_dialect(file)), ROWS + 2))
    except UnusableFile as problem:
        raise Unreadable("no_csv", problem.public_message) from problem
    columns = tuple(cell.strip() for cell in lines[0]) if lines else ()
    if not any(columns) or body.lstrip()[:1] == b"<":
        raise Unreadable("no_csv", "The answer is no CSV sheet. Publish the sheet as CSV and use that address.")
    if len(lines) > ROWS + 1 or len(columns) > COLUMNS:
        raise Unreadable("too_many", f"The sheet is too large: at most {ROWS:,} rows and {COLUMNS} columns.")
    rows = [dict(zip(columns, (cell.strip() for cell in line), strict=False)) for line in lines[1:] if any(line)]
    return Sheet(columns, rows[0] if rows else {}, _found_by(lookup_column, columns, rows))


def _found_by(column: str, columns: tuple[str, ...], rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    if not column:
        return {}
    if column not in columns:
        raise Unreadable("no_column", f"The sheet has no column “{column}”. It has: {', '.join(columns[:12])}.")
    # The first of several equal keys counts, as people reading from the top expect.
    return {row[column].casefold(): row for row in reversed(rows) if row.get(column)}


def _depth(text: str) -> int:
    deepest = level = 0
    for bracket in BRACKET.findall(STRINGS.sub("", text)):
        level += BRACKETS[bracket]
        deepest = max(deepest, level)
        if deepest > DEPTH:
            break
    return deepest


def _no_number(_word: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _no_json() -> Unreadable:
    return Unreadable("no_json", "The answer is no JSON.")
