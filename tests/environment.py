"""Give the test run a folder, keys and addresses of its own before Django reads its settings (a pytest plugin)."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

FOLDER = Path(tempfile.mkdtemp(prefix="okzest-tests-"))
SERVICE_FOLDER = FOLDER / "services"

os.environ.update(
    OKZEST_DATA=str(FOLDER / "data"),
    OKZEST_TESTING="true",
    VALKEY_URL=f"unix://{SERVICE_FOLDER / 'valkey.sock'}",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright's own event loop runs in the thread that also asks the database
)
(FOLDER / "data").mkdir()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-pictures",
        action="store_true",
        help="keep what is drawn now as the approved pictures; look at the diff",
    )


# The same examples every time, however busy the machine: a failure is a mistake, never bad luck.
settings.register_profile("okzest", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("okzest")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
