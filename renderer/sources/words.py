"""What pages say of sources: why one failed, and how long something lasts."""

from __future__ import annotations

from workspaces import outgoing
from workspaces.outgoing import Unreachable

PROBLEMS = {
    "no_json": "Its answer was no JSON.",
    "no_csv": "Its answer was no CSV sheet.",
    "too_deep": "Its answer was nested too deep.",
    "too_many": "The sheet has become too large.",
    "no_column": "The sheet has lost the column that finds a recipient’s row.",
    "compressed": "It sent compressed data although none was asked for.",
}
UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def in_words(why: str) -> str:
    """A sentence for the word in `DataSource.problem`."""
    if why in PROBLEMS:
        return PROBLEMS[why]
    if why.startswith("http_"):
        return f"Its server answered with the error {why.removeprefix('http_')}."
    return outgoing.in_words(Unreachable(why))


def span(seconds: int) -> str:
    """ "5 minutes", "1 day"; in the largest unit that fits evenly."""
    if not seconds:
        return "not at all"
    size, name = next(unit for unit in UNITS if seconds % unit[0] == 0)
    count = seconds // size
    return f"{count:,} {name}{'' if count == 1 else 's'}"
