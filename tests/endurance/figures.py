"""The measuring half inside an installation: audiences, runs of them, and the bare drawing loop. Prints one line."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from audiences.models import Audience, Upload  # noqa: E402
from audiences.operations import recipients, uploads  # noqa: E402
from audiences.operations.recipients import Entry  # noqa: E402
from renderer import delivery  # noqa: E402
from renderer.models import PrewarmRun, RenderLink  # noqa: E402
from renderer.modes import Mode  # noqa: E402
from renderer.prewarm import forecasting, progress, runs, stand_back  # noqa: E402
from renderer.prewarm.targets import named, target_of, wanted  # noqa: E402
from renderer.prewarm.tasks import set_to_work  # noqa: E402
from workspaces import actors  # noqa: E402

BY = actors.SYSTEM
AT_ONCE = 1_000
WARM_UP = 20


def prepare() -> dict[str, Any]:
    """The demo, which has a token link to its newsletter hero."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("demo", verbosity=0)
    return {"link": _link().code}


def people(name: str, size: str) -> dict[str, Any]:
    """An audience of that many different people."""
    audience = recipients.create_audience(name=name, by=BY, workspace=_link().workspace, now=timezone.now())
    for start in range(0, int(size), AT_ONCE):
        some = range(start, min(start + AT_ONCE, int(size)))
        entries = [
            Entry(str(n), {"first_name": f"Amira {name} {n}", "city": f"City {n % 400}", "tier": ["Gold", ""][n % 2]})
            for n in some
        ]
        recipients.upsert(audience=audience, entries=entries, now=timezone.now())
    return {"people": int(size)}


def imported(size: str) -> dict[str, Any]:
    """A CSV file of that many different people, taken in as the page does it, then read by a worker."""
    now, link = timezone.now(), _link()
    began = time.monotonic()
    upload = uploads.take_in(
        workspace=link.workspace, file_name="people.csv", pieces=_csv(int(size)), by=BY, now=now
    )  # fmt: skip
    taken_in = time.monotonic() - began
    mapping = {0: "email", 1: "first_name", 2: "city", 3: "tier"}
    uploads.start(upload=upload, audience_name="Imported", mapping=mapping, id_column=0, by=BY, now=now)
    _wait(upload, "done")
    assert (upload.rows_kept, upload.rows_refused) == (int(size), 0), upload.reason
    return {"rows": int(size), "seconds_taking_in": round(taken_in, 1), "seconds": round(time.monotonic() - began, 1)}


def _csv(size: int) -> Iterator[bytes]:
    yield b"email,first name,city,tier\n"
    for start in range(0, size, AT_ONCE):
        some = range(start, min(start + AT_ONCE, size))
        yield "".join(f"amira.{n}@example.com,Amira {n},City {n % 400},{['Gold', ''][n % 2]}\n" for n in some).encode()


def count(name: str) -> dict[str, Any]:
    """Plan a run of that audience and wait for its forecast."""
    began = time.monotonic()
    run = _planned(name)
    set_to_work(run)
    _wait(run, "ready")
    return {
        "seconds": time.monotonic() - began, "pictures": run.pictures, "bytes_each": run.bytes_each,
        "forecast_seconds": forecasting.seconds_left(run, run.pictures - run.known),
    }  # fmt: skip


def draw(name: str) -> dict[str, Any]:
    """Draw the counted run; pictures a second from its start to its end."""
    run = PrewarmRun.objects.select_related("audience", "workspace__organization").get(audience__name=name)
    runs.start(run=run, by=BY, now=timezone.now())
    set_to_work(run)
    _wait(run, "done")
    assert run.finished_at
    assert run.started_at
    seconds, told = (run.finished_at - run.started_at).total_seconds(), progress.of(run)
    assert (told.drawn, told.failed) == (run.pictures, 0), told
    return {"seconds": seconds, "rate": run.pictures / seconds}


def bare(name: str, seconds: str, begins: str) -> dict[str, Any]:
    """The same as `loop`, with the processor's favour that workers have."""
    stand_back.behind_the_web()
    return loop(name, seconds, begins)


def loop(name: str, seconds: str, begins: str) -> dict[str, Any]:
    """Values to bytes and nothing else, from that moment on."""
    output = PrewarmRun.objects.get(audience__name=name).outputs.select_related("link").get()
    target, now = target_of(output), timezone.now()

    def one(n: int) -> None:
        values = {"first_name": f"Zoë {begins} {n}", "city": f"City {n % 400}", "tier": ["Gold", ""][n % 2]}
        delivery.drawn_ahead(wanted(next(named([target], values, now))))

    for n in range(WARM_UP):
        one(-n)
    time.sleep(max(float(begins) - time.time(), 0))
    began, used, n = time.monotonic(), time.process_time(), 0
    while time.monotonic() - began < float(seconds):
        one(n)
        n += 1
    return {"rate": n / (time.monotonic() - began), "processor": (time.process_time() - used) / n}


def _planned(name: str) -> PrewarmRun:
    audience = Audience.objects.select_related("workspace__organization").get(name=name)
    return runs.create(audience=audience, wish=runs.Wish([_link()]), by=BY, now=timezone.now())


def _link() -> RenderLink:
    return RenderLink.objects.select_related("workspace__organization").get(mode=Mode.TOKEN)


def _wait(row: PrewarmRun | Upload, state: str) -> None:
    while row.state != state:
        assert row.state != "failed", row.reason
        time.sleep(0.05)
        row.refresh_from_db()


if __name__ == "__main__":
    acts: dict[str, Any] = {
        "prepare": prepare, "people": people, "imported": imported, "count": count, "draw": draw, "loop": bare
    }  # fmt: skip
    print(json.dumps(acts[sys.argv[1]](*sys.argv[2:])))
