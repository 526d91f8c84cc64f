"""Pictures of rows that were not kept yet: drawn by the app above, which has templates and fonts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audiences.findings import Findings
from audiences.guesses import Guess
from audiences.models import Upload


@dataclass(frozen=True, slots=True)
class RowPicture:
    """Where the picture of a row lies, and what it is."""

    url: str
    label: str


Illustrator = Callable[[Upload, list[Guess], Findings], list[RowPicture]]
_illustrators: list[Illustrator] = []


def illustrate_with(illustrator: Illustrator) -> None:
    """Called once by the app that can draw; it gets the upload, what columns become, and its widest rows."""
    _illustrators.append(illustrator)


def pictures_of(upload: Upload, guesses: list[Guess], found: Findings) -> list[RowPicture]:
    """None where nothing can be drawn."""
    return [picture for one in _illustrators for picture in one(upload, guesses, found)]
