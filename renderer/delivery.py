"""An opened address to a picture: the use case behind every door. Whatever fails, there is a picture in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from renderer import answers, fallbacks, grounds, limits, links, proofs, recipients, releases, variants
from renderer.answers import Delivery
from renderer.engine.document import Document
from renderer.engine.draw import Rendered, draw
from renderer.engine.output import OutputSpec, scale_within
from renderer.engine.recent import Recent
from renderer.engine.resolve import resolve
from renderer.engine.resolved import Resolved
from renderer.gather import fetch_ahead, fonts_of, gather
from renderer.limits import RenderLimits
from renderer.links import Address, NotGenuine, Sealed
from renderer.materials.rack import plate_of
from renderer.materials.remote import TRUSTED_FOR
from renderer.models import Release
from renderer.modes import Mode
from renderer.query import read_query
from renderer.releases import Shown
from renderer.render_links import issuing
from renderer.render_links.issuing import LinkFacts
from renderer.snippets import openings
from renderer.sources.joining import Joined, joined, keeping
from renderer.sources.telling import told
from renderer.studio import Busy, Late, studio
from renderer.trails import quietly, trail
from renderer.valkey import ask
from workspaces.purging import tags

DISTINCT = "okzest:distinct:{}"
LATELY = Recent(512)
"""Values resolved and named lately; each takes some 20 KB."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody asked for by opening `/i/<link>/<file>?<query>`. `known` are the ETags they hold already."""

    link: str
    file: str
    query: bytes
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture from the studio. `rendered` is None when another was first; `is_whole` means that nothing lacked."""

    data: bytes
    is_whole: bool
    rendered: Rendered | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A picture, wherever it came from."""

    data: bytes
    format: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture of one release, by its name."""

    shown: Shown
    resolved: Resolved
    output: OutputSpec
    name: str
    until: float
    recipient_id: int | None = None
    joined: Joined | None = None

    @property
    def within(self) -> RenderLimits:
        """The workspace's limits, less the time that data sources took of what remote things may take together."""
        own = limits.for_hosts(self.shown.image_hosts)
        spent = self.joined.spent if self.joined else 0.0
        return replace(own, fetch_deadline=max(own.fetch_deadline - spent, 0.05)) if spent else own


def deliver(opened: Opened, now: datetime) -> Delivery:
    """The answer to an opened address. Never raises."""
    until = time.monotonic() + limits.from_settings().deadline
    try:
        address = links.parse(opened.link, opened.file)
        sealed = proofs.verified(address, opened.query, now)
    except NotGenuine:
        return answers.unknown(opened.file)
    try:
        link = issuing.known(address.code)
        if link is None or address.key in link.revoked_keys:
            return answers.unknown(opened.file)
        openings.noticed(opened.link, opened.file, opened.query)
        answer = _of_link(link, address, sealed, opened, now, until)
        borne = tags.of_answer(link.workspace, link.template_key, link.id, answer.etag)
        return replace(answer, workspace_id=link.workspace_id, link_id=link.id, tags=borne)
    except Exception as problem:
        # The values of recipients may stand in the problem's text, so only its kind is told.
        log.error("delivery.failed", link=address.code, why=type(problem).__name__, trail=trail(problem))
        return answers.degraded(OutputSpec(address.format), fallbacks.card(OutputSpec(address.format)), "failed")


def wanted(
    shown: Shown,
    values: Mapping[str, str],
    output: OutputSpec,
    now: datetime,
    until: float,
    recipient_id: int | None = None,
    *,
    are_signed: bool = True,
) -> Wanted:
    """Name the picture that these values, and what data sources add to them, make."""
    within = limits.for_hosts(shown.image_hosts)
    known = joined(
        shown.document, shown.workspace_id, values, within, now, recipient_id=recipient_id, are_signed=are_signed
    )
    resolved, name = _named(shown, known.values, output, now, may_keep=recipient_id is None)
    return Wanted(shown, resolved, output, name, until, recipient_id, known)


