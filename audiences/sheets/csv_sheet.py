"""CSV: which encoding and delimiter a file has, and its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO

from audiences.problems import UnusableFile
from audiences.sheets.limits import MOST_CELL, MOST_LINE

DELIMITERS = ",;\t|"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SAMPLE = 64 * 1024
PIECE = 1024 * 1024
ENCODINGS = {
    "utf-8-sig": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little end first)",
    "utf-16-be": "Unicode (UTF-16, big end first)",
    "cp1252": "Western European (Windows)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "mac_roman": "Western European (Mac)",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
}
"""The encodings that people can choose, and what they are called on pages."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is to be read; `encoding` is one of ENCODINGS."""

    encoding: str
    delimiter: str


def find_dialect(file: IO[bytes]) -> Dialect:
    """Look at the whole file for its encoding and at its beginning for its delimiter; leaves it at its start."""
    encoding = _encoding_of(file)
    return Dialect(encoding, delimiter_of(file, encoding))


def delimiter_of(file: IO[bytes], encoding: str) -> str:
    """The delimiter that cuts most of the first lines into the same number of cells, and into the most."""
    file.seek(0)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(file.read(SAMPLE))
    file.seek(0)
    return max(DELIMITERS, key=lambda one: _evenness(text, one))


def rows(file: IO[bytes], dialect: Dialect) -> Iterator[list[str]]:
    """Every row, empty ones included. Raises UnusableFile where no rows can be made out."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=dialect.encoding, errors="replace", newline="")
    csv.field_size_limit(MOST_CELL * 20)
    try:
        yield from csv.reader(_lines(text), delimiter=dialect.delimiter)
    except csv.Error as problem:
        raise UnusableFile(
            "A cell in this file has no end: a quotation mark is opened and never closed. Save it as CSV again."
        ) from problem
    finally:
        with suppress(ValueError):  # the caller may have closed the file already
            text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Line by line, none of them longer in memory than any row may be. Raises UnusableFile."""
    while line := text.readline(MOST_LINE):
        if len(line) >= MOST_LINE:
            raise UnusableFile("This file has a line of more than a million characters, so it is no list of people.")
        yield line.replace("\0", "")


def _encoding_of(file: IO[bytes]) -> str:
    file.seek(0)
    start = file.read(SAMPLE)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    if start.count(b"\0") > len(start) // 4:
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    return "utf-8-sig" if _is_utf8(file) else "cp1252"


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in islice(csv.reader(io.StringIO(text), delimiter=delimiter), 50) if row]
    except csv.Error:
        return (0.0, 0)
    # The last line of a sample may be cut off.
    whole = widths[:-1] or widths
    if not whole or max(whole) == 1:
        return (0.0, 0)
    width, often = Counter(whole).most_common(1)[0]
    return (often / len(whole) if width > 1 else 0.0, width)
