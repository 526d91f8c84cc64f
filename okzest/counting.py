"""Let all processes of one machine count together, in files that die with the machine's process folder."""

from __future__ import annotations

import os
from pathlib import Path

from okzest import env

PROJECT = Path(__file__).resolve().parent.parent


def share_between_processes() -> None:
    """Tell prometheus_client where its files are; call it before anything that counts is imported."""
    folder = env.folder("OKZEST_DATA", str(PROJECT / "var")) / "metrics"
    folder.mkdir(exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
