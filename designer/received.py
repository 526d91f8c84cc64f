"""The bytes of a file that somebody sends, never more of them in memory than the longest file that can be used."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from designer.uploads.intake import MOST_BYTES
from workspaces.problems import Problem

LONGEST = max(MOST_BYTES.values())
MEGABYTE = 1024 * 1024


class FileTooLarge(Problem):
    """Nothing that can be used is so large; it was not even read."""

    code = "upload_refused"

    def __init__(self, size: int, most: int):
        super().__init__(
            f"This file has {size / MEGABYTE:,.1f} MB; the most is {most // MEGABYTE} MB. Make it smaller first."
        )
        self.details = {"why": "too_large"}


def received(file: UploadedFile[Any], most: int = LONGEST) -> bytes:
    """All of the file. Raises FileTooLarge."""
    size = file.size or 0
    if size > most:
        raise FileTooLarge(size, most)
    return bytes(file.read())
