"""The columns of an upload as the matching page shows them: how full, the longest value, the menu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from audiences.forms import MatchForm
from audiences.guesses import Guess

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Column:
    """`filled` is in percent of the first rows; `menu` is the form's field."""

    name: str
    filled: int
    longest: str
    guess: Guess
    menu: Any


def described(form: MatchForm, guesses: Sequence[Guess], rows: Sequence[Sequence[str]]) -> Iterator[Column]:
    """One per column, in the file's order."""
    for number, (name, guess) in enumerate(zip(form.columns, guesses, strict=True)):
        cells = [row[number].strip() for row in rows]
        longest = max(cells, key=len, default="")
        filled = round(100 * sum(map(bool, cells)) / max(len(cells), 1))
        shown = longest if len(longest) <= SHOWN else longest[: SHOWN - 1] + "…"
        yield Column(name, filled, shown, guess, form[f"column_{number}"])
