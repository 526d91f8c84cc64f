"""Many recipients' pictures named at once: as `targets.named` names them, for about half of the processor time.

People pass from stage to stage in small companies, so that a stage's code and tables stay at hand in the processor; and
those who are alike in what a template can show are resolved and named once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from renderer.prewarm import findings
from renderer.prewarm.findings import Kind
from renderer.prewarm.targets import Named, Target, known_to, name_of, resolved_for

COMPANY = 25
"""With ten or a hundred at a time, naming was slower."""
Person = tuple[int, Mapping[str, str]]
"""A recipient's id and values."""


@dataclass(frozen=True, slots=True)
class Told:
    """What counting keeps of one recipient and one look: the pictures' names by their targets' ids, and findings."""

    names: tuple[tuple[int, str], ...]
    kinds: tuple[Kind, ...]


@dataclass
class Namer:
    """Names for one part of a run; `at` is as for `named`. It remembers values, so it should go with the part."""

    targets: Iterable[Target]
    at: datetime
    _looks: list[_Look] = field(init=False)

    def __post_init__(self) -> None:
        looks: dict[object, list[Target]] = {}
        for target in self.targets:
            looks.setdefault(target.look, []).append(target)
        self._looks = [_Look(alike, self.at) for alike in looks.values()]

    def told(self, people: Sequence[Person]) -> list[tuple[Told, ...]]:
        """For each of them, in order, one for each look."""
        return list(zip(*(look.told(people) for look in self._looks), strict=True))


class _Look:
    """Targets that values are resolved once for."""

    def __init__(self, targets: Sequence[Target], at: datetime):
        self.targets, self.at = targets, at
        fields = targets[0].shown.document.fields
        self._shown = tuple(dict.fromkeys(name for one in fields for name in (one.key, *one.aliases)))
        self._known: dict[tuple[str | None, ...], Told] = {}

    def told(self, people: Sequence[Person]) -> list[Told]:
        known = [known_to(self.targets[0], values, recipient_id) for recipient_id, values in people]
        keys = [tuple(map(values.get, self._shown)) for values in known]
        fresh = {key: values for key, values in zip(keys, known, strict=True) if key not in self._known}
        self._known.update(zip(fresh, self._worked_out(list(fresh.values())), strict=True))
        return [self._known[key] for key in keys]

    def _worked_out(self, values: Sequence[Mapping[str, str]]) -> list[Told]:
        first = self.targets[0]
        resolved = [resolved_for(first, one) for one in values]
        named = [[Named(target, one, name_of(target, one, self.at)) for target in self.targets] for one in resolved]
        return [
            Told(tuple((one.target.id, one.name) for one in all_of_them), tuple(findings.of_values(all_of_them[0])))
            for all_of_them in named
        ]