def _named(
    shown: Shown, values: Mapping[str, str], output: OutputSpec, now: datetime, *, may_keep: bool
) -> tuple[Resolved, str]:
    """The resolved document and its picture's name, kept for an address that is opened again soon.

    Both follow from the key alone, so they cannot grow stale. What is known of a recipient is not kept.
    """
    book = fonts_of(shown.document)
    fonts = book.fingerprint

    def work() -> tuple[Document, Resolved, str]:
        resolved = resolve(shown.document, values, output.size, book)
        return shown.document, resolved, variants.name_of(resolved, output, shown.workspace, fonts, now)

    window = int(now.timestamp()) // TRUSTED_FOR
    key = id(shown.document), shown.workspace, output, fonts, window, tuple(values.items())
    # The document is kept, too, so that its id stays its own.
    _, resolved, name = LATELY.get(key, work) if may_keep else work()
    return resolved, name


def drawn(one: Wanted) -> Drawn:
    """Draw it, in turn and once for all who want it now. Raises Busy or Late."""
    fetch_ahead(one.resolved, one.within)
    picture, for_us = studio().draw(one.name, one.shown.workspace, lambda: _draw(one), one.until)
    assert isinstance(picture, Drawn)
    return picture if for_us else replace(picture, rendered=None)


def picture_of(one: Wanted, now: datetime) -> Finished:
    """The picture for a program, which is told of problems instead of being shown a fallback. Raises Busy or Late."""
    data = variants.find(one.shown.workspace, one.name, one.output.format)
    if data is None:
        picture = drawn(one)
        quietly(finishing(one, picture, now))
        data = picture.data
    if one.joined:
        keeping(one.joined)
    return Finished(data, one.output.format)


def drawn_ahead(one: Wanted) -> Drawn:
    """Draw it for work that nobody waits for, out of turn; storing it is the caller's. Raises what drawing raises."""
    fetch_ahead(one.resolved, one.within)
    assets = gather(one.resolved, one.within)
    rendered = draw(one.resolved, assets, one.output, plate_of)
    return Drawn(rendered.encoded.data, assets.are_whole, rendered)


def finishing(one: Wanted, picture: Drawn, now: datetime) -> Callable[[], None]:
    """What is left to do once a new picture is out: enter it into the index, and have the fallback picture at hand."""

    def finish() -> None:
        if picture.rendered and picture.is_whole:
            variants.note(one.shown.workspace_id, one.shown.workspace, one.name, picture.rendered.encoded, now)
        recipients.note(one.shown.workspace_id, one.recipient_id, one.name)
        fallbacks.picture(one.shown, one.output, now)

    return finish


def output_for(shown: Shown, format: str, scale: int | None, size: str | None) -> OutputSpec:
    """What the address says, and for the rest what the template says; a huge design comes at a smaller scale."""
    chosen, board = shown.document.output, shown.document.size(size)
    return OutputSpec(format, scale_within(board.w, board.h, scale or chosen.density), chosen.quality, board.id)


