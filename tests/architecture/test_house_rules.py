"""House rules that a machine can hold: one-way imports, small files, names that say something, nobody else's code."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("okzest", "designer", "renderer", "audiences", "workspaces")
CEILING = 300
NAMES_WITHOUT_A_SUBJECT = frozenset({"utils", "util", "helpers", "helper", "common", "base", "misc", "tools", "stuff"})
KINDS = {".py": (*APPS, "tests"), ".js": ("static",), ".css": ("static",), ".html": APPS}


def ours(*suffixes: str) -> Iterator[Path]:
    """The files that people of this project wrote, by kind."""
    for suffix in suffixes:
        for folder in KINDS[suffix]:
            found = (ROOT / folder).rglob(f"*{suffix}")
            yield from (path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_one_way() -> None:
    checked = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_no_file_passes_the_ceiling() -> None:
    lines = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours(*KINDS)}
    assert {name: count for name, count in lines.items() if count >= CEILING} == {}


def test_every_file_is_named_after_its_subject() -> None:
    # base.html and base.css are Django's and the cascade's own words for what everything stands on.
    nameless = [relative(path) for path in ours(".py", ".js") if path.stem in NAMES_WITHOUT_A_SUBJECT]
    assert nameless == []


@pytest.mark.parametrize("app", [*APPS, "tests"])
def test_every_module_opens_by_saying_what_it_is(app: str) -> None:
    silent = []
    for path in ours(".py"):
        text = path.read_text(encoding="utf-8")
        if relative(path).startswith(f"{app}/") and text.strip() and not ast.get_docstring(ast.parse(text)):
            silent.append(relative(path))
    assert silent == []


def test_tenants_rows_are_looked_up_through_the_door() -> None:
    """Views and API views ask `access`; `objects.get(` with a public key would go round it."""
    doors = [path for path in ours(".py") if {"views", "api", "editor_api"} & {*path.parts, path.stem}]
    around = [
        f"{relative(path)}:{number}"
        for path in doors
        if "tests" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "objects.get(" in line or "get_object_or_404" in line
    ]
    assert around == []


def test_nobody_elses_code_or_font_is_kept_here() -> None:
    folders = [ROOT / name for name in (*APPS, "static", "tests", "docs")]
    foreign = (".min.js", ".min.css", ".woff", ".woff2", ".ttf", ".otf")
    assert [relative(path) for folder in folders for path in folder.rglob("*") if path.name.endswith(foreign)] == []
