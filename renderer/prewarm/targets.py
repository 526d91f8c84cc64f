"""What a run makes of one recipient: each output's picture, named exactly as delivery names it when it is opened."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from renderer import delivery, limits, policy, releases, variants
from renderer.delivery import Wanted
from renderer.engine.output import OutputSpec
from renderer.engine.resolve import resolve
from renderer.engine.resolved import Resolved
from renderer.gather import fonts_of
from renderer.models.prewarm import PrewarmOutput
from renderer.modes import Mode
from renderer.policy import Policy
from renderer.releases import Shown
from renderer.sources.joining import joined, keeping

FOR_EVER = float("inf")


@dataclass(frozen=True, slots=True)
class Target:
    """One output of a run. `policy` bounds the values of open links, as delivery bounds them."""

    id: int
    link_id: int
    shown: Shown
    output: OutputSpec
    policy: Policy | None

    @property
    def look(self) -> tuple[int, str | None, int | None]:
        """Targets of the same look differ in format or scale only: values are resolved once for all of them."""
        return self.shown.id, self.output.size, self.link_id if self.policy else None


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient's picture for one target."""

    target: Target
    resolved: Resolved
    name: str


def target_of(output: PrewarmOutput) -> Target:
    """The output with its release parsed; `link` is read along."""
    shown = releases.numbered(output.release_id)
    assert shown is not None  # releases are protected while an output shows them
    spec = delivery.output_for(shown, output.format, output.scale, output.link.size or None)
    bounds = policy.parse(output.link.policy) if output.link.mode == Mode.OPEN else None
    return Target(output.pk, output.link_id, shown, spec, bounds)


def named(
    targets: Iterable[Target], values: Mapping[str, str], at: datetime, recipient_id: int | None = None
) -> Iterator[Named]:
    """Every target's picture of these values. `at` is when the pictures will be opened: remote ones age by the hour.

    Data sources are asked now, whatever `at` says; what they answer of a recipient goes when the recipient is erased.
    """
    looks: dict[object, Resolved] = {}
    for target in targets:
        resolved = looks.get(target.look)
        if resolved is None:
            resolved = looks[target.look] = resolved_for(target, known_to(target, values, recipient_id))
        yield Named(target, resolved, name_of(target, resolved, at))


def known_to(target: Target, values: Mapping[str, str], recipient_id: int | None) -> Mapping[str, str]:
    """The values that delivery would resolve: bounded for open links, joined with what data sources know."""
    shown = target.shown
    known = joined(
        shown.document,
        shown.workspace_id,
        _admitted(target, values),
        limits.for_hosts(shown.image_hosts),
        timezone.now(),
        recipient_id=recipient_id,
        are_signed=target.policy is None,
    )
    keeping(known)
    return known.values


def resolved_for(target: Target, known: Mapping[str, str]) -> Resolved:
    """The target's document with them in place; the same for all targets of its look."""
    document = target.shown.document
    return resolve(document, known, target.output.size, fonts_of(document))


def name_of(target: Target, resolved: Resolved, at: datetime) -> str:
    """The picture's name."""
    fonts = fonts_of(target.shown.document).fingerprint
    return variants.name_of(resolved, target.output, target.shown.workspace, fonts, at)


def wanted(one: Named) -> Wanted:
    """The same as delivery speaks of it; nobody waits for it."""
    return Wanted(one.target.shown, one.resolved, one.target.output, one.name, time.monotonic() + FOR_EVER)


def _admitted(target: Target, values: Mapping[str, str]) -> Mapping[str, str]:
    return values if target.policy is None else target.policy.admit(values, target.shown.document.fields)
