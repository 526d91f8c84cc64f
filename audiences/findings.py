"""What a look through a whole sheet finds, before anything of it is kept: how full columns are, and the worst rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from audiences.widths import LONGEST, Letters, Widest
from workspaces.encryption import seal, unseal

SAMPLE = 200
"""First rows, from which columns are guessed."""


@dataclass(frozen=True, slots=True)
class Findings:
    """`filled` counts rows for each column, `widest` holds the value that is widest when drawn.

    `worst` are the rows that have such a value, `worst_in` the numbers of its columns for each of them. `repeated`
    names the columns that stand in the sheet more than once.
    """

    rows: int
    filled: list[int]
    widest: list[str]
    sample: list[list[str]] = field(default_factory=list)
    worst: list[list[str]] = field(default_factory=list)
    worst_in: list[list[int]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    def sealed(self) -> bytes:
        """For the database: these are people's values."""
        return seal(json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "ignore"))


def unsealed(sealed: bytes) -> Findings:
    return Findings(**json.loads(unseal(bytes(sealed))))


def look_through(columns: Sequence[str], rows: Iterator[tuple[int, list[str]]], repeated: Sequence[str]) -> Findings:
    """Every row once; only a handful is held in memory. Raises UnusableFile where the sheet ends badly."""
    width, letters = len(columns), Letters()
    filled, widest = [0] * width, [Widest(letters) for _ in columns]
    sample: list[list[str]] = []
    held: dict[int, list[str]] = {}
    count = 0
    for number, cells in rows:
        count += 1
        if len(sample) < SAMPLE:
            sample.append(_even(cells, width))
        for at, cell in enumerate(cells[:width]):
            value = cell.strip()
            if value:
                filled[at] += 1
                if widest[at].see(value, number):
                    held[number] = cells
        if len(held) > 10_000:
            held = _still_worst(held, widest)
    return _found(count, filled, widest, sample, held, repeated)


def _found(
    count: int,
    filled: list[int],
    widest: list[Widest],
    sample: list[list[str]],
    held: dict[int, list[str]],
    repeated: Sequence[str],
) -> Findings:
    tops = [next(iter(one.values()), ("", 0)) for one in widest]
    columns: dict[int, list[int]] = {}
    for at, (text, number) in enumerate(tops):
        if text:
            columns.setdefault(number, []).append(at)
    worst = [_even(held[number], len(widest)) for number in columns]
    return Findings(count, filled, [text for text, _ in tops], sample, worst, [*columns.values()], list(repeated))


def _still_worst(held: dict[int, list[str]], widest: list[Widest]) -> dict[int, list[str]]:
    wanted = {number for one in widest for number in one.rows}
    return {number: cells for number, cells in held.items() if number in wanted}


def _even(cells: list[str], width: int) -> list[str]:
    """As many cells as there are columns."""
    return [cell[:LONGEST] for cell in (cells + [""] * width)[:width]]