def _of_link(
    link: LinkFacts, address: Address, sealed: Sealed | None, opened: Opened, now: datetime, until: float
) -> Delivery:
    shown = (
        releases.numbered(link.pinned_id) if link.pinned_id else releases.current(link.workspace_id, link.template_key)
    )
    if shown is None:
        plain = OutputSpec(address.format, address.scale or 1)
        return answers.degraded(plain, fallbacks.card(plain), "not_published")
    output = output_for(shown, address.format, address.scale, link.size)
    if shown.state == Release.State.WITHDRAWN:
        return answers.degraded(output, fallbacks.card(output, shown), "withdrawn", shown.slug)
    if shown.state == Release.State.PAUSED or not link.is_open(now):
        return _fallback(shown, output, now, "closed")
    recipient = recipients.behind(link.workspace_id, address.proof) if link.mode is Mode.TOKEN else None
    try:
        values = recipient.values if recipient else _values(link, shown, sealed, opened.query)
        signed = link.mode is not Mode.OPEN
        one = wanted(shown, values, output, now, until, recipient.id if recipient else None, are_signed=signed)
        answer = told(_healthy(link, one, opened, now), one.joined, pinned=link.pinned_id is not None, now=now)
        told_of = one.joined is not None and one.joined.freshness is not None
        follows = None if told_of else grounds.of(address, link, shown, now)
        return replace(answer, fallen=frozenset(used.field for used in one.resolved.fallbacks), grounds=follows)
    except Busy:
        return _fallback(shown, output, now, "shed", may_draw=False)
    except Late:
        return _fallback(shown, output, now, "late", may_draw=False)
    except Exception as problem:
        log.error("picture.failed", link=address.code, why=type(problem).__name__, trail=trail(problem))
        return _fallback(shown, output, now, "failed")


def _healthy(link: LinkFacts, one: Wanted, opened: Opened, now: datetime) -> Delivery:
    shown, format = one.shown, one.output.format
    personal = any(field.privacy in answers.PERSONAL for field in shown.document.fields)
    cache = answers.life(pinned=link.pinned_id is not None, personal=personal)
    if one.name in opened.known:
        return answers.unchanged(one.output, one.name, cache)
    data = variants.find(shown.workspace, one.name, format)
    if data is not None:
        after = recipients.noting(shown.workspace_id, one.recipient_id, one.name)
        return Delivery(format, data, cache, "stored", etag=one.name, slug=shown.slug, afterwards=after)
    if not _may_add(link, one.name):
        return _fallback(shown, one.output, now, "too_many")
    picture = drawn(one)
    if not picture.is_whole:
        return answers.degraded(one.output, picture.data, "degraded", shown.slug)
    outcome, after = "drawn" if picture.rendered else "shared", finishing(one, picture, now)
    return Delivery(format, picture.data, cache, outcome, etag=one.name, slug=shown.slug, afterwards=after)


def _values(link: LinkFacts, shown: Shown, sealed: Sealed | None, query: bytes) -> Mapping[str, str]:
    """Sealed values mean what they say; what came unsigned is repaired and kept within the link's policy."""
    if sealed is not None:
        return sealed.values
    if link.mode is not Mode.OPEN:
        return {}
    fields = shown.document.fields
    found = read_query(query, fields)
    # A tag that nobody filled in shows the fallback whatever the policy says, and must be counted as what it is.
    return link.policy.admit(found.values, fields) | {key: found.values[key] for key in found.unresolved}


def _may_add(link: LinkFacts, name: str) -> bool:
    """Whether the link may show one more distinct picture; counted approximately, and not while Valkey is away."""
    most = link.policy.max_distinct
    if most is None:
        return True
    key = DISTINCT.format(link.id)
    seen = ask(lambda client: client.pfcount(key), default=0)
    if seen >= most:
        return False
    ask(lambda client: client.pfadd(key, name))
    return True


def _fallback(shown: Shown, output: OutputSpec, now: datetime, outcome: str, *, may_draw: bool = True) -> Delivery:
    data = fallbacks.picture(shown, output, now, may_draw=may_draw)
    return answers.degraded(output, data, outcome, shown.slug)


def _draw(one: Wanted) -> Drawn:
    shown = one.shown
    with variants.alone(one.name, one.until) as first:
        if not first and (data := variants.find(shown.workspace, one.name, one.output.format)):
            return Drawn(data, is_whole=True)
        assets = gather(one.resolved, one.within)
        rendered = draw(one.resolved, assets, one.output, plate_of)
        if assets.are_whole:
            variants.keep(shown.workspace, one.name, rendered.encoded)
        return Drawn(rendered.encoded.data, assets.are_whole, rendered)
