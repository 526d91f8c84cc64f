"""The loop before the threads: pictures at hand leave at once, however requests come and however readers read."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from okzest.web_worker import reception
from renderer.serving import at_hand, short_way
from tests.renderer.worker import PATIENCE, Place, Wire, working

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
NAME = "?first_name=Amira"


@pytest.fixture
def place() -> Iterator[Place]:
    """One thread only, so that whoever holds it is noticed."""
    with working(threads=1) as made:
        yield made


@pytest.fixture
def target(place: Place, open_address: str) -> str:
    """An address whose picture is at hand."""
    path = open_address.replace(".png", "@3x.png") + NAME
    with place.wire() as wire:
        wire.get(path)
        until = time.monotonic() + PATIENCE
        while not len(at_hand.answers) and time.monotonic() < until:
            time.sleep(0.01)
    return path


@pytest.fixture
def busy(place: Place, target: str) -> Iterator[Place]:
    """The only thread has something else to do: what is answered now is answered by the loop."""
    with place.wire() as wire:
        wire.ask("/wait")
        assert place.application.waiting.wait(PATIENCE)
        yield place
        place.application.let_go.set()


def test_a_picture_at_hand_needs_no_thread(busy: Place, target: str) -> None:
    with busy.wire() as wire:
        first, second = wire.get(target), wire.get(target)
    assert first == second
    assert (first[0], first[1]["content-type"], first[1]["connection"]) == (200, "image/png", "keep-alive")
    assert first[2].startswith(b"\x89PNG")


def test_the_loop_says_what_gunicorn_and_django_say(busy: Place, target: str) -> None:
    with busy.wire() as wire:
        status, fields, body = wire.get(target)
        wire.ask(target, "Connection: close")
        busy.application.let_go.set()
        other = wire.answer()
    ours = {name: value for name, value in fields.items() if name not in ("date", "connection")}
    theirs = {name: value for name, value in other[1].items() if name not in ("date", "connection", "allow")}
    assert (status, ours, body) == (other[0], theirs, other[2])
    assert other[1]["connection"] == "close"


def test_head_and_304_need_no_thread(busy: Place, target: str) -> None:
    with busy.wire() as wire:
        status, fields, body = wire.get(target)
        assert wire.get(target, method="HEAD")[:2] == (status, fields)
        unchanged = wire.get(target, f"If-None-Match: {fields['etag']}")
        assert (unchanged[0], unchanged[2]) == (304, b"")
        assert "content-length" not in unchanged[1]
        assert wire.get(target, 'If-None-Match: "other"')[2] == body


@pytest.mark.parametrize("size", [1, 7, 60])
def test_a_request_may_come_in_pieces(busy: Place, target: str, size: int) -> None:
    data = f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with busy.wire() as wire:
        for start in range(0, len(data), size):
            wire.socket.sendall(data[start : start + size])
            time.sleep(0.001)
        assert wire.answer()[0] == 200


def test_many_requests_at_once_are_answered_in_order(busy: Place, target: str) -> None:
    count = 3 * reception.IN_A_ROW + 1
    with busy.wire() as wire:
        etag = wire.get(target)[1]["etag"]
        for number in range(count):
            wire.ask(target, *([f"If-None-Match: {etag}"] if number % 2 else []))
        assert [wire.answer()[0] for _ in range(count)] == [304 if number % 2 else 200 for number in range(count)]


def test_requests_of_all_kinds_are_answered_in_order(place: Place, target: str) -> None:
    with place.wire() as wire:
        for one in (target, "/healthz", target + "&city=Oslo", target, "/healthz"):
            wire.ask(one)
        answers = [wire.answer() for _ in range(5)]
    assert [status for status, _, _ in answers] == [200] * 5
    kinds = [fields["content-type"].split("/")[0] for _, fields, _ in answers]
    assert kinds[0] == kinds[2] == kinds[3] == "image"
    assert "image" not in (kinds[1], kinds[4])
    assert answers[0][2] == answers[3][2] != answers[2][2]


def test_a_slow_reader_gets_all_of_it_and_holds_nobody_up(busy: Place, target: str) -> None:
    with busy.wire() as slow, busy.wire() as quick:
        body = quick.get(target)[2]
        assert len(body) > 4 * 4096
        slow.ask(target)
        slow.ask(target)
        slow.begins_to_come()
        assert quick.get(target)[2] == body
        assert [slow.answer()[2] for _ in range(2)] == [body, body]


def test_a_slow_reader_of_a_new_picture_holds_no_thread(place: Place, target: str) -> None:
    with place.wire() as slow, place.wire() as quick:
        slow.ask(target + "&city=Oslo")
        slow.begins_to_come()
        assert quick.get(target + "&city=Rome")[0] == 200
        assert slow.answer()[0] == 200


def test_whoever_takes_nothing_does_not_get_the_rest(busy: Place, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reception, "STALLS_FOR", 0.2)
    monkeypatch.setattr(reception, "SLOWEST", 10**9)
    with busy.wire() as wire:
        wire.ask(target)
        wire.begins_to_come()
        assert busy.has_connections(1)
        with pytest.raises((EOFError, ConnectionResetError)):
            wire.answer()


@pytest.mark.parametrize("said", [b"", b"GET /i/x", b"POST / HTTP/1.1\r\nHost: x\r\n"])
def test_whoever_does_not_finish_asking_is_hung_up_on(
    place: Place, target: str, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.wire() as other:
        other.get(target)
        monkeypatch.setattr(reception, "FIRST_WITHIN", 0.3)
        monkeypatch.setattr(reception, "HEAD_WITHIN", 0.3)
        wire = Wire(place.port)
        wire.socket.sendall(said)
        # No thread waits for it, neither.
        assert other.get(target + "&city=Oslo")[0] == 200
        assert wire.is_closed()


def test_an_idle_connection_ends_after_a_while(place: Place, target: str) -> None:
    place.worker.cfg.set("keepalive", 2)
    with place.wire() as wire:
        wire.get(target)
        began = time.monotonic()
        assert wire.is_closed()
        assert time.monotonic() - began > 1


def test_readers_who_go_away_leave_nothing_behind(place: Place, target: str) -> None:
    for number in range(20):
        wire = Wire(place.port)
        wire.ask(target if number % 2 else f"{target}&city={number}")
        wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        wire.socket.close()
    assert place.has_connections(0)
    with place.wire() as wire:
        assert wire.get(target)[0] == 200


def test_when_the_house_is_full_the_idle_make_room(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reception, "FIRST_WITHIN", 60.0)
    with working(threads=2, worker_connections=5) as place:
        silent = [Wire(place.port) for _ in range(8)]
        with place.wire() as wire:
            assert wire.get(target)[0] == 200
        for one in silent:
            one.socket.close()


@pytest.mark.parametrize(
    ("line", "fields", "rest"),
    [
        ("GET {} HTTP/1.0", (), b""),
        ("GET {} HTTP/1.1", ("Connection: close",), b""),
        ("GET http://127.0.0.1{} HTTP/1.1", ("Connection: close",), b""),
        ("GET {} HTTP/1.1", ("Connection: close", "Content-Length: 5"), b"hello"),
        ("GET {} HTTP/1.1", ("Connection: close", "Transfer-Encoding: chunked"), b"5\r\nhello\r\n0\r\n\r\n"),
    ],
)
def test_every_other_request_is_answered_as_gunicorn_does(
    place: Place, target: str, line: str, fields: tuple[str, ...], rest: bytes
) -> None:
    with place.wire() as wire:
        body = wire.get(target)[2]
        head = "\r\n".join([line.format(target), "Host: 127.0.0.1", *fields, "", ""])
        wire.socket.sendall(head.encode() + rest)
        status, said, other = wire.answer()
        assert (status, said["connection"], other) == (200, "close", body)
        assert wire.is_closed()


@pytest.mark.parametrize("query", [b"?first_name=Zo\xc3\xab", b"?first_name=<b>", b"?first_name=%", b"?first_name=%zz"])
def test_careless_addresses_are_at_hand_as_well(place: Place, target: str, query: bytes) -> None:
    path = target.removesuffix(NAME).encode()
    with place.wire() as wire:
        answers = []
        for _ in range(3):
            wire.socket.sendall(b"GET " + path + query + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            answers.append(wire.answer())
    assert [status for status, _, _ in answers] == [200] * 3
    assert answers[0][2] == answers[2][2]


def test_a_worker_that_ends_finishes_what_it_began(place: Place, target: str) -> None:
    with place.wire() as slow, place.wire() as idle:
        body = idle.get(target)[2]
        slow.ask(target)
        slow.begins_to_come()
        place.end()
        last = idle.get(target)
        assert (last[1]["connection"], last[2]) == ("close", body)
        assert slow.answer()[2] == body
    assert place.has_ended()


def test_a_flood_of_stored_pictures_starves_no_new_one(place: Place, target: str) -> None:
    crowd: list[Any] = [Wire(place.port) for _ in range(8)]
    with place.wire() as wire:
        wire.ask(target + "&city=Oslo")
        give_up, served = time.monotonic() + 60, 0
        while served < 200 or not wire.has_news():
            assert time.monotonic() < give_up, "the new picture never comes"
            for one in crowd:
                one.ask(target)
            served += sum(one.answer()[0] == 200 for one in crowd)
        assert wire.answer()[0] == 200
    for one in crowd:
        one.socket.close()


def test_what_goes_wrong_at_hand_is_a_threads_to_deliver(
    place: Place, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.wire() as wire:
        body = wire.get(target)[2]
        monkeypatch.setattr(at_hand, "find", lambda *_: 1 / 0)
        assert wire.get(target)[2] == body


def test_what_goes_wrong_with_one_connection_ends_no_other(
    place: Place, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = short_way.read

    def fragile(data: bytes) -> Any:
        if b"break" in data:
            raise RuntimeError
        return read(data)

    monkeypatch.setattr(short_way, "read", fragile)
    with place.wire() as wire, place.wire() as broken:
        broken.ask(target + "&city=break")
        assert broken.is_closed()
        assert wire.get(target)[0] == 200
    assert place.has_connections(0)
