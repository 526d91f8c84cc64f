"""A sheet of either kind as a head and numbered rows, within the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from audiences.problems import UnusableFile
from audiences.sheets import csv_sheet, xlsx_sheet
from audiences.sheets.csv_sheet import Dialect
from audiences.sheets.limits import (
    MEGABYTE,
    MOST_COLUMNS,
    MOST_CSV_BYTES,
    MOST_CSV_ROWS,
    MOST_XLSX_BYTES,
    MOST_XLSX_ROWS,
)

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """An opened sheet. `dialect` is None for XLSX; `rows` yields the row's number in the file and its cells.

    `repeated` are names that several columns have; in `columns` the later ones bear a number.
    """

    dialect: Dialect | None
    columns: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    repeated: tuple[str, ...] = ()


def read(file: IO[bytes], dialect: Dialect | None = None) -> Sheet:
    """Open it; `dialect` overrules what a CSV file looks like. Raises UnusableFile, also while rows are read."""
    is_workbook = _check_kind(file)
    chosen = None if is_workbook else dialect or csv_sheet.find_dialect(file)
    lines = enumerate(csv_sheet.rows(file, chosen) if chosen else xlsx_sheet.rows(file), 1)
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    head = next(filled, None)
    if head is None:
        raise UnusableFile("This file is empty. Its first row must name the columns.")
    rows = _bounded(filled, MOST_XLSX_ROWS if is_workbook else MOST_CSV_ROWS)
    return Sheet(chosen, _columns(head[1]), rows, _repeated(head[1]))


def _check_kind(file: IO[bytes]) -> bool:
    """True for a workbook. The content decides, not the file's name."""
    file.seek(0)
    start, size = file.read(4), file.seek(0, 2)
    file.seek(0)
    if start == OLD_EXCEL:
        raise UnusableFile(
            "This is an old Excel file (XLS) or one with a password. Save it as XLSX without a password."
        )
    most = MOST_XLSX_BYTES if start == ZIP else MOST_CSV_BYTES
    if size > most:
        raise UnusableFile(f"This file has {size // MEGABYTE:,} MB; the most is {most // MEGABYTE} MB. Split the list.")
    return start == ZIP


def _columns(cells: list[str]) -> tuple[str, ...]:
    """Names without blanks around; an unnamed one is called by its number, a repeated one gets a number."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise UnusableFile(
            f"This file has {len(cells):,} columns; the most is {MOST_COLUMNS}. Remove those not needed."
        )
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:80] or f"Column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return tuple(names)


def _repeated(cells: list[str]) -> tuple[str, ...]:
    names = [" ".join(cell.split())[:80] for cell in cells]
    return tuple(name for name in dict.fromkeys(names) if name and names.count(name) > 1)


def _bounded(rows: Iterator[tuple[int, list[str]]], most: int) -> Iterator[tuple[int, list[str]]]:
    for count, row in enumerate(rows, 1):
        if count > most:
            raise UnusableFile(f"This file has more than {most:,} rows. Split the list into several audiences.")
        yield row
