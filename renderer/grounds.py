"""What an answer follows from, so that the same address may be given the same answer while all of that holds."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from renderer import releases
from renderer.links import Address
from renderer.materials.remote import TRUSTED_FOR
from renderer.modes import Mode
from renderer.releases import Shown
from renderer.remembered import facts
from renderer.render_links import issuing
from renderer.render_links.issuing import LinkFacts
from renderer.sources import known

LOOKED_UP = frozenset({Mode.TOKEN, Mode.SENDER_SHA1, Mode.SENDER_JWT})
"""What these addresses show, or whether they are genuine, depends on rows or on the time as well."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What was remembered of the address's link, release and sources, by its keys, and the hour of remote pictures."""

    code: str
    facts: tuple[tuple[Hashable, Any], ...]
    hour: int
    expires_at: datetime | None

    def hold(self, now: datetime) -> bool:
        """Whether nothing has changed for the address, to the last byte the same. Asks nobody; in doubt, it has.

        That it is genuine need not be proved again: of the same bytes, the same proof is as good as before.
        """
        if self.hour != _hour(now) or (self.expires_at is not None and now >= self.expires_at):
            return False
        return facts.still(self.facts)


def of(address: Address, link: LinkFacts, shown: Shown, now: datetime) -> Grounds | None:
    """For an answer that no data source had a part in; None for addresses that have to be looked up each time."""
    if address.mode in LOOKED_UP:
        return None
    if link.pinned_id:
        release = releases.numbered_key(link.pinned_id)
    else:
        release = releases.live_key(link.workspace_id, link.template_key)
    sources = known.key_of(link.workspace_id), known.of_workspace(link.workspace_id)
    remembered = (issuing.known_key(address.code), link), (release, shown), sources
    return Grounds(address.code, remembered, _hour(now), link.expires_at)


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // TRUSTED_FOR
