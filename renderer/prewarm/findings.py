"""What people should know before a send: fallbacks, refusals, texts cut off; how many recipients, and exactly who."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from renderer.engine.draw import Rendered
from renderer.engine.resolved import Issue
from renderer.models.prewarm import PrewarmFinding, PrewarmRun
from renderer.prewarm.sentences import sentence
from renderer.prewarm.targets import Named

SERIOUS = frozenset({"failed", "given_up", "incomplete", "overflow", "missing_glyphs", "qr_too_long", "qr_too_small"})
NOT_DRAWN = frozenset({"failed", "given_up", "incomplete"})
TELLING = frozenset({"block", "warn"})


class Kind(NamedTuple):
    """What was found, in which template, about which field (empty: about none in particular)."""

    kind: str
    template_key: str
    field: str


def of_values(one: Named) -> Iterator[Kind]:
    """What resolving said of a recipient's values."""
    template, resolved = one.target.shown.template_key, one.resolved
    if resolved.refused is not None:
        yield Kind("neutral_card", template, resolved.refused)
    for fallback in resolved.fallbacks:
        yield Kind(fallback.why, template, fallback.field)
    for issue in _telling(resolved.issues):
        yield Kind(issue.code, template, issue.field or "")


def of_drawing(one: Named, rendered: Rendered) -> Iterator[str]:
    """The codes of what only the finished picture showed."""
    known = {issue.code for issue in one.resolved.issues}
    return iter(dict.fromkeys(issue.code for issue in _telling(rendered.issues) if issue.code not in known))


class Concerned:
    """Recipients' ids as they are met, packed at once: those of a million take little memory."""

    def __init__(self) -> None:
        self.count = 0
        self._packing, self._packed = zlib.compressobj(3), bytearray()

    def extend(self, ids: Sequence[int]) -> None:
        self.count += len(ids)
        self._packed += self._packing.compress(array("q", ids).tobytes())

    def packed(self) -> bytes:
        """For `PrewarmFinding.ids`; nothing can be added any more."""
        return bytes(self._packed + self._packing.flush())


def gather(run: PrewarmRun) -> None:
    """One row for each kind, from what the parts wrote down; most concerned first."""
    concerned: dict[Kind, Concerned] = defaultdict(Concerned)
    for found in run.parts.order_by("number").values_list("findings", flat=True).iterator(chunk_size=4):
        for kind, template, field, ids in found:
            concerned[Kind(kind, template, field)].extend(ids)
    _write(run, concerned)


def gather_drawn(run: PrewarmRun) -> None:
    """The same for what drawing found, once the run is over."""
    concerned: dict[Kind, Concerned] = defaultdict(Concerned)
    chunks = run.chunks.exclude(problems={}).select_related("output__release")
    for chunk in chunks.iterator(chunk_size=50):
        for code, ids in chunk.problems.items():
            concerned[Kind(code, chunk.output.release.template_key, "")].extend(ids)
    _write(run, concerned)


def words(finding: PrewarmFinding) -> str:
    """A sentence for people."""
    return sentence(finding.kind, finding.field)


def recipients_in(finding: PrewarmFinding) -> Iterable[int]:
    """Ids of the recipients concerned."""
    return array("q", zlib.decompress(bytes(finding.ids)))


def _telling(issues: Iterable[Issue]) -> Iterator[Issue]:
    return (issue for issue in issues if issue.level in TELLING)


def _write(run: PrewarmRun, concerned: dict[Kind, Concerned]) -> None:
    already = {(one.kind, one.template_key, one.field) for one in run.findings.all()}
    number = len(already)
    for kind, ids in sorted(concerned.items(), key=lambda pair: -pair[1].count):
        if tuple(kind) not in already:
            packed = ids.packed()
            PrewarmFinding.objects.create(run=run, number=number, recipients=ids.count, ids=packed, **kind._asdict())
            number += 1
