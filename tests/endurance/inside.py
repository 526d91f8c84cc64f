"""What the endurance run does inside an installation: make a run, and judge what became of it. Prints one JSON line."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from audiences import queries  # noqa: E402
from audiences.operations import recipients  # noqa: E402
from audiences.operations.recipients import Entry  # noqa: E402
from renderer import releases, variants  # noqa: E402
from renderer.models import FallbackPicture, PrewarmRun, RecipientPicture, Variant  # noqa: E402
from renderer.modes import Mode  # noqa: E402
from renderer.prewarm import progress, runs, work  # noqa: E402
from renderer.prewarm.targets import named, target_of  # noqa: E402
from renderer.prewarm.tasks import send_workers  # noqa: E402
from renderer.render_links import issuing  # noqa: E402
from tests.renderer.conftest import GREETING  # noqa: E402
from workspaces import actors  # noqa: E402
from workspaces.models import User  # noqa: E402
from workspaces.operations import organizations  # noqa: E402

BY = actors.SYSTEM
SHARED_BY = 2
"""Recipients per picture: what is distinct must be found among what is not."""


def make(pictures: int, speed: int) -> dict[str, Any]:
    """An audience with twice as many people as pictures, and a run of theirs that is counted and started."""
    call_command("migrate", interactive=False, verbosity=0)
    now = timezone.now()
    alice = User.objects.create_user("alice@example.com", name="Alice")
    agency = organizations.create_organization(name="Agency", owner=alice, by=BY, now=now)
    workspace = organizations.create_workspace(organization=agency, name="Northwind", by=BY, now=now)
    releases.release(workspace=workspace, template_key="greeting", document=GREETING, by=alice, now=now)
    audience = recipients.create_audience(name="Spring", by=BY, workspace=workspace, now=now)
    people = [
        Entry(str(n), {"first_name": f"Anna {n % pictures}", "city": "Oslo"}) for n in range(pictures * SHARED_BY)
    ]
    recipients.upsert(audience=audience, entries=people, now=now)
    where = {"workspace": workspace, "by": BY, "now": now}
    link = issuing.create(template_key="greeting", name="Spring", mode=Mode.TOKEN, **where)
    wish = runs.Wish([link], formats=["png"], scales=[3], speed=speed)
    run = runs.create(audience=audience, wish=wish, by=BY, now=now)
    while work.work_on(run.pk, timezone.now):
        pass
    run.refresh_from_db()
    runs.start(run=run, by=BY, now=timezone.now())
    send_workers(run.pk)
    return {"run": run.pk, "forecast": run.pictures}


def judge() -> dict[str, Any]:
    """Everything that would be wrong, counted; zeros are what is hoped for."""
    run = PrewarmRun.objects.get()
    targets = [target_of(output) for output in run.outputs.select_related("link")]
    wanted = {
        one.name: one.target.output.format
        for person in queries.everybody(run.audience)
        for one in named(targets, person.values, run.counted_at or timezone.now())
    }
    rows = list(Variant.objects.values_list("name", "storage_key", "bytes"))
    stored = _stored(f"variants/{run.workspace.key}")
    # A release's fallback pictures lie beside the others and have an index of their own.
    fallbacks = dict(FallbackPicture.objects.values_list("storage_key", "bytes"))
    indexed = {key: size for _, key, size in rows} | fallbacks
    told = progress.of(run)
    return {
        "state": run.state,
        "pictures": run.pictures,
        "drawn_or_found": told.drawn + told.found,
        "missing_in_index": len(wanted.keys() - {name for name, _, _ in rows}),
        "twice_in_index": sum(count - 1 for count in Counter(name for name, _, _ in rows).values()),
        "missing_in_storage": len(indexed.keys() - stored.keys()),
        "orphans_in_storage": len(stored.keys() - indexed.keys()),
        "of_another_size": sum(indexed[key] != stored[key] for key in indexed.keys() & stored.keys()),
        "damaged": sum(
            not variants.is_whole(default_storage.open(key).read(), key.rpartition(".")[2]) for key in list(stored)[::5]
        ),
        "failed": told.failed,
        "chunks_left": run.chunks.filter(done_at__isnull=True).count(),
        "leases_left": run.chunks.filter(leased_until__isnull=False).count(),
        "people_not_noted": run.recipients - RecipientPicture.objects.filter(name__in=wanted).count(),
    }


def _stored(folder: str) -> dict[str, int]:
    bucket = default_storage.bucket  # type: ignore[attr-defined]
    return {one.key: one.size for one in bucket.objects.filter(Prefix=f"{folder}/")}


if __name__ == "__main__":
    print(json.dumps({"make": make, "judge": judge}[sys.argv[1]](*map(int, sys.argv[2:]))))
