"""XLSX: checked from its table of contents, then read in a limited process that hands over row by row."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from threading import Timer
from typing import IO

from audiences.problems import UnusableFile
from audiences.sheets import xlsx_safety
from audiences.sheets.limits import SECONDS
from workspaces.confinement import ENVIRONMENT, KILLED_FOR_TIME, ROOT

TOO_SLOW = "This workbook takes too long to read. Save the list as CSV and upload that."


def rows(file: IO[bytes]) -> Iterator[list[str]]:
    """Every row of the first sheet of a file on disk. Raises UnusableFile, also after rows that were sound."""
    file.seek(0)
    why = xlsx_safety.why_not(file)
    if why:
        raise UnusableFile(why)
    # The worker inherits the file itself, so its own position counts, not that of our buffer.
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    command = [sys.executable, "-E", "-s", "-m", "audiences.sheets.xlsx_worker"]
    worker = subprocess.Popen(  # noqa: S603 - our own interpreter and module, the upload only on standard input
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd=ROOT
    )
    ending = Timer(SECONDS, worker.kill)
    ending.start()
    try:
        assert worker.stdout is not None
        yield from map(json.loads, worker.stdout)
        if worker.wait():
            raise UnusableFile(TOO_SLOW if worker.returncode in KILLED_FOR_TIME else xlsx_safety.DAMAGED)
    finally:
        ending.cancel()
        worker.kill()
        worker.wait()
