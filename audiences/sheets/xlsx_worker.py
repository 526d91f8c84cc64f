"""The limited process: a workbook on standard input, its first sheet as one JSON list per line on standard output.

Started as `python -m audiences.sheets.xlsx_worker`; it limits itself before it reads a byte.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from audiences.sheets.limits import CPU_SECONDS, MEMORY
from workspaces.confinement import confine


def text_of(cell: Any) -> str:
    """What the person who made the sheet sees in the cell, nearly: 3, not 3.0; a day, not a day at midnight."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)


def main() -> int:
    confine(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    from python_calamine import CalamineWorkbook

    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Libraries that chat on standard output must not get between us and the parent.
    os.dup2(2, 1)
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            out.write(json.dumps([text_of(cell) for cell in row]) + "\n")
    # calamine raises many kinds of error for damaged files, and panics are no Exception.
    except BaseException:
        return 3
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
