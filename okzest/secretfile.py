"""Secrets of an embedded installation: made once, kept in a file of the data folder that only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

FILE = "secrets.json"


def kept(folder: Path) -> dict[str, str]:
    """The installation's secrets by the name of their environment variable. Made on the first call."""
    path = folder / FILE
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Run: chmod 600 {path}")
    return dict(json.loads(path.read_text("utf-8")))


def _make(path: Path) -> None:
    """Written aside and linked into place, so that of several processes starting at once one wins for all."""
    fresh = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SIGNING_SECRET": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    }
    aside = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(fresh, file, indent=1)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
