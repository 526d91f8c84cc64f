"""Which pictures among a recipient's values the workspace has fetched: those that lie on the hosts it named."""

from __future__ import annotations

from collections.abc import Mapping

from renderer.engine.document import Document
from renderer.materials.remote import is_on

NOT_ALLOWED = "(a host that is not allowed)"
"""Stands for an address that the workspace does not fetch from: no address, so the field treats it as invalid."""


def from_allowed_hosts(document: Document, values: Mapping[str, str], hosts: tuple[str, ...]) -> Mapping[str, str]:
    """The values, without pictures from hosts that the workspace does not have them fetched from."""
    if not hosts:
        return values
    names = {name for one in document.fields if one.kind == "image" for name in (one.key, *one.aliases)}
    barred = {
        name: NOT_ALLOWED
        for name in names & values.keys()
        if values[name].strip() and not _is_allowed(values[name], hosts)
    }
    return {**values, **barred} if barred else values


def _is_allowed(value: str, hosts: tuple[str, ...]) -> bool:
    address = value.strip()
    # People leave the scheme out, and the engine puts it in.
    return is_on(address if "://" in address else f"https://{address}", hosts)
