"""The guard: whatever address somebody writes, nothing of our own network is ever connected to."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.limits import RenderLimits
from renderer.materials.remote import fetch_all, is_on
from tests.renderer import hostile_addresses
from tests.renderer.elsewhere import HOST, Elsewhere, make_identity, serve
from workspaces import outgoing
from workspaces.outgoing import Answer, Request, Unreachable

PATIENT = replace(RenderLimits(), fetch_deadline=30.0)
REFUSALS = {"BlockedAddressError", "BlockedURLError", "InvalidURL", "UnsupportedProtocol", "gaierror", "ConnectError"}
_watching: list[list[Any]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event == "socket.connect" and isinstance(arguments[1], tuple):
        _watching[-1].append(arguments[1][:2])


sys.addaudithook(_watch)


@pytest.fixture
def connections() -> Iterator[list[tuple[str, int]]]:
    """Every network address that this process connects to, as Python's own audit sees it."""
    _watching.append([])
    yield _watching[-1]
    _watching.clear()


class Listener:
    """Listens on every address of this machine that it can get, and counts who comes."""

    def __init__(self) -> None:
        self.count = 0
        self.sockets = [socket.create_server(("127.0.0.2", 0))]
        self.port: int = self.sockets[0].getsockname()[1]
        own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for host in {"127.0.0.3", *own} - {"127.0.0.2"}:
            with suppress(OSError):
                self.sockets.append(socket.create_server((host, self.port)))
        with suppress(OSError):
            self.sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for one in self.sockets:
            Thread(target=self._accept, args=(one,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                listening.accept()[0].close()
                self.count += 1

    def close(self) -> None:
        for one in self.sockets:
            one.close()


@pytest.fixture
def inside(settings: Any) -> Iterator[Listener]:
    """What nobody may reach; its port is open in the guard, so that only the address can be what is refused."""
    listener = Listener()
    settings.OUTGOING_PORTS = [listener.port]
    yield listener
    listener.close()


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_identity(tmp_path_factory.mktemp("identity"))


@pytest.fixture
def outside(settings: Any, inside: Listener, identity: tuple[Path, Path]) -> Iterator[str]:
    """A server that stands for a public one: the guard is told to let its one address through."""
    server = serve(identity=identity[1])
    port = server.server_address[1]
    settings.OUTGOING_NETWORKS, settings.OUTGOING_PORTS = ["127.0.0.1/32"], [port, inside.port]
    settings.OUTGOING_AUTHORITIES = str(identity[0])
    Elsewhere.replies.clear()
    Elsewhere.asked.clear()
    yield f"127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Names and what they resolve to, time after time; the last answer stays. Numbers resolve as they do."""
    table: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: Any) -> list[Any]:
        if host not in table:
            if host.endswith((".com", ".test")):
                raise socket.gaierror(socket.EAI_NONAME, "no such name")
            return list(real(host, port, *rest))
        answers = table[host].pop(0) if len(table[host]) > 1 else table[host][0]
        return [info for one in answers for info in real(one, port, 0, socket.SOCK_STREAM, 0, socket.AI_NUMERICHOST)]

    monkeypatch.setattr(outgoing, "look_up", look_up)
    return table


def test_hundreds_of_hostile_addresses_reach_nothing(
    inside: Listener, names: dict[str, list[list[str]]], connections: list[tuple[str, int]]
) -> None:
    addresses = hostile_addresses.addresses(inside.port)
    assert len(addresses) > 400
    answers = fetch_all(addresses, PATIENT)
    refused = {address: answer.why for address, answer in answers.items() if isinstance(answer, Unreachable)}
    assert set(refused) == set(addresses)
    assert set(refused.values()) <= REFUSALS
    assert (inside.count, connections) == (0, [])


def test_names_that_lead_inside_reach_nothing(
    inside: Listener, names: dict[str, list[list[str]]], connections: list[tuple[str, int]]
) -> None:
    own = [*hostile_addresses.INSIDE, *hostile_addresses.INSIDE_SIX]
    own += [six for four in hostile_addresses.INSIDE for six in hostile_addresses.inside_six(four)]
    for number, address in enumerate(own):
        names[f"n{number}.example.com"] = [[address]]
        # A name with a public address beside a private one is somebody trying.
        names[f"m{number}.example.com"] = [["93.184.215.14", address]]
    answers = fetch_all([f"https://{name}:{inside.port}/logo.png" for name in names], PATIENT)
    whys = {answer.why for answer in answers.values() if isinstance(answer, Unreachable)}
    assert (len(answers), whys) == (2 * len(own), {"BlockedAddressError"})
    assert (inside.count, connections) == (0, [])


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    inside: Listener, outside: str, names: dict[str, list[list[str]]], connections: list[tuple[str, int]]
) -> None:
    names[HOST] = [["127.0.0.1"], ["127.0.0.2"]]
    Elsewhere.replies["/data"] = lambda server: server.send(b"{}")
    address = f"https://{HOST}:{outside.rpartition(':')[2]}/data"
    first, second = (outgoing.ask(Request(address), seconds=5) for _ in range(2))
    assert isinstance(first, Answer)
    assert first.succeeded
    assert second == Unreachable("BlockedAddressError")
    assert (inside.count, len(Elsewhere.asked)) == (0, 1)
    assert connections == [("127.0.0.1", int(outside.rpartition(":")[2]))]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_redirects_lead_nowhere_inside(
    inside: Listener, outside: str, names: dict[str, list[list[str]]], scheme: str
) -> None:
    names["inside.example.com"] = [["127.0.0.2"]]
    hosts = [*hostile_addresses.spellings("127.0.0.2"), "[::1]", "inside.example.com", "10.0.0.1", "169.254.169.254"]
    targets = [f"{scheme}://{host}:{inside.port}/" for host in hosts if host.isascii()]
    for number, target in enumerate(targets):
        Elsewhere.replies[f"/{number}"] = lambda server, target=target: server.send(b"", 302, Location=target)  # type: ignore[misc]
    answers = fetch_all([f"https://{outside}/{number}" for number in range(len(targets))], PATIENT)
    assert len(answers) == len(targets) > 15
    assert all(isinstance(answer, Unreachable) for answer in answers.values())
    assert (inside.count, len(Elsewhere.asked)) == (0, len(targets))


