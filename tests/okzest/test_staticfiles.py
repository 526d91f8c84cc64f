"""Static files as production serves them: hashed names, imports between modules rewritten, nothing missing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).resolve().parents[2]
HASHED = re.compile(r"\.[0-9a-f]{12}\.")


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    """The whole static folder, collected once with hashed names."""
    folder = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "okzest.staticfiles.HashedModules"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        assert staticfiles_storage.url("pages/main.js") != "/static/pages/main.js"
    return folder


def test_every_file_of_ours_gets_a_hashed_name(collected: Path):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    ours = {str(path.relative_to(ROOT / "static")) for path in (ROOT / "static").rglob("*") if path.is_file()}
    assert ours <= names.keys()
    assert "ui/inter.woff2" in names
    assert [name for name in ours if not HASHED.search(names[name])] == []


def test_modules_import_each_other_by_hashed_names(collected: Path):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    imports = [
        target
        for name in names
        if name.endswith(".js") and name.startswith(("pages/", "designer/"))
        for target in re.findall(r'from ?"(\.{1,2}/[^"]+)"', (collected / names[name]).read_text())
    ]
    assert len(imports) > 10
    assert [target for target in imports if not HASHED.search(target)] == []


def test_style_sheets_point_to_hashed_files(collected: Path):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    tokens = (collected / names["ui/tokens.css"]).read_text()
    assert Path(names["ui/inter.woff2"]).name in tokens


@pytest.mark.parametrize("suffix", ["css", "js"])
def test_no_static_file_grows_past_the_ceiling(suffix: str):
    long = [str(path) for path in (ROOT / "static").rglob(f"*.{suffix}") if len(path.read_text().splitlines()) > 300]
    assert long == []
