"""Two web processes with many threads each, as they really run: one picture is drawn once for both."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests import services
from tests.environment import FOLDER

DESIGN = """
from django.core.management import call_command
import json, django
django.setup()
call_command("migrate", verbosity=0)
from django.utils import timezone
from renderer import releases
from renderer.render_links import issuing
from renderer.modes import Mode
from tests.renderer.conftest import GREETING
from workspaces import actors
from workspaces.models import User
from workspaces.operations import organizations
now = timezone.now()
alice = User.objects.create_user("alice@example.com")
agency = organizations.create_organization(name="Agency", owner=alice, by=actors.SYSTEM, now=now)
workspace = organizations.create_workspace(organization=agency, name="Northwind", by=actors.SYSTEM, now=now)
releases.release(workspace=workspace, template_key="greeting", document=GREETING, by=alice, now=now)
who = {"workspace": workspace, "by": actors.SYSTEM, "now": now}
link = issuing.create(template_key="greeting", name="x", mode=Mode.OPEN, **who)
print(issuing.address(link, format="png"))
"""


@pytest.fixture(scope="module")
def address(valkey_server: str) -> Iterator[str]:
    """The address of an open link, served as `manage.py run` serves it."""
    data, port = FOLDER / "two-processes", services.free_port()
    environment = {
        **os.environ,
        "OKZEST_DATA": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'okzest.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "okzest.settings",
        "OKZEST_URL": f"http://127.0.0.1:{port}",
    }
    data.mkdir()
    made = subprocess.run([sys.executable, "-c", DESIGN], env=environment, capture_output=True, text=True, check=True)
    gunicorn = Path(sys.executable).with_name("gunicorn")
    server = subprocess.Popen(
        [gunicorn, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "96", "--limit-request-line", "0"]
        + ["--worker-class", "okzest.web_worker.LenientWorker", "--log-level", "error", "okzest.wsgi:application"],
        env=environment,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield made.stdout.split()[-1]
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")


def counted(address: str, outcome: str) -> float:
    """How many answers of that outcome both processes counted."""
    text = httpx.get(str(httpx.URL(address).join("/metrics"))).text
    lines = [line for line in text.splitlines() if line.startswith("okzest_pictures_total") and f'"{outcome}"' in line]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)


def test_two_hundred_at_once_have_a_cold_picture_drawn_once(address: str) -> None:
    with httpx.Client(timeout=30, limits=httpx.Limits(max_connections=50)) as client, ThreadPoolExecutor(50) as crowd:
        answers = list(crowd.map(lambda _: client.get(f"{address}?first_name=Stampede"), range(200)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({(answer.headers["etag"], answer.content) for answer in answers}) == 1
    assert counted(address, "drawn") == 1


def test_head_and_304_carry_no_body_over_the_wire(address: str) -> None:
    got = httpx.get(address)
    head = httpx.head(address)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(got.content)))
    unchanged = httpx.get(address, headers={"if-none-match": got.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert "content-type" not in unchanged.headers


@pytest.mark.parametrize(
    "query",
    [b"first_name=Zo\xc3\xab", b"first_name=Ren\xe9", b"first_name=<script>", b'first_name="x"', b"first_name=<<F>>",
     b"first_name=" + b"%00" * 500, b"&" * 3000, b"a=b;c=d#x", b"first_name=%", b"x=" + b"a" * 10_000],
)  # fmt: skip
def test_careless_and_hostile_queries_over_the_wire_get_pictures(address: str, query: bytes) -> None:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 80), 10) as wire:
        wire.sendall(b"GET %s?%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % (parts.path.encode(), query))
        answer = b"".join(iter(lambda: wire.recv(65536), b"")).lower()
    assert answer.startswith(b"http/1.1 200")
    assert b"content-type: image/png" in answer
    assert b"set-cookie" not in answer


def answers_on(wire: socket.socket, count: int) -> list[tuple[int, bytes]]:
    """Status and body of so many answers that come one after the other."""
    found, data = [], b""
    while len(found) < count:
        head, end, rest = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if not end or (length and len(rest) < int(length[1])):
            assert (more := wire.recv(65536)), data[:200]
            data += more
            continue
        size = int(length[1]) if length else 0
        found.append((int(head.split(b" ")[1]), rest[:size]))
        data = rest[size:]
    return found


@pytest.mark.parametrize(
    ("raw", "encoded"),
    [(b"Mary Ann", "Mary%20Ann"), (b"{{ contact.first name }}", ""), (b'[[NAME OR "Friend"]]', ""), (b" HTTP/1.1", "")],
)
def test_space_that_nobody_encoded_belongs_to_the_value(address: str, raw: bytes, encoded: str) -> None:
    parts = urlsplit(address)
    wanted = httpx.get(f"{address}?first_name={encoded or quote(raw)}").content
    with socket.create_connection((parts.hostname or "", parts.port or 80), 10) as wire:
        wire.sendall(b"GET %s?first_name=%s HTTP/1.1\r\nHost: x\r\n\r\n" % (parts.path.encode(), raw))
        assert answers_on(wire, 1) == [(200, wanted)]


@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_requests_are_answered_in_order_however_they_are_cut_and_mixed(address: str, parts: int) -> None:
    first, second = (httpx.get(f"{address}?first_name={name}").content for name in ("Amira", "Ben"))
    parts_of = urlsplit(address)
    targets = [f"{parts_of.path}?first_name=Amira", "/healthz", f"{parts_of.path}?first_name=Ben"] * 2
    data = "".join(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" for target in targets).encode()
    with socket.create_connection((parts_of.hostname or "", parts_of.port or 80), 10) as wire:
        for number in range(parts):
            wire.sendall(data[len(data) * number // parts : len(data) * (number + 1) // parts])
            time.sleep(0.02)
        found = answers_on(wire, 6)
    assert [status for status, _ in found] == [200] * 6
    assert [body for _, body in found[::3]] == [first, first]
    assert [body for _, body in found[2::3]] == [second, second]


def test_posting_to_a_picture_is_refused_politely(address: str) -> None:
    assert httpx.post(address, content=b"abc").status_code == 405
