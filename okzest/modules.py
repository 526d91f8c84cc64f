"""Which modules an entry module needs, so that browsers fetch them at once instead of one after another."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

IMPORT = re.compile(r'^(?:import|export)\b(?:[^"\';]*?\bfrom)?\s*["\'](\.{1,2}/[^"\']+)["\']', re.MULTILINE)


def needed_by(entry: str) -> tuple[str, ...]:
    """The entry and all it imports, as static paths, nearest first. Read anew each time while files may be edited."""
    return _remembered(entry) if settings.HASHED_STATIC else _walk(entry)


def _walk(entry: str) -> tuple[str, ...]:
    found = [entry]
    for module in found:
        found += [path for path in dict.fromkeys(_imports(module)) if path not in found]
    return tuple(found)


@cache
def _remembered(entry: str) -> tuple[str, ...]:
    return _walk(entry)


def _imports(module: str) -> list[str]:
    path = finders.find(module)
    if path is None:
        raise FileNotFoundError(f"{module} is imported but is no static file.")
    source = Path(path).read_text(encoding="utf-8")
    return [posixpath.normpath(posixpath.join(posixpath.dirname(module), target)) for target in IMPORT.findall(source)]
