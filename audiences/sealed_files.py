"""Files in storage that only this installation can read: sealed piece by piece, so that no file is in memory whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from workspaces.encryption import seal, unseal

PIECE = 1024 * 1024


def write(storage_key: str, pieces: Iterable[bytes]) -> str:
    """Store the pieces under a name like this one; returns the name that it got."""
    with tempfile.TemporaryFile() as sealed:
        for piece in pieces:
            closed = seal(piece)
            sealed.write(len(closed).to_bytes(4, "big") + closed)
        sealed.seek(0)
        return default_storage.save(storage_key, File(sealed))


@contextmanager
def opened(storage_key: str) -> Iterator[IO[bytes]]:
    """The file as it was, in a temporary file without a name."""
    with tempfile.TemporaryFile() as plain, default_storage.open(storage_key) as sealed:
        while length := sealed.read(4):
            plain.write(unseal(sealed.read(int.from_bytes(length, "big"))))
        plain.seek(0)
        yield plain


def remove(storage_key: str) -> None:
    """Gone; removing twice does nothing."""
    if storage_key:
        default_storage.delete(storage_key)
