"""The hosts that a workspace has pictures fetched from, as previews keep to them and lint tells of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from renderer.engine.document import Document
from renderer.engine.resolved import Issue
from renderer.materials.image_hosts import from_allowed_hosts
from workspaces.models import Workspace
from workspaces.preferences import preferences


def hosts_of(workspace: Workspace) -> tuple[str, ...]:
    """Where its pictures may lie (`*.example.com` for all below); empty for any public host."""
    return preferences(workspace).image_hosts


def not_allowed(document: Document, values: Mapping[str, str], hosts: tuple[str, ...]) -> Iterator[Issue]:
    """A sentence for each field whose address lies elsewhere."""
    allowed = from_allowed_hosts(document, values, hosts)
    for field in document.fields:
        name = next((one for one in (field.key, *field.aliases) if values.get(one) != allowed.get(one)), None)
        if name is not None:
            sense = (
                f"“{field.label or field.key}” has a picture on {_host(values[name])}, a host that this workspace does "
                "not fetch pictures from. Add the host in the workspace’s settings, or use another picture"
            )
            yield Issue("host_not_allowed", "warn", sense, field=field.key)


def _host(value: str) -> str:
    address = value.strip()
    try:
        host = urlsplit(address if "://" in address else f"https://{address}").hostname
    except ValueError:
        host = None
    return host[:80] if host else "another host"
