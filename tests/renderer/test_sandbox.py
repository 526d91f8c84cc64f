"""Strangers' pictures are decoded by confined children, and what those say is believed no further than it goes."""

from __future__ import annotations

import io
import os
import signal
import socket
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageChops

from renderer.materials.sandbox import answers, decoding
from renderer.materials.sandbox.decoding import Undecodable, decoded, parent
from tests.rounds import best_of

GENEROUS = {"pixels": 25_000_000, "side": 8_000}


def soon(seconds: float = 30) -> float:
    return time.monotonic() + seconds


def file(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def striped(size: tuple[int, int] = (30, 20)) -> Image.Image:
    image = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (image, ImageChops.invert(image), image))


def png_of(width: int, height: int, data: bytes) -> bytes:
    """A PNG file whose header says what it likes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_pixels_come_back_as_they_are_in_the_file(kind: str) -> None:
    data = file(striped(), kind, **({"lossless": True} if kind == "WEBP" else {}))
    with Image.open(io.BytesIO(data)) as here:
        assert decoded(data, **GENEROUS, until=soon()).tobytes() == here.convert("RGB").tobytes()


def test_what_shows_through_keeps_its_alpha() -> None:
    glass = Image.new("RGBA", (4, 4), (10, 20, 30, 128))
    assert decoded(file(glass), **GENEROUS, until=soon()) == glass


def test_a_photo_stands_upright_as_in_every_browser() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = file(striped((30, 20)), "JPEG", exif=exif)
    assert decoded(data, **GENEROUS, until=soon()).size == (20, 30)


HOSTILE = {
    "nothing": (b"", "damaged"),
    "a page": (b"<html><script>alert(1)</script></html>", "damaged"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "damaged"),
    "half a picture": (file(striped((200, 200)))[:300], "damaged"),
    "a giant by its header": (png_of(64_000, 64_000, b""), "too_many_pixels"),
    "a giant on one side": (png_of(9_000, 1, b""), "too_many_pixels"),
    "nothing behind a header": (png_of(5_000, 4_900, b""), "damaged"),
    "a film": (file(striped(), "GIF", save_all=True, append_images=[Image.new("RGB", (30, 20), (n, 99, 0))
               for n in range(101)]), "too_many_frames"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "why"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_are_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(Undecodable) as refusal:
        decoded(data, **GENEROUS, until=soon())
    assert refusal.value.why == why


def test_a_picture_that_wants_more_memory_than_a_child_has_costs_that_child_alone() -> None:
    bomb = png_of(25_000, 20_000, bytes(1_000))
    with pytest.raises(Undecodable) as refusal:
        decoded(bomb, pixels=10**9, side=10**6, until=soon())
    assert refusal.value.why in {"too_complex", "damaged"}
    assert decoded(file(striped()), **GENEROUS, until=soon()) == striped()


def test_nobody_waits_longer_than_they_said() -> None:
    large = file(Image.effect_noise((3_000, 3_000), 60).convert("RGB"), "WEBP", quality=60, method=0)
    decoded(file(striped()), **GENEROUS, until=soon())

    def seconds() -> float:
        began = time.monotonic()
        with pytest.raises(Undecodable) as refusal:
            decoded(large, **GENEROUS, until=soon(0.02))
        assert refusal.value.why == "too_slow"
        return time.monotonic() - began

    assert best_of(5, seconds, 1) < 1


def test_the_process_that_forks_is_replaced_when_it_is_lost() -> None:
    decoded(file(striped()), **GENEROUS, until=soon())
    before = parent()._process
    assert before is not None
    os.kill(before.pid, signal.SIGKILL)
    before.wait()
    assert decoded(file(striped()), **GENEROUS, until=soon()) == striped()


def test_it_knows_none_of_our_secrets_and_may_write_nothing() -> None:
    decoded(file(striped()), **GENEROUS, until=soon())
    process = parent()._process
    assert process is not None
    names = {line.split(b"=")[0] for line in Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0") if line}
    assert names <= {b"PATH", b"LANG", b"PYTHONDONTWRITEBYTECODE", b"OMP_NUM_THREADS"}


def test_many_at_once_take_turns_and_leave_no_process_behind() -> None:
    with ThreadPoolExecutor(8) as many:
        jobs = [many.submit(decoded, file(striped((n + 1, 5))), **GENEROUS, until=soon()) for n in range(40)]
    assert [job.result().width for job in jobs] == list(range(1, 41))
    process = parent()._process
    assert process is not None
    children = psutil.Process(process.pid).children
    until = soon()
    while children() and time.monotonic() < until:
        time.sleep(0.05)
    assert children() == []


@pytest.mark.parametrize(
    "said",
    [
        answers.HEAD.pack(3, 2**31, 2**31), answers.HEAD.pack(3, 0, 7), answers.HEAD.pack(9, 1, 1),
        answers.HEAD.pack(0, 200, 0), answers.HEAD.pack(4, 5_000, 5_001), answers.HEAD.pack(3, 2, 2) + b"short", b"x",
    ],
)  # fmt: skip
def test_a_child_that_was_taken_over_cannot_make_us_believe_anything(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "parent", lambda: _Liar(said))
    with pytest.raises(Undecodable) as refusal:
        decoded(b"picture", **GENEROUS, until=soon(5))
    assert refusal.value.why == "damaged"


class _Liar:
    """A child that says these bytes, whatever it is asked."""

    def __init__(self, said: bytes):
        self.said = said

    def child(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        theirs.sendall(self.said)
        theirs.shutdown(socket.SHUT_WR)
        self.kept = theirs
        return ours