def test_a_secret_header_does_not_follow_a_redirect_to_another_server(
    outside: str, identity: tuple[Path, Path], names: dict[str, list[list[str]]]
) -> None:
    names[HOST] = [["127.0.0.1"]]
    port = outside.rpartition(":")[2]
    Elsewhere.replies["/start"] = lambda server: server.send(b"", 302, Location=f"https://{HOST}:{port}/end")
    Elsewhere.replies["/end"] = lambda server: server.send(b"{}")
    request = Request(f"https://{outside}/start", headers={"X-Api-Key": "tell nobody"}, redirects=3)
    assert isinstance(outgoing.ask(request, seconds=5), Answer)
    assert [headers.get("x-api-key") for _, headers in Elsewhere.asked] == ["tell nobody", None]


def test_pictures_come_from_the_workspace_s_hosts_alone_also_after_a_redirect(
    outside: str, names: dict[str, list[list[str]]]
) -> None:
    names[HOST] = [["127.0.0.1"]]
    port = outside.rpartition(":")[2]
    Elsewhere.replies["/logo"] = lambda server: server.send(b"picture")
    Elsewhere.replies["/away"] = lambda server: server.send(b"", 302, Location=f"https://{outside}/logo")
    logo, away, other = (f"https://{HOST}:{port}/logo", f"https://{HOST}:{port}/away", f"https://{outside}/logo")
    answers = fetch_all([logo, away, other], replace(PATIENT, image_hosts=("*.example.com",)))
    assert answers == {
        logo: b"picture", away: Unreachable("BlockedURLError"), other: Unreachable("BlockedURLError"),
    }  # fmt: skip


