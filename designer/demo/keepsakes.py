"""What the demo must remember from one run to the next and the database does not keep: its password and API key."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Keepsakes:
    """`path` is a file that only its owner can read. The password is this installation's own, never a known one."""

    path: Path
    password: str = ""
    api_key: str = ""
    _written: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> Keepsakes:
        """What the file says; a first run makes up a password."""
        kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return cls(path, kept.get("password") or secrets.token_urlsafe(9), kept.get("api_key", ""), kept)

    def save(self) -> None:
        """Write the file, unless it says all this already."""
        now = {"password": self.password, "api_key": self.api_key}
        if now == self._written:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(now, file)
        self._written = now
