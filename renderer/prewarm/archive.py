"""All pictures of a run in one ZIP file, made while it is sent: named by a column, safe to unpack anywhere."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage

from audiences import queries
from renderer import variants
from renderer.models.prewarm import PrewarmRun
from renderer.prewarm.targets import Target, named, target_of
from workspaces import tables

UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z")
LONGEST = 100
"""Bytes of a name, so that folder, number and extension fit everywhere."""
MISSING = "Not in this file.csv"
PIECE = 64 * 1024


def zipped(run: PrewarmRun, column: str, at: datetime) -> Iterator[bytes]:
    """The ZIP file piece by piece. `column` names the pictures; without it they are numbered.

    Recipients whose picture is not stored are listed in a sheet at the end. Several outputs get a folder each.
    """
    sink = _Sink()
    targets = [target_of(output) for output in run.outputs.select_related("link")]
    folders = _folders(targets)
    taken: Counter[str] = Counter()
    missing: list[tuple[int, str]] = []
    # Pictures are compressed already.
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as file:
        for number, person in enumerate(queries.everybody(run.audience), 1):
            called = safe_name(person.values.get(column, "")) or f"{number:06}"
            for one in named(targets, person.values, run.counted_at or at, person.id):
                data = _stored(run, one.name, one.target)
                if data is None:
                    missing.append((number, folders[one.target.id]))
                    continue
                path = _unique(f"{folders[one.target.id]}{called}", one.target.output.format, taken)
                file.writestr(zipfile.ZipInfo(path, at.timetuple()[:6]), data)
                yield from sink.pieces()
        if missing:
            head = ("Recipient, counted in the audience's order", "Folder")
            file.writestr(zipfile.ZipInfo(MISSING, at.timetuple()[:6]), "".join(tables.lines(head, missing)))
    yield from sink.pieces(to_the_end=True)


def safe_name(text: str) -> str:
    """The text as a file's name: nothing that a system takes for a path or a device; empty if none is left."""
    plain = UNSAFE.sub(" ", unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode()))
    visible = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Co", "Cn"})
    name = " ".join(visible.split()).strip(". ")
    short = name.encode()[:LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"_{short}" if RESERVED.match(short) else short


def _unique(path: str, extension: str, taken: Counter[str]) -> str:
    """A second “Anna” becomes “Anna (2)”; systems that do not tell capitals apart are thought of."""
    called = path
    while True:
        key = unicodedata.normalize("NFKC", f"{called}.{extension}").casefold()
        if not taken[key]:
            taken[key] = 1
            return f"{called}.{extension}"
        taken[key] += 1
        called = f"{path} ({taken[key]})"


def _folders(targets: list[Target]) -> dict[int, str]:
    if len(targets) == 1:
        return {targets[0].id: ""}
    return {
        one.id: f"{one.shown.slug} {one.output.size} {one.output.scale}x {one.output.format} {number}/"
        for number, one in enumerate(targets, 1)
    }


def _stored(run: PrewarmRun, name: str, target: Target) -> bytes | None:
    key = variants.storage_key(run.workspace.key, name, target.output.format)
    try:
        with default_storage.open(key) as file:
            data = bytes(file.read())
    except OSError:
        return None
    return data if variants.is_whole(data, target.output.format) else None


class _Sink:
    """Where `zipfile` writes: it cannot go back, and what is written leaves in pieces."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Whoever sends the pieces ends the answer."""

    def pieces(self, *, to_the_end: bool = False) -> Iterator[bytes]:
        if self._waiting and (to_the_end or len(self._waiting) >= PIECE):
            piece = bytes(self._waiting)
            self._waiting.clear()
            yield piece