BYTES_IN_A_MINUTE = 1200
SOON = 20  # seconds: far less than the others would take, and far more than a busy machine needs


def _drip_headers(server: Elsewhere) -> None:
    for number in range(BYTES_IN_A_MINUTE):
        server.wfile.write(b"HTTP/1.1 200 OK\r\n" if number == 0 else b"X: y\r\n")
        time.sleep(0.05)


def _drip_body(server: Elsewhere) -> None:
    server.send_response(200)
    server.end_headers()
    for _ in range(BYTES_IN_A_MINUTE):
        server.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("drip", [_drip_headers, _drip_body])
def test_a_server_that_drips_is_left_when_time_is_up(outside: str, drip: Callable[[Elsewhere], None]) -> None:
    Elsewhere.replies["/drip"] = drip
    began = time.monotonic()
    assert outgoing.ask(Request(f"https://{outside}/drip"), seconds=0.6) == Unreachable("deadline")
    assert time.monotonic() - began < SOON


def test_a_body_cut_short_by_our_own_hanging_up_is_no_answer(outside: str) -> None:
    def half(server: Elsewhere) -> None:
        server.send_response(200)
        server.end_headers()
        for _ in range(3):
            server.wfile.write(b"x")
            time.sleep(0.3)

    Elsewhere.replies["/half"] = half
    call = outgoing.Call(Request(f"https://{outside}/half"), time.monotonic() + 0.5)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(call.make)
        time.sleep(0.55)
        call.hang_up()
        assert job.result(SOON) == Unreachable("deadline")


def test_a_server_that_never_speaks_is_left_when_time_is_up(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.OUTGOING_NETWORKS, settings.OUTGOING_PORTS = ["127.0.0.1/32"], [silent.getsockname()[1]]
        began = time.monotonic()
        request = Request(f"https://127.0.0.1:{silent.getsockname()[1]}/")
        assert isinstance(outgoing.ask(request, seconds=0.5), Unreachable)
        assert time.monotonic() - began < SOON


def test_a_name_server_that_stalls_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(outgoing, "look_up", lambda *question: answers.wait(60) and [])
    began = time.monotonic()
    assert outgoing.ask(Request("https://slow.example.com/"), seconds=0.3) == Unreachable("deadline")
    assert time.monotonic() - began < SOON
    answers.set()


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (lambda server: server.send(bytes(5000)), "too_large"),
        (lambda server: server.send(b"", Content_Encoding="gzip"), "compressed"),
    ],
)
def test_answers_beyond_the_limits_are_refused(outside: str, reply: Callable[[Elsewhere], None], why: str) -> None:
    Elsewhere.replies["/much"] = reply
    assert outgoing.ask(Request(f"https://{outside}/much", most_bytes=4000), seconds=5) == Unreachable(why)


def test_a_certificate_of_an_unknown_authority_is_not_believed(outside: str, settings: Any) -> None:
    settings.OUTGOING_AUTHORITIES = ""
    assert outgoing.ask(Request(f"https://{outside}/"), seconds=5) == Unreachable("ConnectError")


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused_and_never_an_error(text: str) -> None:
    assert outgoing.may_ask(text) in (True, False)
    assert is_on(text, ()) is True
    assert is_on(text, ("cdn.example.com",)) in (True, False)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://cdn.example.com/a.png", True), ("https://CDN.example.com:443/a.png", True),
        ("https://cdn.example.com./a", True), ("https://img.shop.example/a.png", True),
        ("https://shop.example/a.png", False), ("https://evilshop.example/a", False),
        ("https://cdn.example.com.evil.test/a", False), ("https://evil.test/cdn.example.com", False),
        ("https://cdn.example.com@evil.test/", False), ("https://[", False),
    ],
)  # fmt: skip
def test_hosts_are_compared_by_whole_labels(address: str, expected: bool) -> None:
    assert is_on(address, ("cdn.example.com", "*.shop.example")) is expected
