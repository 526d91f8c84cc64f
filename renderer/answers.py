"""What goes back to who opened a picture's address: always a picture, and how long it may be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from renderer.engine.output import MEDIA_TYPES, OutputSpec
from renderer.fallbacks import card
from renderer.grounds import Grounds

DEGRADED = "public, max-age=30"
UNKNOWN = "no-store"
FIXED = "max-age=604800"
LIVE = "no-cache, max-age=0"
PERSONAL = frozenset({"personal", "secret"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """One answer. `etag` is None for pictures that must not be taken for healthy; `body` is None for 304.

    `outcome` is a word for metrics and logs; `afterwards` runs once the answer has left. `tags` are what a CDN keeps it
    under; `fallen` names the fields whose fallback shows, None where no values were looked at. `grounds` are what a
    healthy picture follows from, None where more than a process remembers has a part in it.
    """

    format: str
    body: bytes | None
    cache: str
    outcome: str
    status: int = 200
    etag: str | None = None
    slug: str = "picture"
    workspace_id: int | None = None
    link_id: int | None = None
    tags: tuple[str, ...] = ()
    fallen: frozenset[str] | None = None
    afterwards: Callable[[], None] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    grounds: Grounds | None = None

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.format]


def output_of(file: str) -> OutputSpec:
    """The format that a file's extension says; PNG if it says none."""
    extension = file.rpartition(".")[2]
    return OutputSpec(extension if extension in MEDIA_TYPES else "png")


def unknown(file: str) -> Delivery:
    """For forged addresses and unknown links: they learn nothing, and no mail client keeps it."""
    output = output_of(file)
    return Delivery(output.format, card(output), UNKNOWN, "unknown", status=404)


def degraded(output: OutputSpec, body: bytes, outcome: str, slug: str = "picture") -> Delivery:
    """A picture in place of the one that was asked for; asked for again soon."""
    return Delivery(output.format, body, DEGRADED, outcome, slug=slug)


def unchanged(output: OutputSpec, etag: str, cache: str) -> Delivery:
    """The reader has it already."""
    return Delivery(output.format, None, cache, "unchanged", status=304, etag=etag)


def life(*, pinned: bool, personal: bool) -> str:
    """Cache-Control of a healthy picture. A link that follows the live release is asked about each time."""
    if not pinned:
        return f"private, {LIVE}" if personal else LIVE
    return f"{'private' if personal else 'public'}, {FIXED}"
