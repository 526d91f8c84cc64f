"""What the audiences app's addresses demand."""

from __future__ import annotations

from audiences.models import Audience, Upload
from tests.architecture.access_rows import Row, acts, form, sees
from tests.architecture.world import CANARY, World, furnishers
from workspaces.roles import Capability as C

MAY = C.MANAGE_AUDIENCES
ONE = {"recipients": [{"id": "7", "values": {"first_name": "Anna"}}]}
PAGES: dict[str, Row] = {
    "list": sees(C.VIEW),
    "sample": sees(C.VIEW),
    "audience": sees(C.VIEW),
    "upload": form(MAY),
    "match": form(MAY),
    "refused": sees(MAY),
    "discard": acts(MAY),
    "erase": acts(MAY),
    "forget": acts(MAY),
}
CALLS: dict[str, Row] = {
    "api-audiences": Row({"GET": C.VIEW, "HEAD": C.VIEW, "POST": MAY}, bodies={"POST": {"name": "Spring"}}),
    "api-audience": Row({"GET": C.VIEW, "HEAD": C.VIEW, "DELETE": MAY}),
    "api-recipients": Row({"PUT": MAY}, bodies={"PUT": ONE}),
    "api-erase-recipients": acts(MAY, bodies={"POST": {"ids": ["7"]}}),
}
ROWS: dict[str, Row] = {f"audiences:{name}": row for name, row in {**PAGES, **CALLS}.items()}


def furnish(world: World) -> dict[str, str]:
    """An audience, and a file that waits in it."""
    about = {"workspace": world.acme, "created_at": world.now}
    audience = Audience.objects.create(name=f"{CANARY} list", **about)
    upload = Upload.objects.create(
        audience=audience, file_name=f"{CANARY}.csv", state=Upload.State.DONE, columns=["id"], **about
    )
    return {"audience": audience.key, "upload": upload.key}


furnishers.append(furnish)
