"""What pictures, and the API that draws and signs them, demand."""

from __future__ import annotations

import zlib

from audiences.models import Audience
from renderer import releases
from renderer.models import PrewarmFinding, PrewarmOutput, PrewarmRun
from renderer.modes import Mode
from renderer.render_links import issuing
from tests.architecture.access_rows import Row, acts, form, public, sees
from tests.architecture.world import CANARY, World, furnishers
from workspaces.roles import Capability as C

ROWS: dict[str, Row] = {
    "picture": public("its signature is the right, checked before any work"),
    "malformed-picture": public("whatever looks like a picture's address gets the neutral picture"),
    "api-render": acts(C.RENDER, for_programs=True, bodies={"POST": {"values": {}}}),
    "api-links": Row(
        {"GET": C.VIEW, "HEAD": C.VIEW, "POST": C.MANAGE_LINKS},
        bodies={"POST": {"template": "greeting", "name": "Another", "mode": "sealed"}},
    ),
    "api-link": Row({"GET": C.VIEW, "HEAD": C.VIEW, "PATCH": C.MANAGE_LINKS}, bodies={"PATCH": {"name": "Renamed"}}),
    "renderer:links": sees(C.VIEW),
    "renderer:new_link": form(C.MANAGE_LINKS),
    "renderer:new_open_link": form(C.OPEN_LINKS),
    "renderer:link": sees(C.VIEW),
    "renderer:link_rules": form(C.MANAGE_LINKS),
    "renderer:snippet": sees(C.VIEW),
    "renderer:remember": acts(C.MANAGE_LINKS),
    "renderer:try": sees(C.VIEW),
    "renderer:addresses": sees(C.MANAGE_AUDIENCES),
    "renderer:worst_row": sees(C.MANAGE_AUDIENCES, may_be_absent=True),
    "api-snippet": sees(C.VIEW),
    "api-addresses": sees(C.MANAGE_AUDIENCES),
    "renderer:link_status": acts(C.MANAGE_LINKS),
    "renderer:prewarm_runs": sees(C.VIEW),
    "renderer:new_prewarm": form(C.PREWARM),
    "renderer:prewarm_run": sees(C.VIEW),
    "renderer:prewarm_move": acts(C.PREWARM, bodies={"POST": {"to": "pause"}}),
    "renderer:prewarm_rows": sees(C.PREWARM),
    "renderer:prewarm_zip": sees(C.PREWARM),
    "api-prewarm-runs": Row({"GET": C.VIEW, "HEAD": C.VIEW, "POST": C.PREWARM}, bodies={"POST": {}}),
    "api-prewarm-run": Row({"GET": C.VIEW, "HEAD": C.VIEW, "POST": C.PREWARM}, bodies={"POST": {"to": "start"}}),
    "api-sign": acts(C.MANAGE_LINKS, for_programs=True, bodies={"POST": {"values": {}}}),
}
DOCUMENT = {"schema": 1, "name": "Greeting", "sizes": [{"id": "base", "name": "Email", "w": 40, "h": 20}], "layers": []}


def furnish(world: World) -> dict[str, str]:
    """A live release and a link to it."""
    now = world.now
    release = releases.release(
        workspace=world.acme, template_key="greeting", document=DOCUMENT, by=world.boss.user, now=now
    )
    link = issuing.create(
        workspace=world.acme, template_key="greeting", name="Greeting", mode=Mode.SEALED, by=world.boss, now=now
    )
    audience = Audience.objects.create(workspace=world.acme, name=f"{CANARY} people", created_at=now)
    run = PrewarmRun.objects.create(
        workspace=world.acme, audience=audience, state=PrewarmRun.State.READY, created_at=now, counted_at=now
    )  # fmt: skip
    PrewarmOutput.objects.create(run=run, link=link, release=release, format="png", scale=1)
    PrewarmFinding.objects.create(
        run=run, number=1, kind="blank", template_key="greeting", recipients=0, ids=zlib.compress(b"")
    )
    keys = {"template_key": "greeting", "link_id": issuing.public_id(link)}
    return {**keys, "link": link.code, "code": link.code, "run": run.key}


furnishers.append(furnish)
