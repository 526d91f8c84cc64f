"""Typed readers of environment variables: they refuse nonsense and name the variable."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
SECRET_LENGTH = 32
LONGEST_SOCKET_PATH = 100


def flag(name: str, default: bool) -> bool:
    """Yes or no: 1/0, true/false, yes/no or on/off."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in YES | NO:
        return raw in YES
    raise ImproperlyConfigured(f"{name} must be true or false, not “{raw}”.")


def number(name: str, default: float, *, least: float = 0, most: float = float("inf")) -> float:
    """A number within limits."""
    raw = os.environ.get(name, "").strip()
    try:
        value = float(raw) if raw else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a number, not “{raw}”.") from None
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} must lie between {least:g} and {most:g}, not {value:g}.")
    return value


def whole(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number within limits."""
    value = float(number(name, default, least=least, most=most))
    if not value.is_integer():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value:g}.")
    return int(value)


def text(name: str, default: str = "", *, choices: tuple[str, ...] = ()) -> str:
    """Plain text, trimmed; one of `choices` where they are given."""
    value = os.environ.get(name, "").strip() or default
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not “{value}”.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list, parted by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: str) -> Path:
    """A folder, made when it is not there."""
    path = Path(text(name, default)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ImproperlyConfigured(f"{name}: cannot use the folder {path}: {problem.strerror}.") from problem
    return path


def secret(name: str) -> str:
    """A secret of at least 32 characters; there is no default."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It must hold a secret of at least {SECRET_LENGTH} characters.")
    if len(value) < SECRET_LENGTH:
        raise ImproperlyConfigured(f"{name} is too short: at least {SECRET_LENGTH} characters are needed.")
    return value


def unix_socket(path: Path) -> Path:
    """The path itself, or a short one under the temporary folder: the kernel takes no socket path over 107 bytes."""
    if len(bytes(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(bytes(path)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"okzest-{digest}.sock"
