"""What data sources demand, of people and of programs."""

from __future__ import annotations

from renderer.sources import operations
from renderer.sources.operations import Setup
from tests.architecture.access_rows import Row, acts, form, sees
from tests.architecture.world import CANARY, World, furnishers
from workspaces.roles import Capability as C

MAY = C.MANAGE_SOURCES
NEW = {"name": "Another", "kind": "api", "address": "https://api.example.com/b", "mapping": {"points": "$.points"}}
ROWS: dict[str, Row] = {
    "renderer:sources": sees(C.VIEW),
    "renderer:new_source": form(MAY),
    "renderer:source": form(C.VIEW, MAY),
    "renderer:edit_source": form(MAY),
    "renderer:source_status": acts(MAY),
    "renderer:remove_source": acts(MAY),
    "api-sources": form(C.VIEW, MAY, bodies={"POST": NEW}),
    "api-source": Row({"GET": C.VIEW, "HEAD": C.VIEW, "PATCH": MAY, "DELETE": MAY}, bodies={"PATCH": {"life": 60}}),
    "api-try-source": acts(MAY, bodies={"POST": {"values": {}}}),
}


def furnish(world: World) -> dict[str, str]:
    """A source with a secret, whose address nobody can reach."""
    setup = Setup(
        name=f"{CANARY} shop", kind="api", address="https://api.example.invalid/a", mapping={"price": "$.price"},
        secret_place="header", secret_name="X-Api-Key", deadline=0.1,
    )  # fmt: skip
    made = operations.create(workspace=world.acme, setup=setup, secret=f"{CANARY} secret", by=world.boss, now=world.now)
    return {"source": made.key}


furnishers.append(furnish)
