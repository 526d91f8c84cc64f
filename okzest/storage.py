"""Local files that are either all there or not there at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Writes aside and moves into place, so that no other process ever reads half a picture. Names overwrite."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with aside.open("wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
        return name.replace("\\", "/")
