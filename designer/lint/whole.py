"""Checks of the document itself, whatever the record: alternative text, fields, and the brand's constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from designer import brand
from designer.lint.branding import check_choices
from designer.lint.findings import Finding, Fix
from renderer.engine.document import Document, TextLayer
from renderer.engine.usage import uses

FILE_NAME = re.compile(r"^[\w.-]+\.(?:png|jpe?g|webp|avif|gif)$", re.I)
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lint knows beside the document. `licences`: by uploaded font family, until when it may be used.

    `hosts`: where the workspace has pictures fetched from; empty for any public host.
    """

    kit: brand.Kit
    licences: Mapping[str, date | None]
    today: date
    hosts: tuple[str, ...] = ()


def check_whole(document: Document, around: Surroundings | None) -> Iterator[Finding]:
    """Everything that concerns all records alike."""
    yield from _alt(document)
    yield from _fields(document)
    if around is not None:
        yield from check_choices(document, around.kit.constraints)
        yield from _licences(document, around)


def _alt(document: Document) -> Iterator[Finding]:
    alt = document.alt.strip()
    if alt and not FILE_NAME.match(alt) and alt.casefold() != document.name.casefold():
        return
    why = "says only what the file is called" if alt else "is empty"
    texts = [layer.text.strip() for layer in document.layers[document.size().id] if isinstance(layer, TextLayer)]
    words = " ".join(" ".join(texts).split())[:300]
    fixes = (
        (Fix("Use the picture’s own words", ({"op": "set", "id": "@doc", "set": {"alt": words}},)),) if words else ()
    )
    yield Finding(
        "alt_missing", "block", f"The alternative text {why}: people who see no images would learn nothing", fixes=fixes
    )


def _fields(document: Document) -> Iterator[Finding]:
    usage = uses(document)
    for issue in usage.issues:
        yield Finding(issue.code, issue.level, issue.text, layer=issue.layer, field=issue.field)
    for key in usage.unused:
        yield Finding("field_unused", "info", f"Nothing uses the field “{key}”, so it changes nothing", field=key)


def _licences(document: Document, around: Surroundings) -> Iterator[Finding]:
    used = {face.family for face in document.brand.faces}
    for family in sorted(used & around.licences.keys()):
        until = around.licences[family]
        if until is None:
            yield Finding("licence_without_date", "warn", f"Nobody noted until when the font {family} is licensed")
        elif until < around.today:
            yield Finding("licence_ended", "warn", f"The licence of the font {family} ended on {until:%d %B %Y}")
        elif until < around.today + SOON:
            yield Finding("licence_ends_soon", "warn", f"The licence of the font {family} ends on {until:%d %B %Y}")
