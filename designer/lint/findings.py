"""One thing to know about a design, and ways to mend it with one click."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

LEVELS = ("block", "warn", "info")


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends it, as operations of the editor: shown and undone like any other."""

    label: str
    ops: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` is block, warn or info; `box` is x, y, w, h in px at 1x; `record` is empty where all are concerned."""

    code: str
    level: str
    text: str
    record: str = ""
    size: str = ""
    layer: str | None = None
    field: str | None = None
    box: tuple[float, float, float, float] | None = None
    fixes: tuple[Fix, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in how many pictures; worst first."""

    findings: tuple[Finding, ...]
    renders: int

    def count(self, level: str) -> int:
        return sum(1 for finding in self.findings if finding.level == level)

    @property
    def blocks(self) -> bool:
        return self.count("block") > 0

    @property
    def sentence(self) -> str:
        """“1 blocking issue, 2 warnings in 12 renders”."""
        blocking, warnings = self.count("block"), self.count("warn")
        parts = []
        if blocking:
            parts.append(f"{blocking} blocking issue{'' if blocking == 1 else 's'}")
        if warnings:
            parts.append(f"{warnings} warning{'' if warnings == 1 else 's'}")
        return f"{', '.join(parts) or 'No issues'} in {self.renders} renders"

    def of(self, record: str, size: str) -> tuple[Finding, ...]:
        """What concerns one picture."""
        return tuple(one for one in self.findings if one.record == record and one.size in ("", size))


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, otherwise in the order they were found."""
    return tuple(sorted(findings, key=lambda finding: LEVELS.index(finding.level)))
