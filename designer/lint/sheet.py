"""The proof sheet's checks: every record in every size is drawn and looked at, then compared with the complete one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from designer import brand
from designer.lint.branding import check_places
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


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture was found to be. `findings` hold the overlaps that may be meant, too; see `told`.

    `pixels` is a digest of what is seen, `ms` the drawing alone.
    """

    findings: tuple[Finding, ...]
    pixels: bytes
    alt: str
    ms: float

    @property
    def collisions(self) -> frozenset[tuple[str, str | None]]:
        """The overlaps: which kind, of which layer."""
        return frozenset((one.code, one.layer) for one in self.findings if one.code in COLLISIONS)


Looking = Callable[[Document, Record, str, brand.Kit | None, tuple[str, ...]], Look]


def look_at(document: Document, record: Record, size: str, kit: brand.Kit | None, hosts: tuple[str, ...] = ()) -> Look:
    """Draw one picture as it would be sent, and find everything there is to say about it."""
    drawn = compose(document, record.values, hosts=hosts, size=size, scale=document.output.density)
    found = [
        *(_of_engine(issue, drawn) for issue in drawn.issues if issue.code not in TOLD_ONCE),
        *check_contrast(drawn),
        *check_codes(drawn),
        *(check_places(drawn, kit) if kit else ()),
        *_braces(drawn),
        *_weight(document, drawn),
        *_fallbacks(document, drawn),
    ]
    here = tuple(replace(one, record=record.id, size=size) for one in found)
    return Look(here, hashlib.sha256(drawn.image.tobytes()).digest(), drawn.resolved.alt, drawn.ms)


def told(look: Look, complete: Look) -> tuple[Finding, ...]:
    """What concerns this picture: overlaps that the complete one has are part of the design, except upon codes."""
    usual = complete.collisions
    return tuple(
        one
        for one in look.findings
        if one.code not in COLLISIONS - {"text_on_qr"} or (one.code, one.layer) not in usual
    )


def check_document(
    document: Document,
    records: Sequence[Record],
    *,
    sizes: Iterable[str] = (),
    around: Surroundings | None = None,
    look: Looking = look_at,
) -> Report:
    """All checks over these records, in these sizes (all of them when none are named). The first record is the usual.

    `look` may remember pictures that were looked at before.
    """
    chosen = [size.id for size in document.sizes if not sizes or size.id in set(sizes)]
    findings = list(check_whole(document, around))
    kit, hosts = (around.kit, around.hosts) if around else (None, ())
    for size in chosen:
        looks = [look(document, record, size, kit, hosts) for record in records]
        findings += (one for seen in looks for one in told(seen, looks[0]))
        findings += _same(document, looks, size)
    return Report(sorted_findings(findings), len(chosen) * len(records))


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


def _same(document: Document, looks: Sequence[Look], size: str) -> Iterator[Finding]:
    """Different people seeing the same picture may be right; a design with fields where all do is not personal."""
    if len(looks) < 2 or not document.fields:
        return
    if len({look.pixels for look in looks}) == 1:
        yield Finding(
            "all_the_same", "info", "Every record gives the same picture: no field changes what is seen", size=size
        )
