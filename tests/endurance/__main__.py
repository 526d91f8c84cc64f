"""`python -m tests.endurance`: the long form of tests/renderer/test_prewarm_killed.py; prints the verdict as JSON."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from tests.endurance.ordeal import Plan, endure


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--every", type=float, default=5, help="seconds between two kills")
    parser.add_argument("--restarts", type=int, default=2, help="how often Valkey is killed and started again")
    parser.add_argument("--patience", type=float, default=1800, help="seconds after which it has failed")
    parser.add_argument("--speed", type=int, default=25, choices=(25, 50, 100), help="the run's, in per cent")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="okzest-endurance-") as folder:
        print(json.dumps(endure(Path(folder), Plan(**vars(given))), indent=1))


if __name__ == "__main__":
    main()
