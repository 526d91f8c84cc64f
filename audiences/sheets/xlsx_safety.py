"""Is an XLSX file what it says? Looked at from its table of contents, before anything in it is unpacked."""

from __future__ import annotations

import stat
import zipfile
from typing import IO

from audiences.sheets.limits import MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED

DAMAGED = "This file is damaged or is no Excel workbook. Open it in your spreadsheet program and save it as XLSX again."
TOO_MUCH = "This workbook unpacks to more than 100 MB. Split the list, or save it as CSV."
ODD = "This workbook holds things that no spreadsheet program puts there. Save the list as CSV and upload that."


def why_not(file: IO[bytes]) -> str:
    """A sentence that says why the workbook is refused; empty when it may be opened."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError, RuntimeError):
        return DAMAGED
    if len(members) > MOST_MEMBERS or any(_is_odd(one) for one in members):
        return ODD
    unpacked, packed = (
        (sum(sizes) for sizes in zip(*((one.file_size, one.compress_size) for one in members), strict=True))
        if members
        else (0, 0)
    )
    if unpacked > MOST_UNPACKED or any(_swells(one) for one in members):
        return TOO_MUCH
    return "" if packed and any(one.filename == "[Content_Types].xml" for one in members) else DAMAGED


def _is_odd(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    leaves = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
    return leaves or stat.S_ISLNK(member.external_attr >> 16) or bool(member.flag_bits & 1)


def _swells(member: zipfile.ZipInfo) -> bool:
    # Small files swell far and harm nobody.
    return member.file_size > 1024 * 1024 and member.file_size > MOST_RATIO * max(member.compress_size, 1)
