"""The records a design is tried with: complete, partial, empty, longest, and a team's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from renderer.engine.document import Document
from renderer.engine.samples import RECORDS, sample_values

LABELS = {"complete": "Complete", "partial": "Partial", "empty": "Empty", "longest": "Longest"}


@dataclass(frozen=True, slots=True)
class Record:
    """Values by field key under a name; `id` is one of RECORDS, or the key of a test record."""

    id: str
    label: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)

    def filled(self, document: Document) -> int:
        """How many of the document's fields it has a value for."""
        return sum(1 for one in document.fields if self.values.get(one.key, "").strip())


def fixed(document: Document) -> tuple[Record, ...]:
    """The four that every design has."""
    return tuple(Record(name, LABELS[name], name, sample_values(document, name)) for name in RECORDS)


def all_of(document: Document, own: Iterable[tuple[str, str, Mapping[str, str]]] = ()) -> tuple[Record, ...]:
    """The four, and a team's own as (key, label, values)."""
    return (*fixed(document), *(Record(key, label, "custom", values) for key, label, values in own))
