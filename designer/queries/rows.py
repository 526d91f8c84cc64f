"""The rows of an audience that take the most room in a design: real people's values as records of the proof sheet."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable

from django.core.cache import cache

from audiences.models import Audience, Recipient
from audiences.queries import everybody, values_in
from designer.models import Template
from designer.queries.longest import font_of, width
from designer.records import Record
from renderer.engine.document import Document, FontSpec
from renderer.engine.fonts import FontBook
from renderer.gather import fonts_of

ROW = re.compile(r"^row-(\d+)$")
MEASURED = 24
"""Candidates per field that are set in type; a sum of single letters chooses them."""
MOST_FIELDS = 6
KEPT_SECONDS = 1800
Candidate = tuple[float, int, str]


def row_record(template: Template, record: str) -> Record | None:
    """The record that an id such as “row-12” names, if it is a living recipient of the template's workspace."""
    found = ROW.match(record)
    if found is None:
        return None
    rows = Recipient.objects.in_workspace(template.workspace).filter(pk=int(found[1]), revoked_at=None)
    sealed = rows.values_list("values", flat=True).first()
    return Record(record, "From the audience", "row", _shown(template, values_in(sealed))) if sealed else None


def worst_rows(template: Template, document: Document, audience: Audience) -> tuple[Record, ...]:
    """For each text field, the recipient whose value is widest in the design's own font; nobody is named twice."""
    newest = audience.recipients.order_by("-changed_at").values_list("changed_at", flat=True).first()
    key = f"worst:{audience.key}:{newest.timestamp() if newest else 0}:{template.key}:{template.draft_rev}"
    chosen: list[tuple[str, int]] | None = cache.get(key)
    if chosen is None:
        chosen = _widest(document, audience)
        cache.set(key, chosen, KEPT_SECONDS)
    rows = [(label, row_record(template, f"row-{pk}")) for label, pk in chosen]
    return tuple(Record(row.id, f"Widest {label}", "row", row.values) for label, row in rows if row is not None)


def _shown(template: Template, values: dict[str, str]) -> dict[str, str]:
    """Without secrets: they are for the renderer alone."""
    secret = {field["key"] for field in template.draft.get("fields", []) if field.get("privacy") == "secret"}
    return {name: value for name, value in values.items() if name not in secret}


def _widest(document: Document, audience: Audience) -> list[tuple[str, int]]:
    """Label of the field and number of the recipient, one pass over everybody."""
    fields = [field for field in document.fields if field.kind in ("text", "choice") and field.privacy != "secret"]
    fields, book = fields[:MOST_FIELDS], fonts_of(document)
    rulers = {field.key: Ruler(book, font_of(document, field.key)) for field in fields}
    best: dict[str, list[Candidate]] = {field.key: [] for field in fields}
    for person in everybody(audience):
        for key, ruler in rulers.items():
            value = person.values.get(key, "").strip()[:300]
            if value:
                _keep(best[key], (ruler.guess(value), person.id, value))
    chosen = {field.label: rulers[field.key].first(best[field.key]) for field in fields}
    seen: dict[int, str] = {}
    for label, pk in chosen.items():
        if pk is not None:
            seen[pk] = f"{seen[pk]} and {label}" if pk in seen else label
    return [(label, pk) for pk, label in seen.items()]


def _keep(heap: list[Candidate], one: Candidate) -> None:
    if len(heap) < MEASURED:
        heapq.heappush(heap, one)
    elif one > heap[0]:
        heapq.heapreplace(heap, one)


class Ruler:
    """Widths in one font: quickly by single letters, exactly as they are set."""

    def __init__(self, book: FontBook, font: FontSpec):
        self._book, self._font = book, font
        self._letters: dict[str, float] = {}

    def guess(self, text: str) -> float:
        """Sum of the letters' widths, in em: without kerning and joining, so only good for choosing."""
        return sum(self._letter(letter) for letter in text)

    def _letter(self, letter: str) -> float:
        if letter not in self._letters:
            self._letters[letter] = width(letter, self._book, self._font)
        return self._letters[letter]

    def first(self, candidates: Iterable[Candidate]) -> int | None:
        """Whose value is really the widest."""
        measured = ((width(value, self._book, self._font), -pk) for _, pk, value in candidates)
        best = max(measured, default=None)
        return -best[1] if best else None
