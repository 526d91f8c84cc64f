"""Pre-warming while its workers are killed with -9 and the broker too: on PostgreSQL, S3 and Valkey, all of them real.

The long form, with 2,000 pictures, is `python -m tests.endurance`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.endurance.ordeal import Plan, endure

PICTURES = 300


@pytest.mark.timeout(600)
def test_nothing_is_lost_or_doubled_or_left_behind(tmp_path: Path) -> None:
    verdict = endure(tmp_path, Plan(pictures=PICTURES, every=2, restarts=1, patience=400, masters=4))
    wrong = {name: number for name, number in verdict.items() if name.endswith(WRONG) and number}
    assert wrong == {}
    assert (verdict["state"], verdict["forecast"], verdict["drawn_or_found"]) == ("done", PICTURES, PICTURES)
    assert verdict["kills"] > 2
    assert verdict["valkey_restarts"] == 1


WRONG = ("missing_in_index", "twice_in_index", "_in_storage", "_size", "damaged", "failed", "_left", "not_noted")
