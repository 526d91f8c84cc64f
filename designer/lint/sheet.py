"""The proof sheet's checks: every record in every size is drawn and looked at, then compared with the complete one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from designer.lint.codes import check_codes
from designer.lint.contrast import check_contrast
from designer.lint.findings import Finding, Fix, Report, sorted_findings
from designer.lint.fixes import fixes_for
from designer.lint.whole import Surroundings, check_whole
from designer.previews import Drawn, compose, encoded_as_sent
from designer.records import Record
from renderer.engine.document import Document
from renderer.engine.resolved import Issue

COLLISIONS = {"text_on_qr", "text_on_text", "text_on_logo"}
BRACES = ("{{", "}}", "*|", "|*", "%%", "${")
SLOW_MS = 150
TOLD_ONCE = {"undeclared_field"}
"""What every record would repeat, though it is about the design as a whole."""


def check_document(
    document: Document, records: Sequence[Record], *, sizes: Iterable[str] = (), around: Surroundings | None = None
) -> Report:
    """All checks over these records, in these sizes (all of them when none are named)."""
    chosen = [size.id for size in document.sizes if not sizes or size.id in set(sizes)]
    findings = list(check_whole(document, around))
    for size in chosen:
        cells = [
            (record, compose(document, record.values, size=size, scale=document.output.density)) for record in records
        ]
        usual = collisions_of(cells[0][1]) if cells else set()
        for record, drawn in cells:
            found = check_cell(document, record, drawn, size, usual)
            findings += (one for one in found if one.code not in TOLD_ONCE)
        findings += _same(document, cells, size)
    return Report(sorted_findings(findings), len(chosen) * len(records))


def check_cell(
    document: Document, record: Record, drawn: Drawn, size: str, usual: set[tuple[str, str | None]]
) -> Iterator[Finding]:
    """What there is to say about one picture. `usual` are the overlaps that the complete record has, too."""
    known = [_of_engine(issue, drawn) for issue in drawn.issues if not _is_meant(issue, record, usual)]
    measured = [*check_contrast(drawn), *check_codes(drawn), *_braces(drawn), *_weight(document, drawn)]
    for finding in [*known, *measured, *_fallbacks(document, drawn)]:
        yield Finding(
            finding.code,
            finding.level,
            finding.text,
            record.id,
            size,
            finding.layer,
            finding.field,
            finding.box,
            finding.fixes,
        )


def collisions_of(drawn: Drawn) -> set[tuple[str, str | None]]:
    """The overlaps of one picture: which kind, of which layer."""
    return {(issue.code, issue.layer) for issue in drawn.issues if issue.code in COLLISIONS}


def _is_meant(issue: Issue, record: Record, usual: set[tuple[str, str | None]]) -> bool:
    """Overlaps that the complete picture has are part of the design, except upon codes."""
    return issue.code in COLLISIONS - {"text_on_qr"} and (issue.code, issue.layer) in usual


def _of_engine(issue: Issue, drawn: Drawn) -> Finding:
    return Finding(
        issue.code,
        issue.level,
        issue.text,
        layer=issue.layer,
        field=issue.field,
        box=issue.box,
        fixes=fixes_for(issue, drawn),
    )


def _braces(drawn: Drawn) -> Iterator[Finding]:
    """Merge tags that reached the picture: somebody would read them."""
    for placed in drawn.scene.placed if drawn.scene else ():
        text = placed.block.text if placed.block else ""
        if any(brace in text for brace in BRACES):
            yield Finding(
                "unresolved_tag",
                "block",
                f"{placed.layer.name} shows a merge tag: “{text[:80]}”",
                layer=placed.layer.id,
            )
    if any(brace in drawn.resolved.alt for brace in BRACES):
        yield Finding("unresolved_tag", "block", f"The alternative text shows a merge tag: “{drawn.resolved.alt[:80]}”")


def _weight(document: Document, drawn: Drawn) -> Iterator[Finding]:
    sent = encoded_as_sent(document, drawn.image, int(drawn.scale))
    kilobytes, most = len(sent.data) / 1024, document.output.max_kb
    if kilobytes > most:
        yield Finding(
            "too_heavy",
            "warn",
            f"This picture has {kilobytes:,.0f} KB; the template’s limit is {most:,} KB",
            fixes=_lighter(document, drawn),
        )
    if drawn.ms > SLOW_MS:
        yield Finding("slow", "warn", f"Drawing took {drawn.ms:.0f} ms; recipients notice from {SLOW_MS} ms on")


def _lighter(document: Document, drawn: Drawn) -> tuple[Fix, ...]:
    if document.output.format != "png" or drawn.image.mode == "RGBA":
        return ()
    output = document.output
    lighter = {
        "format": "jpeg",
        "density": output.density,
        "quality": output.quality,
        "max_kb": output.max_kb,
        "dither": output.dither,
    }
    return (Fix("Send as JPEG", ({"op": "set", "id": "@doc", "set": {"output": lighter}},)),)


def _fallbacks(document: Document, drawn: Drawn) -> Iterator[Finding]:
    labels = {field.key: field.label for field in document.fields}
    for used in drawn.resolved.fallbacks:
        label = labels.get(used.field, used.field)
        yield Finding("fallback_shown", "info", f"{label} is missing, so its fallback shows", field=used.field)


def _same(document: Document, cells: Sequence[tuple[Record, Drawn]], size: str) -> Iterator[Finding]:
    """Different people seeing the same picture may be right; a design with fields where all do is not personal."""
    if len(cells) < 2 or not document.fields:
        return
    looks = {hashlib.sha256(drawn.image.tobytes()).digest() for _, drawn in cells}
    if len(looks) == 1:
        yield Finding(
            "all_the_same", "info", "Every record gives the same picture: no field changes what is seen", size=size
        )
