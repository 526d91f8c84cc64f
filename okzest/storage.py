"""Where files lie: local ones that are all there or not there at all, and S3 with words for the caches before it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage

from okzest.direct_puts import DirectPuts, has_plain_way

NAMED_BY_CONTENT = ("variants/", "assets/")
FOR_EVER = "public, max-age=31536000, immutable"
UNFINISHED = ".unfinished"
NEVER = "private, no-store"


class WholeFiles(FileSystemStorage):
    """Writes aside and moves into place, so that no other process ever reads half a picture. Names overwrite."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def put(self, name: str, data: bytes) -> None:
        """Store a small file under this very name, with little effort; for many of them."""
        self._place(name, (data,))

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        self._place(name, content.chunks())
        return name.replace("\\", "/")

    def _place(self, name: str, pieces: Iterable[bytes]) -> None:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._unfinished() / secrets.token_hex(16)
        try:
            with aside.open("wb") as file:
                file.writelines(pieces)
            os.replace(aside, path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise

    def sweep(self, older_than: float) -> int:
        """Remove what killed processes left half written so many seconds ago; returns how many files."""
        limit, count = time.time() - older_than, 0
        for left in self._unfinished().iterdir():
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < limit:
                    left.unlink()
                    count += 1
        return count

    def _unfinished(self) -> Path:
        """On the same disk, or moving into place would not be one step."""
        folder = Path(self.path(UNFINISHED))
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class Bucket(S3Storage):  # type: ignore[misc]
    """A private bucket. Each object tells a cache that reads it with the installation's rights how long it may live."""

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """What is named by its content never changes; everything else (such as sealed uploads) no cache may keep."""
        cached = FOR_EVER if name.startswith(NAMED_BY_CONTENT) else NEVER
        return {"CacheControl": cached, **super().get_object_parameters(name)}

    def put(self, name: str, data: bytes) -> None:
        """Store a small file under this very name, with little effort; for many of them."""
        key = self._normalize_name(name)
        if not (self._direct and self._direct.put(key, data, self._get_write_parameters(key))):
            self.save(name, ContentFile(data))

    @cached_property
    def _direct(self) -> DirectPuts | None:
        """The client says once where the bucket is to be found."""
        session, client = self._create_session(), self.connection.meta.client
        probe: str = client.generate_presigned_url("put_object", Params={"Bucket": self.bucket_name, "Key": "x"})
        address = probe.partition("?")[0].removesuffix("/x")
        if not has_plain_way(address):
            return None
        return DirectPuts(address, client.meta.region_name, session.get_credentials(), client.meta.config.read_timeout)
