"""The columns of an upload as the matching page shows them: how full, the widest value, the menu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from audiences.findings import Findings
from audiences.forms import MatchForm
from audiences.guesses import Guess

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Column:
    """`filled` is in percent of all rows; `widest` takes the most room when drawn; `menu` is the form's field."""

    name: str
    filled: int
    widest: str
    guess: Guess
    menu: Any


def described(form: MatchForm, guesses: Sequence[Guess], found: Findings) -> Iterator[Column]:
    """One per column, in the file's order."""
    for number, (name, guess) in enumerate(zip(form.columns, guesses, strict=True)):
        share = 100 * found.filled[number] / max(found.rows, 1)
        # Neither “0 %” for a few nor “100 %” for nearly all.
        filled = min(99, max(1, round(share))) if 0 < share < 100 else round(share)
        widest = found.widest[number]
        shown = widest if len(widest) <= SHOWN else widest[: SHOWN - 1] + "…"
        yield Column(name, filled, shown, guess, form[f"column_{number}"])
