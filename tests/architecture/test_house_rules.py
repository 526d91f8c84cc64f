"""The rules of the house that a machine can check: sizes, names, imports, and that nothing names one machine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 300
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
ALLOWED_BASES = {"okzest/templates/base.html", "okzest/templates/allauth/layouts/base.html", "static/ui/base.css"}
"""Django's name for the page that all others extend, and the style sheet of bare elements."""


PUT_OFF = [rf"\b{word}\b" for word in ("TO" + "DO", "FIX" + "ME", "X" * 3)]
"""Spelt in parts, so that this file does not find itself."""


def tracked(*patterns: str) -> list[Path]:
    """Files under version control, or that will be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def test_no_file_of_code_is_longer_than_a_reader_can_hold() -> None:
    files = [file for file in tracked("*.py", "*.js", "*.mjs", "*.css") if "migrations" not in file.parts]
    long = {str(file.relative_to(ROOT)): lines for file in files if (lines := _lines(file)) > MOST_LINES}
    assert not long


def test_every_file_is_named_for_its_subject() -> None:
    files = {str(file.relative_to(ROOT)) for file in tracked("*.py", "*.js", "*.css", "*.html")}
    assert not {name for name in files - ALLOWED_BASES if Path(name).stem in FORBIDDEN_NAMES}


def test_every_module_opens_with_a_sentence() -> None:
    files = [file for file in tracked("*.py") if "migrations" not in file.parts and file.name != "__init__.py"]
    assert not [str(file.relative_to(ROOT)) for file in files if not _opens_with_docstring(file)]


def test_imports_point_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run([str(program)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout[-3000:]


@pytest.mark.parametrize("pattern", [re.escape(f"{ROOT}/"), r"/home/\w+/", *PUT_OFF])
def test_nothing_points_at_one_machine_or_puts_off_work(pattern: str) -> None:
    files = tracked("*.py", "*.js", "*.css", "*.html", "*.md", "*.toml", "*.yaml", "Makefile", "*.sh", "*.txt")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        if file != Path(__file__).resolve()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not found


def _lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def _opens_with_docstring(file: Path) -> bool:
    text = file.read_text("utf-8").lstrip()
    return not text or text.startswith(('"""', 'r"""', "#!/usr/bin/env python"))
